"""Tests. README.md says which folder answers which question."""
