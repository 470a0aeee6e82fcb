"""The command, also as ``python -m cvtool``."""

import gc


def main() -> None:
    """Begins it without the collection of garbage, which would look through all that it imports."""
    gc.disable()
    from . import cli

    cli.main()


if __name__ == "__main__":
    main()
