"""The board over HTTP, to this machine alone.

``/`` is the page that holds the preview, ``/events`` tells it of changes (Server-Sent Events, as
https://html.spec.whatwg.org/multipage/server-sent-events.html has them). Below ``/site/`` are the
files as ``cvtool render`` writes them to the output folder, and below ``/private/`` what those see
whom the owner hands it: no other user of this machine, as far as the system tells (proc(5) does).
A PDF with ``?page=3`` is the picture of that page.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath
from socket import AF_INET, AF_INET6, SHUT_RDWR, socket
from socketserver import TCPServer
from threading import Timer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from ..model.files import Data
from ..render import formats
from ..render.theme import shipped
from ..store.files import data_of
from .board import FIRST, PRIVATE, Board, picture

_HOST, _HOST_6 = "127.0.0.1", "::1"
_PORTS = range(8000, 8100)
_NAMES = frozenset({"localhost", _HOST, _HOST_6})
_CONNECTIONS: Mapping[int, Path] = {
    AF_INET: Path("/proc/net/tcp"),
    AF_INET6: Path("/proc/net/tcp6"),
}
_FRAME = {"/": "index.html", "/style.css": "style.css", "/script.js": "script.js"}
_PATIENCE = 15
"""Seconds after which a browser hears something, and is seen to be gone if it is."""
_LONGEST_REASON = 300
_MOST_SECONDS = 10
"""In which a client has said what it wants, and takes each piece of the answer."""

_BY_SUFFIX = {
    ".pdf": "application/pdf",
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".txt": "text/plain",
    ".bib": "application/x-bibtex",
    ".xml": "application/xml",
    ".svg": "image/svg+xml",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}


class Server(ThreadingHTTPServer):
    """Listens on the loopback interface. Raises ``OSError`` where the port cannot be had."""

    daemon_threads = True
    allow_reuse_address = os.name != "nt"  # there it would share the port with another program

    def __init__(self, board: Board, port: int, host: str = _HOST) -> None:
        self.address_family = AF_INET6 if host == _HOST_6 else AF_INET
        super().__init__((host, port), _Handler)
        self.board = board
        self.url = f"http://{host}:{self.server_port}/"

    def server_bind(self) -> None:
        """Without the name server, which ``HTTPServer`` asks for the name of this machine."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = self.socket.getsockname()[:2]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that has gone is no fault."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


def listen(board: Board, port: int | None) -> list[Server]:
    """On that port (0: on any), or on the first free one; raises ``OSError`` where none is.

    The second server is at the same port of ``[::1]``, where this machine has that address.
    """
    first = _first(board, port)
    with suppress(OSError):
        return [first, Server(board, first.server_port, _HOST_6)]
    return [first]


def _first(board: Board, port: int | None) -> Server:
    *others, last = _PORTS if port is None else [port]
    for each in others:
        with suppress(OSError):
            return Server(board, each)
    return Server(board, last)


