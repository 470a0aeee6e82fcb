"""``cvtool serve``: the preview over HTTP, as a browser meets it."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from http.client import HTTPConnection
from itertools import pairwise
from pathlib import Path
from threading import Event, Thread, Timer
from typing import Any
from urllib.parse import urlsplit

import pytest
from helpers import NAME, check, environment, run

import cvtool
from cvtool import serve
from cvtool.model import memory
from cvtool.model.publication import Publication
from cvtool.pipeline.editions import Offer
from cvtool.pipeline.workspace import Rendering, Workspace
from cvtool.render import FormatError, formats, templating
from cvtool.serve import server
from cvtool.serve.board import Board, root_of

PATIENCE = 60
"""Seconds after which something that should have happened counts as not happening."""
_MOST_SILENCE = 3
BIB = "@misc{a, title={First}, author={A, Ada}, year={2020}}"

State = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    data: bytes
    headers: dict[str, str]


@dataclass
class Preview:
    """A running ``cvtool serve``, in a folder of its own."""

    home: Path
    process: subprocess.Popen[str]
    url: str

    @property
    def port(self) -> int:
        return urlsplit(self.url).port or 0

    def save(self, text: str, name: str = "cv.yaml") -> None:
        (self.home / name).write_text(text, encoding="utf-8")

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.putrequest(method, path, skip_host="Host" in headers)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        found = Answer(answer.status, answer.read(), dict(answer.getheaders()))
        connection.close()
        return found

    def page(self) -> str:
        return self.ask("/site/").data.decode()

    def until(self, is_so: Callable[[State], object], edition: str = "site/") -> State:
        """The first state of which it is so; fails when none comes."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", f"/events?edition={edition}")
        answer = connection.getresponse()
        silence = 0
        while silence < _MOST_SILENCE and (line := answer.readline()):
            silence = silence + 1 if line == b":\n" else 0 if line.strip() else silence
            if line.startswith(b"data: ") and is_so(state := json.loads(line[6:])):
                connection.close()
                return dict(state)
        return pytest.fail("it did not happen")

    def until_page(self, text: str) -> State:
        """The state when the homepage says so."""
        self.until(lambda _: text in self.page())
        return self.until(bool)

    def until_made(self) -> State:
        return self.until(lambda state: not state["making"])

    def helper(self) -> int:
        """The process that makes what stands beside the site."""
        own = f"/proc/{self.process.pid}/task/{self.process.pid}/children"
        children = [int(each) for each in Path(own).read_text().split()]
        (helper,) = (
            each for each in children if "workers" in Path(f"/proc/{each}/cmdline").read_text()
        )
        return helper

    def signal_helper(self, number: int) -> None:
        os.kill(self.helper(), number)

    def until_helper_has_work(self) -> None:
        """Returns when the helper, which was stopped, has been handed what it is to do."""
        with Path(f"/proc/{self.helper()}/fd/0").open("rb", 0) as pipe:
            for _ in range(PATIENCE * 20):
                if any(fcntl.ioctl(pipe, termios.FIONREAD, bytes(4))):
                    return
                Event().wait(0.05)
        pytest.fail("it was handed nothing")

    def stop(self) -> tuple[int, str]:
        """Presses Ctrl-C: the status, and what it said. Returns when no process holds the pipe.

        Like a terminal, it signals all processes of the command.
        """
        os.killpg(self.process.pid, signal.SIGINT)
        said = self.process.communicate(timeout=PATIENCE)[1]
        return self.process.returncode, said


