"""Codes 6xx, custom JavaScript.

Entries only; they are reported elsewhere. One module constant per mistake: the package collects them.
"""
