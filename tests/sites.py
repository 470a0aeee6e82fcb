"""The site of each case as files, in every theme, and a host that serves it."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from golden import document

import cvtool
from cvtool.model.document import Document


def write(made: dict[str, bytes], folder: Path) -> list[Path]:
    """Writes the outputs; returns the homepage, the first paper's page, and the 404."""
    for name, data in made.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    papers = sorted(folder.glob("publications/*.html"))
    return [folder / "index.html", *papers[:1], folder / "404.html"]


def written(document: Document, folder: Path) -> list[Path]:
    """The same for the site alone."""
    return write({each.path: each.data for each in cvtool.render(document, "html")}, folder)


def themed(case: str, theme: str, folder: Path) -> list[Path]:
    """The same for a case in another theme than its own."""
    own = document(case)
    return written(replace(own, web=replace(own.web, theme=theme)), folder)


class _Host(SimpleHTTPRequestHandler):
    """Compresses what it sends and answers with 404.html, as the usual hosts of pages do."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        found = path if path.is_file() else Path(self.directory) / "404.html"
        body = gzip.compress(found.read_bytes())
        self.send_response(200 if found == path else 404)
        self.send_header("Content-Type", self.guess_type(found))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a host on this machine that serves the folder."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Host, directory=str(folder))) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