@contextmanager
def serving(home: Path, *arguments: str) -> Iterator[Preview]:
    """``cvtool serve`` in the folder, once it has said where it is."""
    process = subprocess.Popen(
        [sys.executable, "-m", "cvtool", "serve", *(arguments or ("--port", "0"))],
        cwd=home,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stderr
    said = ""
    try:
        for line in process.stderr:
            said += line
            if "Ctrl-C ends it" in line:
                yield Preview(home, process, line.split(" is shown at ")[1].split(";")[0])
                break
        else:
            pytest.fail(said)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def fill(folder: Path) -> Path:
    """Puts a CV and a bibliography there."""
    (folder / "cv.yaml").write_text(NAME)
    (folder / "publications.bib").write_text(BIB)
    return folder


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """A preview of files that no test changes."""
    with serving(fill(tmp_path_factory.mktemp("still"))) as running:
        yield running


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with a CV and a bibliography."""
    return fill(tmp_path)


@pytest.fixture
def preview(home: Path) -> Iterator[Preview]:
    """A preview of it."""
    with serving(home) as running:
        yield running


def test_every_output_is_served_byte_for_byte_and_nothing_is_written(still: Preview) -> None:
    document = cvtool.load(still.home / "cv.yaml")
    names = [name for name, row in formats().items() if row.is_usual((), ())]
    outputs = [output for name in names for output in cvtool.render(document, name)]
    found = {output.path: still.ask(f"/site/{output.path}").data for output in outputs}
    assert found == {output.path: output.data for output in outputs}
    assert still.ask("/site/").data == found["index.html"]
    lost = still.ask("/site/nowhere.html")
    assert (lost.status, lost.data) == (404, found["404.html"])
    assert {path.name for path in still.home.iterdir()} == {"cv.yaml", "publications.bib"}


def test_a_browser_is_told_the_media_types_and_keeps_nothing(still: Preview) -> None:
    types = {
        "/": "text/html; charset=utf-8",
        "/script.js": "text/javascript; charset=utf-8",
        "/site/style.css": "text/css; charset=utf-8",
        "/site/cv.pdf": "application/pdf",
        "/site/cv.md": "text/markdown; charset=utf-8",
        "/site/feed.json": "application/feed+json",
        "/site/publications/a.html": "text/html; charset=utf-8",
        "/site/fonts/sans-italic.woff2": "font/woff2",
    }
    for path, media_type in types.items():
        answer = still.ask(path)
        assert (path, answer.status) == (path, 200)
        assert answer.headers["Content-Type"] == media_type
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_pdf_can_be_had_as_pictures_of_its_pages(still: Preview) -> None:
    assert [round(width / height, 2) for width, height in still.until_made()["sheets"]] == [0.71]
    assert still.ask("/site/cv.pdf?page=1").data.startswith(b"\x89PNG")
    for none in ("cv.pdf?page=0", "cv.pdf?page=2", "cv.pdf?page=x", "cv.txt?page=1"):
        assert still.ask(f"/site/{none}").status == 404, none


PAPERS = [
    f"@article{{k{n}, title={{Paper {n}}}, author={{A, Ada and B, Bob}}, year={2020 + n % 3}, "
    f"journal={{J}}, keywords={{x}}, abstract={{Long {n}.}}, doi={{10.5555/{n}}}}}\n"
    for n in range(6)
]
KINDRED = """@string{j = {Journal of {One}}}
@article{s1, title={By one}, author={Doe, Jo}, year=2019, month=may, journal=j}
@inproceedings{c1, title={Child}, author={A, Ada and {Doe J}}, crossref={p1}, pages={1--2}}
@proceedings{p1, title={Parent}, editor={E, Ed}, year=2018}
"""
TOLD = """languages: [en, zh]
basics: {name: {en: Ada A, zh: 艾达}, label: First}
work:
- {name: One, position: {en: Maker, zh: 工}, startDate: 2020, highlights: [{en: Built it, zh: 建}]}
- {name: Two, position: Head, startDate: 2018, endDate: 2020, summary: "[See](notes.txt)"}
custom: [{heading: {en: More, zh: 更多}, awards: [{title: Won, date: 2021}]}]
"""
LISTED = f"{NAME}  label: First\nlanguages: [en, zh]\n"
SAVES: list[tuple[str, str]] = [
    ("cv.yaml", LISTED.replace("First", "Second")),
    ("cv.yaml", f"{LISTED}phrases: {{details: More}}\nsite: {{url: https://ada.example/}}\n"),
    ("publications.bib", "".join(PAPERS).replace("Paper 3", "Another")),
    ("publications.bib", "".join(PAPERS).replace("Long 3", "Longer")),
    ("publications.bib", f"@misc{{b, title={{T, year=2020}}\n{''.join(PAPERS[1:])}"),
    ("cv.yaml", "basics: [\n"),
    ("cv.yaml", LISTED.replace("Ada", "Bob")),
    ("cv.yaml", f"{LISTED}people: {{Bob B: https://bob.example/}}\n"),
    (
        "cv.yaml",
        f"{LISTED}bibliography: {{numbering: through, countDown: true}}\n",
    ),
    ("cv.yaml", f"{LISTED}bibliography: {{show: [abstract, keywords], maxAuthors: 1}}\n"),
    ("cv.yaml", f"{LISTED}publications: [{{key: k2, summary: Mine}}, {{name: Alone}}]\n"),
    ("publications.bib", "".join(PAPERS)),
    ("cv.yaml", LISTED.replace("First", "Third")),
    ("publications.bib", KINDRED + "".join(PAPERS)),
    ("publications.bib", (KINDRED + "".join(PAPERS)).replace("{One}", "{Another}")),
    ("publications.bib", (KINDRED + "".join(PAPERS)).replace("Parent", "Other")),
    ("publications.bib", "".join(PAPERS) + KINDRED.replace("@proceedings{p", "@proceedings{q")),
    ("publications.bib", "".join(PAPERS[::-1]) + KINDRED),
    ("publications.bib", KINDRED.replace("Child}", "Child") + "".join(PAPERS)),
    ("publications.bib", KINDRED.replace("Doe, Jo", "Roe, Jo") + "".join(PAPERS)),
    ("publications.bib", "".join(PAPERS) + KINDRED + PAPERS[0].replace("k0", "k9")),
    ("publications.bib", PAPERS[0].replace("{x}", "{for: private}") + PAPERS[1] + KINDRED),
    ("publications.bib", KINDRED.replace("2018", "2024") + "".join(PAPERS)),
    ("cv.yaml", TOLD),
    ("cv.yaml", TOLD.replace("Built it", "Tore it down")),
    ("cv.yaml", TOLD.replace("zh: 建", "zh: 拆")),
    ("notes.txt", "Other notes"),
    ("cv.yaml", TOLD.replace("name: {en: Ada", "name: {en: Doe")),
    ("cv.yaml", TOLD.replace("work:", "# a line more\nskills: [{name: Rust}]\nwork:")),
    ("publications.bib", KINDRED.replace("Child", "Youth") + "".join(PAPERS[2:])),
    ("cv.yaml", f"{TOLD}site: {{pages: [publications, work]}}\n"),
    ("publications.bib", KINDRED + "".join(PAPERS)),
    ("cv.yaml", f"{TOLD}bibliography: {{groupBy: [year], counts: true, limit: 2, sort: title}}\n"),
    ("publications.bib", KINDRED.replace("By one", "Last of all") + "".join(PAPERS)),
]


def test_after_each_save_all_pages_are_as_they_are_rendered(home: Path) -> None:
    """Though only what changed is made anew; what is left out is told."""
    (home / "cv.yaml").write_text(LISTED)
    (home / "publications.bib").write_text("".join(PAPERS))
    (home / "notes.txt").write_text("Notes")
    with serving(home) as preview:
        site = preview.until(lambda state: state["site"])["site"]
        for name, text in SAVES:
            preview.save(text, name)
            if text == "basics: [\n":
                preview.until(lambda state: state["lines"])
                continue
            before = site
            state = preview.until(lambda state: state["site"] != before)  # noqa: B023
            site = state["site"]
            assert state["lost"] or not text.startswith("@misc{b")
            outputs = cvtool.render(cvtool.load(home / "cv.yaml"), "html")
            for each in outputs:
                data = each.source.origin.read_bytes() if each.source else each.data
                assert preview.ask(f"/site/{each.path}").data == data, (each.path, text)


def test_an_edit_of_an_entry_makes_no_other_anew(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "_memory", memory._Memory())
    memory.begin()
    workspace = Workspace(home / "cv.yaml")
    found = []
    for text in PAPERS[3], "% a line more\n" + PAPERS[3].replace("Paper", "Another"), PAPERS[4]:
        (home / "publications.bib").write_text("".join([text, *PAPERS[:3]]))
        document = workspace.load().document
        assert document
        found.append({each.key: each for each in document.publications})
        for label in "abc":  # what is read no more stays, where something was made of it
            (home / "cv.yaml").write_text(f"{NAME}  label: {label}\n")
            memory.turn()
            workspace.load()
        memory.turn()
    for before, after in pairwise(found):
        assert [key for key in after if after[key] is before.get(key)] == ["k2", "k1", "k0"]


class Silent:
    """Hears what the preview has to say."""

    def say(self, *_: object, **__: object) -> None:
        pass

    print_problems = print_error = print_made = say


def test_the_first_save_makes_no_paper_anew_but_the_one_that_it_changes(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though the page was there before anything was remembered, and a save made no other one."""
    made, lines = list[str](), templating._lines

    def counted(it: Publication, *more: Any) -> str:
        made.append(it.key)
        return lines(it, *more)

    monkeypatch.setattr(memory, "_memory", memory._Memory())
    monkeypatch.setattr(templating, "_lines", counted)
    (home / "publications.bib").write_text("".join(PAPERS))
    shown = serve.Preview(home / "cv.yaml", None, Board(), Silent())
    try:
        shown.render()
        memory.begin()
        shown.render()
        assert sorted(made) == sorted([f"k{number}" for number in range(6)] * 2)
        made.clear()
        (home / "publications.bib").write_text("".join(PAPERS).replace("Paper 3", "Another"))
        shown.render()
    finally:
        shown.stop()
    assert made == ["k3"]


def test_of_lists_is_made_what_is_new_in_them_and_what_nobody_asks_for_goes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(memory, "_memory", memory._Memory())
    memory.begin()
    made = []

    def whole(part: tuple[str], number: str, end: str) -> str:
        made.append(part[0])
        return f"{part[0]}{number}{end}"

    def told() -> str:
        said, made[:] = "".join(made), []
        memory.turn()
        return said

    def of(rows: str) -> str:
        parts = [values[each] for each in rows]
        return "".join(memory.for_each(whole, parts, "1" * len(parts), by=("!",)))

    values = {each: (each,) for each in "abcd"}
    assert (of("ab"), of("bc"), told()) == ("a1!b1!", "b1!c1!", "abc")
    assert (of("ab"), of("bc"), told()) == ("a1!b1!", "b1!c1!", "")
    assert (of("abd"), of("cb"), of(""), told()) == ("a1!b1!d1!", "c1!b1!", "", "d")
    assert (of("cb"), told()) == ("c1!b1!", "")
    assert (of("c"), of("cd"), told()) == ("c1!", "c1!d1!", "")
    assert (of("c"), told(), of("bc"), told()) == ("c1!", "", "b1!c1!", "b")
    assert (told(), told(), of("c"), told()) == ("", "", "c1!", "c")


def test_a_page_that_cannot_be_made_is_told() -> None:
    class Broken(dict[str, bytes]):
        def __contains__(self, path: object) -> bool:
            raise FormatError("no such thing")

    board = Board()
    made = Rendering("html", Broken(a=b""))
    board.change("site/", lambda state: replace(state.plus([made]), is_making=False), is_fresh=True)
    assert board.find("site/a.html", 0) is None
    assert "html: no such thing" in board.to_json("site/", is_owner=True)


def test_what_is_being_made_is_awaited_but_by_the_frame() -> None:
    board = Board()
    old, new = (Rendering("text", {"cv.txt": each}) for each in (b"old", b"new"))
    site = Rendering("html", {"index.html": b"page"})
    board.change("site/", lambda state: state.plus([old, site]), is_fresh=True)
    assert board.find("site/index.html", PATIENCE) == b"page"
    assert board.find("site/cv.txt", PATIENCE, may_be_old=True) == b"old"
    done = ("site/", lambda state: replace(state.plus([new]), is_making=False))
    Timer(0.1, board.change, done).start()
    assert board.find("site/cv.txt", PATIENCE) == b"new"


def test_a_save_is_shown_before_the_pdf_is_made(preview: Preview) -> None:
    before = preview.until_made()
    preview.signal_helper(signal.SIGSTOP)
    for name in ("Evelyn", "Zoe"):
        preview.save(NAME.replace("Ada", name))
        state = preview.until_page(name)
        assert (state["lines"], state["making"], state["pdf"]) == ([], True, before["pdf"])
    preview.signal_helper(signal.SIGCONT)
    assert preview.until_made()["pdf"] != before["pdf"]
    assert b"Zoe" in preview.ask("/site/cv.txt").data


def test_errors_are_the_lines_of_the_command_over_the_last_good_site(preview: Preview) -> None:
    before = preview.until_made()
    wrong = "basics:\n  name: Evelyn\n  nme: Bob\nwork:\n- startDate: 2020-13\n"
    preview.save(wrong)
    state = preview.until(lambda state: state["lines"])
    said = [f"{place}: {level}: {what}" for level, place, what in state["lines"]]
    assert said == check(preview.home, wrong)
    assert said[0].startswith("cv.yaml:3:3: error: ")
    assert (state["site"], state["pdf"]) == (before["site"], before["pdf"])
    assert "Ada" in preview.page()
    preview.save(NAME.replace("Ada", "Zoe"))
    assert preview.until(lambda state: state["site"] != before["site"])["lines"] == []
    assert "Zoe" in preview.page()
    status, said_too = preview.stop()
    assert status == 0
    assert said_too.splitlines()[: len(said)] == said


def test_it_may_begin_with_an_error(home: Path) -> None:
    (home / "cv.yaml").unlink()
    with serving(home) as preview:
        state = preview.until(lambda state: state["lines"])
        assert state["lines"][0][:2] == ["error", "cv.yaml"]
        assert (state["site"], state["pdf"]) == ("", "")
        assert preview.ask("/site/").status == 404
        preview.save(NAME)
        assert preview.until_page("Ada")["lines"] == []
        assert preview.ask("/site/cv.pdf").data.startswith(b"%PDF")


def test_the_last_of_quick_saves_is_what_stays(preview: Preview) -> None:
    """Those that come in one go, and those that come while the last PDF is being made."""
    preview.until_made()
    for number in range(30):
        preview.save(NAME.replace("Ada", f"Ada the {number}th"))
    for number in range(29, 34):
        preview.save(NAME.replace("Ada", f"Ada the {number}th"))
        preview.until_page(f"Ada the {number}th")
    preview.until_made()
    assert b"Ada the 33th" in preview.ask("/site/cv.txt").data


def test_a_change_that_changes_no_output_reloads_nothing(preview: Preview) -> None:
    before = preview.until_made()
    preview.signal_helper(signal.SIGSTOP)
    preview.save(f"# a remark\n{NAME}")
    assert preview.until(lambda state: state["making"])["site"] == before["site"]
    preview.save(BIB.replace("First", "Second"), "publications.bib")
    assert preview.until_page("Second")["site"] != before["site"]


def test_a_template_with_an_error_is_said_and_stops_nothing_else(preview: Preview) -> None:
    preview.until_made()
    (preview.home / "templates" / "html").mkdir(parents=True)
    preview.until_made()
    preview.save("{{ nothing }}", "templates/html/index.html.j2")
    state = preview.until(lambda state: state["lines"])
    assert state["lines"][0][:2] == ["error", "cvtool"]
    assert state["lines"][0][2].startswith("html: template templates/html/index.html.j2:1: ")
    assert "Ada" in preview.page()
    preview.save("<title>mine</title>", "templates/html/index.html.j2")
    assert preview.until_page("<title>mine</title>")["lines"] == []
    (preview.home / "templates" / "html" / "index.html.j2").unlink()
    preview.until_page("Ada")
    preview.save("<title>again</title>", "templates/html/index.html.j2")
    preview.until_page("<title>again</title>")


def test_the_process_of_the_pdf_may_die_while_it_works(preview: Preview) -> None:
    before = preview.until_made()
    preview.signal_helper(signal.SIGSTOP)
    preview.save(NAME.replace("Ada", "Evelyn"))
    preview.until_helper_has_work()
    preview.signal_helper(signal.SIGKILL)
    state = preview.until(lambda state: state["lines"])
    assert state["lines"][0][2].startswith("pdf: the process that makes it was killed")
    assert (state["pdf"], state["making"]) == (before["pdf"], False)
    preview.save(NAME.replace("Ada", "Zoe"))
    assert preview.until(lambda state: state["pdf"] != before["pdf"])["lines"] == []
    assert b"Zoe" in preview.ask("/site/cv.txt").data


def test_the_process_of_the_pdf_may_die_while_it_waits(preview: Preview) -> None:
    before = preview.until_made()
    preview.signal_helper(signal.SIGKILL)
    preview.save(NAME.replace("Ada", "Zoe"))
    state = preview.until(lambda state: state["lines"] or state["pdf"] != before["pdf"])
    assert state["lines"] == []
    assert b"Zoe" in preview.ask("/site/cv.txt").data


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:{port}", 200),
        ("LOCALHOST", 200),
        ("127.0.0.1:9", 200),
        ("[::1]:{port}", 200),
        ("evil.example", 403),
        ("evil.example:{port}", 403),
        ("127.0.0.1.evil.example", 403),
        ("localhost.evil.example:{port}", 403),
        ("evil.example@127.0.0.1.evil.example", 403),
        ("0.0.0.0:{port}", 403),
        ("[::1", 403),
        ("", 403),
    ],
)
def test_a_name_of_somebody_else_is_refused(still: Preview, host: str, status: int) -> None:
    for path in ("/", "/site/", "/site/cv.pdf", "/events"):
        method = "HEAD" if path == "/events" else "GET"
        answer = still.ask(path, method, Host=host.format(port=still.port))
        assert answer.status == status, path
        assert status == 200 or b"Ada" not in answer.data


