"""The program in the middle, its expressions, and the reference interpreter."""
