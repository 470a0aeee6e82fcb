"""What SECURITY.md says of files and of the network, as the interpreter tells it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import environment

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere processes are spawned")

WATCHED = """
import json, os, sys
log = os.open(sys.argv.pop(1), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
MEANT = ("socket", "ssl", "http", "urllib", "ftplib", "smtplib", "subprocess", "webbrowser",
         "os.system", "os.exec", "os.posix_spawn", "os.remove", "os.rename", "os.rmdir", "os.mkdir")
def note(event, arguments):
    if event == "open" or event.startswith(MEANT):
        said = [each if isinstance(each, (str, int)) else str(each) for each in arguments]
        os.write(log, (json.dumps([event, *said]) + "\\n").encode())
sys.addaudithook(note)
from cvtool.cli import main
main()
"""
OUT = "../../../outside"
IMPORTS = f"@import url(https://example.org/a.css); @import url({OUT}/a.css);\n"
STYLE = f"""h1 {{ background: url(https://example.org/a.png); list-style: url({OUT}/a.png) }}
h2 {{ background: url(file:///OUTSIDE/a.png) }}
"""
PAGES = "cv/templates/pdf/themes/mine.css"
SOURCE = """basics:
  name: Ada
  image: https://example.org/me.png
  url: https://example.org
  summary: '![a](https://example.org/a.png) [b](https://example.org)'
  phone: "+1 555 0100"
pdf: {theme: mine}
site: {theme: mine}
"""
BIB = (
    "@article{a, title = {\\input{/etc/passwd}}, url = {https://example.org}, doi = {10.1000/1}}\n"
)
TEMPLATE = f"{{% include '{OUT}/a' %}}"
ROOMS = ("cv/output/", "cv/private/", "cv/applications/", "cache/", "temporary/")
"""What is written lies in one of these, or in a file that the interpreter compiles to."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    files = {
        "cv/cv.yaml": SOURCE,
        "cv/publications.bib": BIB,
        "cv/letter.md": "![a](https://example.org/a.png) <img src='/etc/passwd'>",
        PAGES: STYLE,
        "cv/templates/html/card.css": IMPORTS + STYLE,
        "cv/templates/html/themes/mine.css": IMPORTS + STYLE,
        "cv/templates/text/cv.txt.j2": TEMPLATE,
        "outside/a.png": "x",
        "outside/a.css": "x",
        "outside/a": "x",
        "temporary/none": "",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text.replace("OUTSIDE", f"{tmp_path}/outside"))
    return tmp_path


def events(home: Path, *arguments: str) -> list[list[str]]:
    """What the command did, and its other process: each a name and what it was done with."""
    log = home / "log"
    command = [sys.executable, "-c", WATCHED, str(log), *arguments]
    own = environment(XDG_CACHE_HOME=f"{home}/cache", TMPDIR=f"{home}/temporary")
    done = subprocess.run(command, cwd=home / "cv", env=own, capture_output=True, text=True)
    assert "fault" not in done.stderr
    return [json.loads(line) for line in log.read_text().splitlines()]


def changed(event: str, *arguments: str | int) -> list[str]:
    """The paths that an event makes, changes or removes."""
    if event == "open":
        writes = any(sign in str(arguments[1]) for sign in "wax+")
        flags = arguments[2] if isinstance(arguments[2], int) else 0
        writes = writes or bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
        return [arguments[0]] if writes and isinstance(arguments[0], str) else []
    is_whole = event.startswith("os.") and arguments[-1] in (
        -1,
        "None",
    )  # else beside an open folder
    return [each for each in arguments[:2] if isinstance(each, str)] if is_whole else []


@pytest.mark.parametrize(
    ("command", "style", "makes"),
    [
        ("check", STYLE, set()),
        ("render", STYLE, {"index.html"}),
        ("render", "h1 { color: red }", {"index.html", "cv.pdf"}),
        ("apply acme --letter letter.md", STYLE, set()),
        ("apply acme --letter letter.md", "h1 { color: red }", set()),
    ],
)
def test_what_is_read_written_and_fetched(
    home: Path, command: str, style: str, makes: set[str]
) -> None:
    (home / PAGES).write_text(style)
    found = events(home, *command.split())
    reached = [each for each in found if each[0].partition(".")[0] not in ("open", "os")]
    assert reached == []
    opened = [str(each[1]) for each in found if each[0] == "open"]
    assert any(path.endswith("cv.yaml") for path in opened)
    assert [path for path in opened if "/outside" in os.path.realpath(home / "cv" / path)] == []
    for path in (path for each in found for path in changed(*each)):
        full = os.path.normpath(home / "cv" / path)
        is_ours = full.startswith(tuple(f"{home}/{room}"[:-1] for room in ROOMS))
        assert is_ours or "__pycache__" in full or full == "/dev/null", path
    made = {path.name for path in (home / "cv").glob("output/*.*")}
    assert made & {"index.html", "cv.pdf"} == makes
    sent = {path.name for path in (home / "cv").glob("applications/*/*.pdf")}
    assert sent == (
        {"Ada-CV.pdf", "Ada-Cover-Letter.pdf"} if style != STYLE and not makes else set()
    )
