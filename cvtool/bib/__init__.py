"""publications.bib and what cv.yaml lists -> Publication, and its forms."""
