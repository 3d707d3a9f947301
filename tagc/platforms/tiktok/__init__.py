"""TikTok Pixel."""
