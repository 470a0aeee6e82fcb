"""The command, also as ``python -m cvtool``."""

import atexit
import gc
import os
import sys


def run() -> None:
    """The whole of a process: it ends without taking apart all that it imported, a twentieth of a
    cold homepage, a fiftieth of cv.pdf."""
    status = list[int]()
    atexit.register(_leave, status)  # what is registered first is called last
    try:
        main()
    except SystemExit as end:
        status += [end.code] if isinstance(end.code, int) else []
        raise


def main() -> None:
    """The same for programs that go on behind it. It begins without the collection of garbage,
    which would look through all that is imported."""
    gc.disable()
    from . import cli

    cli.main()


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
    run()
