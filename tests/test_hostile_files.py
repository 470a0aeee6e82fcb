"""Files that are none, never end, are far too large or lead nowhere: one line, and soon."""

from __future__ import annotations

import errno
import io
import json
import os
import re
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers import NAME, Outcome, check, run, run_process
from PIL import Image

import cvtool
from cvtool.pipeline.watch import Watched
from cvtool.render.theme import theme_for

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="these are POSIX's")

MOST_MEMORY = 1_000_000_000
PAPER = "@article{a, title = {T}, author = {Ada}, journal = {J}, year = 2020}\n"


def sparse(path: Path) -> None:
    """More than there may be memory for, and no block on the disk."""
    path.touch()
    os.truncate(path, 2 << 30)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def loop(path: Path) -> None:
    path.symlink_to(path.name)


def nowhere(path: Path) -> None:
    path.symlink_to("nowhere")


NO_FILE = "it is a pipe or a device, not a file"
LOOPS = "Too many levels of symbolic links"
WRONG: dict[Callable[[Path], None], str] = {
    sparse: "larger than [0-9]+ MB",
    os.mkfifo: NO_FILE,
    device: f"{NO_FILE}|lies outside|larger than 50 MB",
    loop: LOOPS,
    nowhere: "there is no file|No such file",
    Path.mkdir: "is a folder|Is a directory",
}
INPUTS = {
    "publications.bib": NAME,
    "a.bib": f"{NAME}bibliography: [a.bib]\n",
    "me.png": f"{NAME}  image: me.png\n",
}
PARTS = {
    "fonts/a.ttf": "pdf",
    "templates/html/style.css": "html",
    "templates/html/index.html.j2": "html",
    "templates/pdf/base.css": "pdf",
    "templates/text/cv.txt.j2": "text",
}


def render(folder: Path, *formats: str) -> Outcome:
    names = formats or ("--all",)
    return run("render", *names, "-i", folder / "cv.yaml", "-o", folder / "output")


@pytest.fixture(autouse=True)
def _little_memory() -> object:
    """What takes in a whole file of any size fails, in place of the machine."""
    status = Path("/proc/self/statm")
    if not status.exists():
        return (yield)
    used = int(status.read_text().split()[0]) * resource.getpagesize()
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (used + MOST_MEMORY, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_AS, before)
    return None


@pytest.mark.parametrize("make", [sparse, os.mkfifo, device, loop, nowhere, Path.mkdir])
@pytest.mark.parametrize("command", [("check",), ("render", "text")])
def test_a_source_that_cannot_be_used(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    make: Callable[[Path], None],
    command: tuple[str, ...],
) -> None:
    monkeypatch.setattr("cvtool.pipeline.files._MOST_TRIES", 2)
    path = tmp_path / "cv.yaml"
    make(path)
    done = run(*command, "-i", path)
    (line,) = done.lines
    assert done.status == 1
    assert line.startswith(f"{path}: error: ")
    said = "nobody writes into this pipe" if make is os.mkfifo else WRONG[make]
    assert re.search(said, line)


@pytest.mark.parametrize("make", WRONG)
@pytest.mark.parametrize("name", INPUTS)
def test_an_input_that_cannot_be_used(
    tmp_path: Path, name: str, make: Callable[[Path], None]
) -> None:
    make(tmp_path / name)
    (line,) = check(tmp_path, INPUTS[name])
    assert re.search(f"^cv.yaml:[0-9:]+ error: .*({WRONG[make]})", line)
    assert render(tmp_path, "text").lines == [f"{tmp_path}/{line}"]


@pytest.mark.parametrize("make", [os.mkfifo, device, loop, nowhere, Path.mkdir])
def test_a_pattern_takes_files_alone(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "a.bib")
    (line,) = check(tmp_path, f"{NAME}bibliography: ['*.bib']\n")
    assert line == "cv.yaml:3:16: error: bibliography[0]: no file matches '*.bib'"
    if make is not device:
        (tmp_path / "b.bib").write_text(PAPER)
        assert check(tmp_path, f"{NAME}bibliography: ['**/*.bib']\n") == []


