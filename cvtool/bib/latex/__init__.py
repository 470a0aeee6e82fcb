"""LaTeX in the fields of a .bib -> inline nodes."""
