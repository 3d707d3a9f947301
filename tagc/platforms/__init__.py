"""Platforms: one folder each, with the vendor's table in `spec.py` and its library's stub in `browser.js`."""
