"""Reddit Pixel."""