class _Handler(BaseHTTPRequestHandler):
    server: Server
    server_version, sys_version = "cvtool", ""
    default_request_version = "HTTP/1.0"  # of 0.9 an answer to what is no request has no status
    timeout = _MOST_SECONDS

    def handle_one_request(self) -> None:
        """Cuts off who sends a request so slowly that each piece of it is in time."""
        cut = Timer(_MOST_SECONDS, partial(_cut_off, self.connection))
        cut.daemon = True
        cut.start()
        self._is_read = cut.cancel
        try:
            super().handle_one_request()
        finally:
            cut.cancel()

    def do_GET(self) -> None:
        self._is_read()
        try:
            path = unquote(urlsplit(self.path).path)
        except ValueError:
            self.send_error(HTTPStatus.BAD_REQUEST)
            return
        if not _is_this_machine(self.headers.get("Host", "")):
            self.send_error(HTTPStatus.FORBIDDEN, "Only for this machine")
        elif path in _FRAME:
            name = _FRAME[path]
            self._send(HTTPStatus.OK, name, (shipped() / "serve" / name).read_bytes())
        elif path == "/events":
            asked = parse_qs(urlsplit(self.path).query).get("edition", [FIRST])
            self._send_events(asked[0])
        elif path.startswith(f"/{FIRST}") or (path.startswith(f"/{PRIVATE}") and self._is_mine()):
            self._send_file(path.removeprefix("/"))
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    do_HEAD = do_GET  # noqa: N815

    def _send_file(self, path: str) -> None:
        """One of the outputs: only what was rendered can be asked for, nothing on the disk."""
        board = self.server.board
        path = f"{path}index.html" if path.endswith("/") else path
        page = parse_qs(urlsplit(self.path).query).get("page")  # the frame hears when it is new
        found = board.find(path, _PATIENCE, may_be_old=bool(page))
        data, name = _bytes(found), board.split(path)[1]
        if data is not None and page:
            data, name = _page(data, page[0]), "page.png"
        if data is not None:
            self._send(HTTPStatus.OK, name, data)
            return
        lost = _bytes(board.find(f"{FIRST}404.html", 0))
        self._send(HTTPStatus.NOT_FOUND, "404.html", lost or b"")

    def _send_events(self, root: str) -> None:
        self._begin(HTTPStatus.OK, "text/event-stream")
        board, number, is_mine = self.server.board, -1, self._is_mine()
        root = root if is_mine or not root.startswith(PRIVATE) else FIRST
        with board.looking(root):
            if self.command == "GET" and not board.is_fresh(root):
                board.show(root)
            while self.command == "GET":
                before, number = number, board.after(number, _PATIENCE)
                event = f"data: {board.to_json(root, is_mine)}\n\n" if number != before else ":\n\n"
                self.wfile.write(event.encode())

    def _is_mine(self) -> bool:
        """Whether whoever asks is the user that this process belongs to, where the system tells."""
        ends = [self.client_address[1], self.server.server_port]
        try:
            lines = _CONNECTIONS[self.server.address_family].read_text().splitlines()[1:]
        except OSError:
            return True
        rows = (line.split() for line in lines)
        found = (row[7] for row in rows if [int(it[-4:], 16) for it in row[1:3]] == ends)
        return next(found, "") == str(os.getuid())

    def _send(self, status: HTTPStatus, name: str, data: bytes) -> None:
        self._begin(status, _media_type(name), len(data))
        if self.command == "GET":
            self.wfile.write(data)

    def _begin(self, status: HTTPStatus, media_type: str, length: int | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What it quotes of a request is as long as that, and the line of a status is Latin-1."""
        super().send_error(code, message and message[:_LONGEST_REASON], explain)

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are no news."""


def _bytes(data: Data | None) -> bytes | None:
    """What was rendered; of a file of the user's what it is now, if that is the same."""
    with suppress(OSError):
        return None if data is None else data_of(data)
    return None


def _page(pdf: bytes, number: str) -> bytes | None:
    """The picture of a page of the PDF, if it is one and has that."""
    with suppress(ValueError):
        return picture(pdf, int(number)) if pdf.startswith(b"%PDF") else None
    return None


def _cut_off(connection: socket) -> None:
    with suppress(OSError):
        connection.shutdown(SHUT_RDWR)


def _is_this_machine(host: str) -> bool:
    """Whether a Host header names it.

    Somebody else could let a name of his lead here, and his page could then read the preview (DNS
    rebinding).
    """
    try:
        return urlsplit(f"//{host}").hostname in _NAMES
    except ValueError:
        return False


def _media_type(name: str) -> str:
    by_suffix = _BY_SUFFIX.get(PurePosixPath(name).suffix, "application/octet-stream")
    files = (file for row in formats().values() for file in row.files)
    found = next((file.media_type for file in files if file.name == name), by_suffix)
    return f"{found}; charset=utf-8" if found.startswith("text/") else found
