"""The browser container: `lower` the program to nodes, `link` the runtime parts, print, `verify`."""
