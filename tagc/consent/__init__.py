"""Consent sources: one module each, and a `.js` file beside those that read the page."""
