"""The command, also as ``python -m cvtool``."""

import atexit
import gc
import os
import sys


def main() -> None:
    """Begins it without the collection of garbage, which would look through all that it imports,
    and ends the process without taking all of that apart: a twentieth of a cold homepage, a
    fiftieth of cv.pdf."""
    gc.disable()
    status = list[int]()
    atexit.register(_leave, status)  # what is registered first is called last
    from . import cli

    try:
        cli.main()
    except SystemExit as end:
        status += [end.code] if isinstance(end.code, int) else []
        raise


def _leave(status: list[int]) -> None:
    """Ends the process at once, unless Python has something to say."""
    try:
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
    except (OSError, ValueError):
        return
    if status:
        os._exit(status[0])


if __name__ == "__main__":
    main()
