"""Backends: Program -> files. None looks at YAML or at another backend."""
