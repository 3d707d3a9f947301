"""Configuration of the stream engine that forwards events from the server."""
