"""Trigger kinds: one module each, and a `.js` file beside those that listen to the page."""
