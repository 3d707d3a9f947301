"""Snap Pixel."""
