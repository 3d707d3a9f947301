"""Meta Pixel."""