@pytest.mark.parametrize(
    "path",
    [
        "/cv.yaml",
        "/../cv.yaml",
        "/site/../cv.yaml",
        "/site/../../cv.yaml",
        "/site/%2e%2e/cv.yaml",
        "/site/..%2fcv.yaml",
        "/site/..%5ccv.yaml",
        "/site//etc/passwd",
        "/site/%00",
        "//etc/passwd",
        "/index.html",
        "/site",
    ],
)
def test_nothing_but_what_was_rendered_can_be_had(still: Preview, path: str) -> None:
    answer = still.ask(path)
    assert answer.status == 404
    assert b"basics" not in answer.data
    assert b"root:" not in answer.data


@pytest.mark.parametrize(
    ("request_line", "status"),
    [
        (b"GET http://[::1 HTTP/1.1", b"400"),
        (b"GET http://localhost/site/ HTTP/1.1", b"200"),
        (b"GET", b"400"),
        (b"\x00\x01", b"400"),
        (b"GET / HTTP/x", b"400"),
        (b"GET / a" + b"b" * 9_000, b"400"),
        (b"G\xff /site/\xff HTTP/1.1", b"501"),
        (b"GET /" + b"a" * 70_000 + b" HTTP/1.1", b"414"),
    ],
)
def test_a_request_that_is_none_is_answered(
    preview: Preview, request_line: bytes, status: bytes
) -> None:
    with socket.create_connection(("127.0.0.1", preview.port), PATIENCE) as client:
        client.sendall(request_line + b"\r\nHost: localhost\r\n\r\n")
        answer = client.makefile("rb").readline()
        assert answer.split()[1] == status
        assert len(answer) < 500
    assert preview.stop() == (0, "")


