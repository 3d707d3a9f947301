"""Bloblang, the mapping language of the stream engine, as a language: it knows nothing of tags."""
