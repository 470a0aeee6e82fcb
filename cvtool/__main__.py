"""``python -m cvtool``."""

from .cli import main

main()