def test_who_does_not_say_what_he_wants_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "_MOST_SECONDS", 0.2)
    (first, *others) = server.listen(Board(), 0)
    thread = Thread(target=first.serve_forever, args=(0.01,))
    thread.start()
    try:
        with socket.create_connection(("127.0.0.1", first.server_port), PATIENCE) as client:
            client.sendall(b"GET / HTTP/1.0\r\nX")
            assert client.recv(1) == b""
    finally:
        first.shutdown()
        thread.join()
        for each in (first, *others):
            each.server_close()


def test_it_only_reads(still: Preview) -> None:
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        assert still.ask("/", method).status == 501
    head, answer = still.ask("/site/", "HEAD"), still.ask("/site/")
    assert head.data == b""
    assert head.headers["Content-Length"] == str(len(answer.data))


def test_it_listens_on_the_loopback_interface_alone(still: Preview) -> None:
    """A socket that is open to all interfaces would answer at another address of the loopback."""
    assert urlsplit(still.url).hostname == "127.0.0.1"
    if _has_ipv6():
        with socket.create_connection(("::1", still.port), PATIENCE) as client:
            client.sendall(b"HEAD / HTTP/1.0\r\nHost: [::1]\r\n\r\n")
            assert client.recv(12) == b"HTTP/1.0 200"
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.2", still.port), PATIENCE)


