"""`manifest.json`: what is sent where, under which requirement, for people and for reviews."""
