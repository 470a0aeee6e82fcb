"""The phrases and dates of each language."""
