"""Pinterest Tag."""
