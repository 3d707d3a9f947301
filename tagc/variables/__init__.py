"""Roots of references: one module each."""
