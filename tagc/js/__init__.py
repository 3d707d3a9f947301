"""JavaScript as a language: tree, parser, printer, names, folding. Knows nothing of tags."""
