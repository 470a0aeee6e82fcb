"""The preview: the CV in a browser on this machine, rendered again after every save.

Of its editions those are made that somebody looks at: the site in this process, in a few hundredths
of a second, what stands beside it in a process of its own, and not in a thread: pages are laid out
by Python itself, so that a save meanwhile would wait several times as long. All go onto the board,
which the server shows. No file is written.
"""

from __future__ import annotations

import gc
import webbrowser
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from threading import Event, Lock, Thread
from time import perf_counter
from typing import TYPE_CHECKING, Protocol

from ..model.later import replace
from ..model.memory import begin, forget, turn
from ..model.problems import Problem, printable, quoted
from ..pipeline.editions import Offer
from ..pipeline.watch import changes
from ..pipeline.workers import EndedError, Worker
from ..pipeline.workspace import Rendering, Workspace
from ..render import FormatError
from ..render.theme import shipped
from ..store.program import stamps
from .board import FIRST, SITE, Board, Pages, State, root_of
from .server import Server, listen

if TYPE_CHECKING:
    from ..model.document import Document
    from ..pipeline.editions import Loaded
    from ..read.names import Declared

_REST = 0.25
"""Seconds in which the browser draws the site undisturbed."""
_AT_REST = 5
"""Milliseconds without a change after which a save is over."""


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
            for number, _ in enumerate(changes(preview.watched, _AT_REST, ends_at_once=False)):
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


class Printer(Protocol):
    """Where the preview says what happens, from several threads."""

    def say(self, text: str, err: bool = ...) -> None: ...
    def print_problems(self, problems: Iterable[Problem]) -> None: ...
    def print_error(self, message: str) -> None: ...
    def print_made(self, name: str, number: int, seconds: float | None) -> None: ...