def _has_ipv6() -> bool:
    with suppress(OSError), socket.create_server(("::1", 0), family=socket.AF_INET6):
        return True
    return False


def test_a_port_in_use_is_one_line_and_without_one_another_is_taken(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        outcome = run("serve", "--input", home / "cv.yaml", "--port", str(port))
        assert outcome.status == 1
        (line,) = outcome.lines
        assert line.startswith(f"cvtool: error: cannot listen at port {port}: ")
    with serving(home, "--templates", ".") as one, serving(home, "--input", "cv.yaml") as other:
        assert 8000 <= min(one.port, other.port) < max(one.port, other.port) < 8100


def test_it_ends_on_ctrl_c_as_soon_as_it_has_begun(preview: Preview) -> None:
    assert preview.stop() == (0, "")


def test_it_ends_on_ctrl_c_while_a_browser_looks_and_the_pdf_is_made(preview: Preview) -> None:
    connection = HTTPConnection("127.0.0.1", preview.port, timeout=PATIENCE)
    connection.request("GET", "/events")
    connection.getresponse()
    preview.save(NAME.replace("Ada", "Evelyn"))
    preview.until_page("Evelyn")
    assert preview.stop() == (0, "")
    connection.close()
    assert {path.name for path in preview.home.iterdir()} == {"cv.yaml", "publications.bib"}


def test_no_process_stays_when_it_is_killed(preview: Preview) -> None:
    preview.process.kill()
    assert preview.process.communicate(timeout=PATIENCE)[1] == ""


def test_what_is_odd_about_a_file_is_told(tmp_path: Path) -> None:
    fill(tmp_path)
    theme = tmp_path / "templates/pdf/themes/own.css"
    theme.parent.mkdir(parents=True)
    theme.write_text("h2 { break-before: page; }")
    with serving(tmp_path) as preview:
        preview.save(f"{NAME}pdf: {{theme: own}}\nawards: [{{title: One}}]\n")
        state = preview.until(lambda state: state["lines"])
        ((level, place, what),) = state["lines"]
        assert (level, place) == ("warning", "cv.yaml:3:1")
        assert "the last, has" in what
        assert what in preview.stop()[1]


EDITIONS = """languages: [en, zh]
variants: {jobs: {basics: {label: Worker}}, shut: {audience: private}}
basics: {name: {en: Ada, zh: 艾达}, phone: "+44 20 7946 0000"}
"""


def test_the_menu_has_every_edition_and_each_is_served_as_it_is_rendered(home: Path) -> None:
    (home / "cv.yaml").write_text(EDITIONS)
    with serving(home) as preview:
        state = preview.until(lambda state: state["menu"])
        assert state["menu"] == [
            *(["site/", "English", False], ["site/zh/", "中文", False]),
            *(["site/jobs/", "jobs", False], ["private/", "English", True]),
            *(["private/zh/", "中文", True], ["private/jobs/", "jobs", True]),
            ["private/shut/", "shut", True],
        ]
        readers: dict[str, dict[str, str]] = {
            "site/zh/": {"language": "zh"},
            "site/jobs/": {"variant": "jobs"},
            "private/jobs/": {"variant": "jobs", "audience": "private"},
            "private/shut/": {"variant": "shut"},
        }
        for root, reader in readers.items():
            document = cvtool.load(home / "cv.yaml", **reader)
            for name in ("html", "text", "pdf"):
                for output in cvtool.render(document, name):
                    assert preview.ask(f"/{root}{output.path}").data == output.data, output.path
        assert "7946" not in preview.page()
        assert {path.name for path in home.iterdir()} == {"cv.yaml", "publications.bib"}


def test_an_edition_that_somebody_looks_at_follows_each_save(home: Path) -> None:
    (home / "cv.yaml").write_text(EDITIONS)
    with serving(home) as preview:
        before = preview.until(lambda state: not state["making"], "site/jobs/")
        preview.save(EDITIONS.replace("Worker", "Smith"))
        state = preview.until(lambda state: state["site"] != before["site"], "site/jobs/")
        assert "Smith" in preview.ask("/site/jobs/").data.decode()
        state = preview.until(lambda state: not state["making"], "site/jobs/")
        assert state["pdf"] not in ("", before["pdf"])
        preview.save(EDITIONS.replace("Worker", "Baker"))
        preview.until(lambda _: "Baker" in preview.ask("/site/jobs/").data.decode())
        preview.save(EDITIONS.replace("jobs: {", "work: {"))
        state = preview.until(lambda state: state["gone"], "site/jobs/")
        assert ["site/work/", "work", False] in state["menu"]
        assert preview.until(bool)["lines"] == []
        preview.save(EDITIONS.replace("audience: private", "audience: wrong"))
        assert preview.until(lambda state: state["lines"])["gone"] is False
        assert "there is no 'jobs' any more" in preview.stop()[1]


def test_an_edition_that_is_none_is_said_as_soon_as_it_is_known(home: Path) -> None:
    (home / "cv.yaml").write_text("basics: [\n")
    with serving(home) as preview:
        state = preview.until(lambda state: state["lines"], "site/jobs/")
        assert (state["gone"], state["menu"]) == (False, [])
        preview.save(NAME)
        state = preview.until(lambda state: state["gone"], "site/jobs/")
        assert state["menu"] == [["site/", "", False]]
        assert preview.ask("/private/cv.txt").status == 404


def test_other_users_of_the_machine_see_nothing_private(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thread serves here as another user, as the system has it."""
    board = Board()
    (first, *others) = server.listen(board, 0)
    editions = Offer("", is_private=True), Offer("")
    board.offer({root_of(each): each for each in editions})
    made = Rendering("html", {"index.html": b"7946"})
    board.change("private/", lambda state: state.plus([made]), is_fresh=True)
    thread = Thread(target=first.serve_forever, args=(0.01,))
    thread.start()
    preview = Preview(home, None, first.url)  # type: ignore[arg-type]
    try:
        assert preview.ask("/private/").data == b"7946"
        assert len(preview.until(bool, "private/")["menu"]) == 2
        monkeypatch.setattr(os, "getuid", lambda: 4321)
        assert preview.ask("/private/").status == 404
        state = preview.until(bool, "private/")
        assert (state["menu"], state["site"]) == ([["site/", "", False]], "")
    finally:
        first.shutdown()
        thread.join()
        for each in (first, *others):
            each.server_close()
