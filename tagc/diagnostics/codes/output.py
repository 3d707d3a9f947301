"""Codes 7xx, the output: what verify finds in what tagc wrote.

Entries only; they are reported elsewhere. One module constant per mistake: the package collects them.
"""