@pytest.mark.parametrize("make", WRONG)
@pytest.mark.parametrize("name", PARTS)
def test_a_part_of_the_looks_that_cannot_be_used(
    tmp_path: Path, name: str, make: Callable[[Path], None]
) -> None:
    """Check says it, too; and no other file is taken in its place without a word."""
    (tmp_path / name).parent.mkdir(parents=True)
    make(tmp_path / name)
    for lines in (check(tmp_path, NAME), render(tmp_path, PARTS[name]).lines):
        first = lines[0].removeprefix("cvtool: error: ")
        assert first.startswith(f"{PARTS[name]}: ")
        assert re.search(f"{name}.*({WRONG[make]})", first)
        assert len(lines) <= 2


@pytest.mark.parametrize("make", [sparse, os.mkfifo, device, loop, nowhere])
@pytest.mark.parametrize("name", ["templates", "fonts"])
def test_what_should_be_a_folder(tmp_path: Path, name: str, make: Callable[[Path], None]) -> None:
    make(tmp_path / name)
    said = f"{name}: warning: this is no folder that can be read, so nothing in it is used"
    assert check(tmp_path, NAME) == [said]
    assert Watched([tmp_path / "cv.yaml"], theme_for(tmp_path)).folders


def test_folders_that_lead_into_themselves(tmp_path: Path) -> None:
    for name in ("templates/html", "fonts", "papers"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "again").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "papers/a.bib").write_text(PAPER)
    assert check(tmp_path, f"{NAME}bibliography: ['papers/**/*.bib']\n") == []
    for _ in range(2):
        done = render(tmp_path, "text", "html")
        assert (done.status, done.err) == (0, "")
    assert "unchanged" in done.out


MANIFESTS = {
    "no JSON": b"\xff\0\x80",
    "deep": b"[" * 200_000,
    "a list": b"[]",
    "no texts": b'{"inputs": [1, null], "formats": {"text": {"stamp": [], "key": 1, "files": []}}}',
    "no names": json.dumps(
        {
            "inputs": ["a\0b", "\ud800", "x" * 5000, "../" * 99, "/dev/zero", "**\0*"],
            "formats": {
                "text": {
                    "stamp": "",
                    "key": "",
                    "files": {
                        "a\0b/c": "1",
                        "\ud800/c": "2",
                        f"{'x' * 300}/c": "3",
                        "/dev/zero": "4",
                    },
                }
            },
        }
    ).encode(),
}


@pytest.mark.parametrize("data", MANIFESTS.values(), ids=MANIFESTS)
def test_a_manifest_that_is_broken_is_none(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "cv.yaml").write_text(NAME)
    (tmp_path / "output").mkdir()
    (tmp_path / "output/.cvtool.json").write_bytes(data)
    done = render(tmp_path, "text")
    assert (done.status, done.err) == (0, "")
    assert "unchanged" in render(tmp_path, "text").out


@pytest.mark.parametrize("make", [sparse, os.mkfifo, device, loop, nowhere, Path.mkdir])
@pytest.mark.parametrize("name", [".cvtool.json", "cv.txt"])
def test_what_stands_where_an_output_belongs(
    tmp_path: Path, name: str, make: Callable[[Path], None]
) -> None:
    (tmp_path / "cv.yaml").write_text(NAME)
    (tmp_path / "output").mkdir()
    make(tmp_path / "output" / name)
    done = render(tmp_path, "text")
    assert len(done.lines) == done.status * (1 + (name == "cv.txt"))
    assert "fault" not in done.err
    assert done.status == (name == "cv.txt" or make is Path.mkdir)
    if not done.status:
        assert "Ada" in (tmp_path / "output/cv.txt").read_text()


