"""The preview: the CV in a browser on this machine, rendered again after every save.

The site is rendered in this process, in a few hundredths of a second; what stands beside it in a
process of its own. Both go onto the board, which the server shows. No file is written.
"""

from __future__ import annotations

import gc
import webbrowser
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from threading import Thread

from ..model.memory import begin
from ..model.problems import printable
from ..pipeline.watch import changes
from .board import Board
from .preview import Preview, Printer
from .server import Server, listen

_REST = 5


def run(
    source: Path, templates: Path | None, port: int | None, opens: bool, printer: Printer
) -> bool:
    """Shows the CV until Ctrl-C, in the browser at once where it ``opens``.

    Whether it could: otherwise ``printer`` has said why not.
    """
    try:
        servers = listen(Board(), port)
    except OSError as error:
        ports = "any port from 8000 to 8099" if port is None else f"port {port}"
        printer.print_error(f"cannot listen at {ports}: {error.strerror} (another one: --port)")
        return False
    first = servers[0]
    with suppress(KeyboardInterrupt), ExitStack() as stack:
        for server in servers:
            stack.enter_context(_running(server))
        gc.disable()  # the preview does it when nobody waits
        preview = Preview(source, templates, first.board, printer)
        try:
            preview.render()
            name = printable(str(source))
            printer.say(f"{name} is shown at {first.url}; Ctrl-C ends it", err=True)
            if opens:
                webbrowser.open(first.url)
            begin()  # what is on the disk was enough for the first page
            for number, _ in enumerate(changes(preview.watched, _REST, ends_at_once=False)):
                preview.render()
                if not number:
                    gc.freeze()
        finally:
            preview.stop()
    return True


@contextmanager
def _running(server: Server) -> Iterator[None]:
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