class Preview:
    """Renders when asked: the site before it returns, the other formats later.

    Who asks while those are being made is heard: they are made once more, of the files of then.
    """

    def __init__(
        self, source: Path, templates: Path | None, board: Board, printer: Printer
    ) -> None:
        self._board = board
        self._printer = printer
        self._workspace = Workspace(source, templates)
        self.watched = self._workspace.watched
        self._lock = Lock()
        self._waiting: dict[str, None] = {}
        self._told: tuple[Problem, ...] = ()
        self._read: Loaded | None = None
        self._named: object = None
        self._stamp: object = None
        self._asked = Event()
        self._over = Event()
        self._worker = Worker(self._workspace.prepared())
        self._thread = Thread(target=self._make_others)
        self._thread.start()
        board.show = self.show

    def render(self) -> None:
        """Reads the files, for each edition that somebody looks at. Where they have errors, the
        last good files stay on the board."""
        with self._lock:
            if (stamp := _stamp()) != self._stamp:
                forget()
                self._stamp = stamp
            made = [self._render(root) for root in self._board.age() or [FIRST]]
            if all(made):
                turn()

    def show(self, root: str) -> None:
        """The same for an edition that is not on the board as the files are."""
        with self._lock:
            if not self._board.is_fresh(root):
                self._render(root)

    def _render(self, root: str) -> bool:
        """Whether there is a site of it."""
        started = perf_counter()
        offer = self._board.menu.get(root) or (Offer() if root == FIRST else None)
        loaded = self._workspace.load(offer.wanted if offer else None)
        if loaded.declared and not (offer and _is_in(offer, loaded.declared)):
            self._offer(loaded)
            return not offer and root in self._board.menu and self._render(root)
        document = offer.of(loaded) if offer else None
        site = self._site(root, document) if document else {}
        self._put(root, loaded, site, started)
        self._read = loaded
        if loaded.declared and _names(loaded.declared) != self._named:
            self._offer_all()  # else what each is may wait until the page is there
        self._asked.set()
        return bool(site)

    def _site(self, root: str, document: Document) -> dict[str, Rendering]:
        """The page that somebody looks at, the others when they are asked for; all at once with
        templates of the user's, which may fail in any. Where nothing of it is another, it is made
        all the same: what it is made of stays for the next save."""
        theme = self._workspace.theme
        if theme.roots():
            return self._workspace.make([SITE], document)
        pages = Pages(document, theme, self._stamp)
        try:
            pages.get(self._board.page(root))
        except FormatError as error:
            return {SITE: Rendering(SITE, error=str(error))}
        known = self._board.state(root).files.get(SITE)
        if isinstance(known, Pages) and known.is_of(document, self._stamp):
            pages = known
        return {SITE: Rendering(SITE, pages)}

    def _put(self, root: str, loaded: Loaded, site: dict[str, Rendering], started: float) -> None:
        before = self._board.state(root)

        def changed(state: State) -> State:
            if site:
                self._waiting[root] = None
            problems = tuple(loaded.problems)
            return replace(state.plus(site.values()), problems=problems, is_making=bool(site))

        now = self._board.change(root, changed, is_fresh=True)
        if now.problems not in (before.problems, self._told):
            self._printer.print_problems(now.problems)
        self._told = now.problems
        self._print_news(site.values(), before)
        if site and not site[SITE].error and _looks(now) != _looks(before):
            page = self._board.page(root)
            name = f"{root.removeprefix(FIRST)}{page}"
            size = len(site[SITE].all.get(page, b""))
            self._printer.print_made(name, size, perf_counter() - started)

    def _offer_all(self) -> None:
        """What was read last, if it is known what there is."""
        if self._read and self._read.declared:
            self._offer(self._read)
        self._read = None

    def _offer(self, loaded: Loaded) -> None:
        """Puts on the menu what there is, and says which names it had that are none any more."""
        menu = {root_of(each): each for each in loaded.offers()}
        self._named = loaded.declared and _names(loaded.declared)
        left = {each.name for each in menu.values()}
        gone = [each for root, each in self._board.menu.items() if root not in menu]
        self._board.offer(menu)
        for name in dict.fromkeys(each.name for each in gone if each.name not in left):
            self._printer.say(f"there is no {quoted(name)} any more", err=True)

    def stop(self) -> None:
        """Ends the process and the thread of the others, whatever they are at."""
        self._over.set()
        self._asked.set()
        self._worker.close()
        self._thread.join()

    def _make_others(self) -> None:
        while self._asked.wait() and not self._over.wait(_REST):
            self._asked.clear()
            with self._lock:
                self._offer_all()
            gc.collect()
            while self._waiting and not self._over.is_set():
                root, _ = self._waiting.popitem()
                self._show(root, self._others(self._board.menu.get(root, Offer())))

    def _others(self, offer: Offer) -> list[Rendering]:
        try:
            return self._worker.start(_others, offer)()
        except EndedError as error:
            return [Rendering("pdf", error=f"{error}; save again to have another")]

    def _show(self, root: str, others: list[Rendering]) -> None:
        if self._over.is_set():
            return
        before = self._board.state(root)
        self._board.change(
            root, lambda state: replace(state.plus(others), is_making=root in self._waiting)
        )
        self._print_news(others, before)

    def _print_news(self, renderings: Iterable[Rendering], before: State) -> None:
        for each in renderings:
            old = before.made.get(each.format, Rendering(each.format))
            if each.problems != old.problems:
                self._printer.print_problems(each.problems)
            if each.error and each.error != old.error:
                self._printer.print_error(f"{each.format}: {each.error}")


def _others(workspace: Workspace, offer: Offer) -> list[Rendering]:
    from ..render import available

    document = offer.of(workspace.load(offer.wanted))
    begin()
    named = {each.format for each in document.alternates} if document else ()
    rows = available().items()
    names = [name for name, row in rows if name != SITE and row.is_usual((), named)]
    made = workspace.make(names, document) if document else {}
    if made:
        turn()
    return [*made.values()]


def _stamp() -> object:
    """When our own templates were saved: who writes them looks at them here, too."""
    return dict(stamps(str(shipped())))


def _names(declared: Declared) -> object:
    """The editions that there may be, and where."""
    rows = declared.variants.items()
    variants = [(name, each.folder, each.audience, each.language) for name, each in rows]
    return declared.languages, variants


def _is_in(offer: Offer, declared: Declared) -> bool:
    """Whether its names are still declared."""
    is_variant = not offer.variant or offer.variant in declared.variants
    return is_variant and (not offer.language or offer.language in declared.languages[1:])


def _looks(state: State) -> object:
    return state.problems, state.files.get(SITE)