@pytest.mark.parametrize("make", [sparse, os.mkfifo, device, loop, nowhere])
def test_a_folder_for_the_outputs_that_is_none(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    (tmp_path / "cv.yaml").write_text(NAME)
    make(tmp_path / "output")
    done = render(tmp_path, "text")
    (line,) = done.lines
    assert done.status in (1, 2)
    assert "no folder" in line


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.ENOSPC, "No space left"), (errno.EROFS, "Read-only"), (errno.EACCES, "Permission")],
)
def test_a_disk_that_takes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, said: str
) -> None:
    """What was there stays; nothing half written is left behind."""
    (tmp_path / "cv.yaml").write_text(NAME)
    assert render(tmp_path, "text").status == 0
    before = {path: path.read_bytes() for path in (tmp_path / "output").iterdir()}
    (tmp_path / "cv.yaml").write_text(f"{NAME}  label: Engineer\n")

    def fail(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    done = render(tmp_path, "text", "markdown")
    assert done.status == 1
    assert [said in line for line in done.lines] == [True] * 2
    assert {path: path.read_bytes() for path in (tmp_path / "output").iterdir()} == before


@pytest.mark.parametrize("option", ["--input", "--output", "--templates"])
@pytest.mark.parametrize("name", ["a\udcffb", "x" * 5000, "loop/x", "cv.yaml/x"])
def test_names_that_no_file_has(tmp_path: Path, option: str, name: str) -> None:
    (tmp_path / "cv.yaml").write_text(NAME)
    loop(tmp_path / "loop")
    own = {"--input": "cv.yaml", "--output": "output"} | {option: name}
    paths = [each for key, value in own.items() for each in (key, f"{tmp_path}/{value}")]
    done = run("render", "text", *paths)
    if (option, name) != ("--output", "a\udcffb"):  # which some systems have
        assert done.status in (1, 2)
        assert len(done.lines) == 1
    assert "fault" not in done.err
    assert all(line.isprintable() for line in done.lines)


def test_a_name_with_a_null_byte(tmp_path: Path) -> None:
    """No command line can hold one; scripts can, and JSON."""
    with pytest.raises(cvtool.ProblemError, match="cannot be read"):
        cvtool.load(tmp_path / "a\0b")
    for key in ('"image": "a\\u0000.png"', '"x-a": 1}, "bibliography": {"files": "\\u0000*"'):
        lines = check(tmp_path, f'{{"basics": {{"name": "A", {key}}}}}', "cv.json")
        assert "the control character U+0000 is not allowed" in lines[0]


def jpeg(**options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (2000, 2000)).save(out, "JPEG", **options)
    return out.getvalue()


def many_scans() -> bytes:
    """A JPEG of few bytes that would take minutes to unpack: one scan again and again."""
    data = jpeg(progressive=True)
    tables = data.rfind(b"\xff\xc4", 0, data.rfind(b"\xff\xda"))
    return data[:-2] + data[tables:-2] * 5_000 + data[-2:]


NO_PICTURE = "is not a JPEG, PNG or WebP picture: save it as one"
PICTURES = {
    "nothing": (b"", NO_PICTURE),
    "GIF": (b"GIF89a\1\0\1\0\0\0\0;", NO_PICTURE),
    "SVG": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", NO_PICTURE),
    "HEIC": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", NO_PICTURE),
    "a sound": (b"RIFF\x24\0\0\0WAVEfmt ", NO_PICTURE),
    "JPEG that ends": (b"\xff\xd8\xff\xe0", "is damaged"),
    "WebP that ends": (b"RIFF\xff\xff\xff\xffWEBPVP8 ", "is damaged"),
    "PNG that ends": (b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffIHDR", "is damaged"),
    "scans": (many_scans(), "is damaged"),
}


@pytest.mark.parametrize(("data", "said"), PICTURES.values(), ids=PICTURES)
def test_a_picture_that_is_none(tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "me.jpg").write_bytes(data)
    (line,) = check(tmp_path, f"{NAME}  image: me.jpg\n")
    assert line.startswith(f"cv.yaml:3:3: error: basics.image: 'me.jpg' {said}")


@pytest.mark.parametrize("size", [(1, 40_000), (40_000, 1), (1, 1)])
def test_a_picture_as_thin_as_a_line(tmp_path: Path, size: tuple[int, int]) -> None:
    Image.new("RGB", size).save(tmp_path / "me.gif", "PNG")
    assert check(tmp_path, f"{NAME}  image: me.gif\n") == []


def test_a_pipe_as_the_source_is_read_once(tmp_path: Path) -> None:
    """It has nothing beside it but what stands beside its name."""
    source, kept = tmp_path / "cv.yaml", os.fork
    os.mkfifo(source)
    child = kept()
    if not child:
        source.write_text(NAME)
        os._exit(0)
    done = run_process("render", "text", "-i", source, cwd=tmp_path)
    os.waitpid(child, 0)
    assert (done.status, done.err) == (0, "")


def test_what_never_ends_as_the_source() -> None:
    command = f"yes 'x-a: b' | {sys.executable} -m cvtool check -i /dev/stdin"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert done.stderr == "/dev/stdin: error: '/dev/stdin' cannot be read: larger than 50 MB\n"
