"""``render --watch``: it makes again what was saved, until Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pytest
from helpers import NAME, environment, png

PATIENCE = 60
"""Seconds after which something that should have happened counts as not happening."""


def wait_until(is_so: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    """Returns as soon as it is so; fails when the process ends or patience does."""
    pause = Event()
    for _ in range(PATIENCE * 20):
        if is_so():
            return
        assert process.poll() is None, process.communicate()
        pause.wait(0.05)
    pytest.fail(f"it did not happen within {PATIENCE} s")


@contextmanager
def watching(
    home: Path, *arguments: str, log_name: str = "log.txt~"
) -> Iterator[subprocess.Popen[str]]:
    """``cvtool render text --watch`` in the folder, once it watches."""
    log = home / log_name
    with log.open("w") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "cvtool", "render", "text", "--watch", *arguments],
            cwd=home,
            env=environment(),
            stdout=said,
            stderr=said,
            text=True,
        )
        try:
            wait_until(lambda: "watching for changes" in log.read_text(), process)
            yield process
        finally:
            process.kill()
            process.wait()


def says(path: Path, text: str) -> Callable[[], bool]:
    return lambda: path.exists() and text in path.read_text()


def stop(process: subprocess.Popen[str]) -> int:
    process.send_signal(signal.SIGINT)
    return process.wait(PATIENCE)


@pytest.mark.parametrize("output", ["output", "."])
def test_it_renders_on_save_survives_errors_and_ends_on_ctrl_c(tmp_path: Path, output: str) -> None:
    source, made, log = tmp_path / "cv.yaml", tmp_path / output / "cv.txt", tmp_path / "log.txt~"
    source.write_text(NAME)
    with watching(tmp_path, "--output", output) as process:
        assert says(made, "Ada")()
        source.write_text("basics:\n  name: Eve\n")
        wait_until(says(made, "Eve"), process)
        source.write_text("basics:\n  nme: Bob\n")
        wait_until(says(log, "unknown key 'nme'; did you mean 'name'?"), process)
        assert says(made, "Eve")()
        beside = tmp_path / ".cv.yaml.swp"
        beside.write_text("basics:\n  name: Zoe\n")
        beside.replace(source)
        wait_until(says(made, "Zoe"), process)
        wait_until(lambda: log.read_text().count("cv.txt") >= 3, process)
        assert stop(process) == 0
    assert log.read_text().count("cv.txt") == 3
    assert "Traceback" not in log.read_text()


def test_templates_and_bibliographies_count_wherever_they_are(tmp_path: Path) -> None:
    home, made = tmp_path / "home", tmp_path / "home" / "output" / "cv.txt"
    home.mkdir()
    (home / "cv.yaml").write_text(f"{NAME}bibliography: ../all.bib\n")
    bibliography = tmp_path / "all.bib"
    bibliography.write_text("@misc{a, title={First}, year={2020}}")
    with watching(home) as process:
        wait_until(says(made, "First"), process)
        bibliography.write_text("@misc{a, title={Second}, year={2020}}")
        wait_until(says(made, "Second"), process)
        (home / "templates").mkdir()
        (home / "templates" / "text").mkdir()
        (home / "templates" / "text" / "cv.txt.j2").write_text("third")
        wait_until(says(made, "third"), process)
        (home / "templates" / "text" / "cv.txt.j2").write_text("fourth")
        wait_until(says(made, "fourth"), process)
        assert stop(process) == 0


def test_it_begins_with_an_error_and_recovers(tmp_path: Path) -> None:
    (tmp_path / "cv.yaml").write_text("")
    made = tmp_path / "output" / "cv.txt"
    with watching(tmp_path) as process:
        assert not made.exists()
        (tmp_path / "cv.yaml").write_text(NAME)
        wait_until(says(made, "Ada"), process)
        assert stop(process) == 0


@pytest.mark.parametrize("arguments", [(), ("--templates", ".")])
def test_what_it_says_into_a_file_beside_the_cv_is_no_change(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    source, log = tmp_path / "cv.yaml", tmp_path / "log"
    source.write_text("basics:\n  nme: Ada\n")
    with watching(tmp_path, *arguments, log_name="log") as process:
        for number in range(5):
            (tmp_path / f"notes{number}").write_text("mine")
            Event().wait(0.3)
        source.write_text(NAME)
        wait_until(says(tmp_path / "output" / "cv.txt", "Ada"), process)
        (tmp_path / "text").mkdir(exist_ok=True)
        for number in range(5):
            (tmp_path / f"notes{number}").write_text("yours")
            Event().wait(0.3)
        if arguments:
            (tmp_path / "text" / "cv.txt.j2").write_text("mine")
            wait_until(says(tmp_path / "output" / "cv.txt", "mine"), process)
        assert stop(process) == 0
    assert log.read_text().count("unknown key") == 1
    assert log.read_text().count("cv.txt") == (2 if arguments else 1)


def test_an_error_of_a_template_is_said_once_a_save(tmp_path: Path) -> None:
    (tmp_path / "cv.yaml").write_text(NAME)
    template, log = tmp_path / "templates" / "text" / "cv.txt.j2", tmp_path / "log.txt~"
    template.parent.mkdir(parents=True)
    template.write_text("{{ one }}")
    with watching(tmp_path) as process:
        Event().wait(1)
        template.write_text("{{ two }}")
        wait_until(lambda: "'two' is undefined" in log.read_text(), process)
        assert stop(process) == 0
    assert [log.read_text().count(f"'{name}' is undefined") for name in ("one", "two")] == [1, 1]


@pytest.mark.parametrize(
    ("text", "name"),
    [(f"{NAME}bibliography: [bib/*.bib]\n", "bib/all.bib"), (f"{NAME}  image: me.png\n", "me.png")],
)
def test_a_file_that_an_error_asked_for_counts(tmp_path: Path, text: str, name: str) -> None:
    (tmp_path / "cv.yaml").write_text(text)
    (tmp_path / "bib").mkdir()
    with watching(tmp_path) as process:
        data = png(9, 9) if name == "me.png" else b"@misc{a, title={First}, year={2020}}"
        (tmp_path / name).write_bytes(data)
        wait_until(says(tmp_path / "output" / "cv.txt", "Ada"), process)
        assert stop(process) == 0


@pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="with one processor there is none")
def test_one_process_makes_the_pdf_of_every_save(tmp_path: Path) -> None:
    source, log = tmp_path / "cv.yaml", tmp_path / "log.txt~"
    source.write_text(NAME)
    with watching(tmp_path, "pdf") as process:
        helpers = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        (before,) = helpers.read_text().split()
        for name in ("Evelyn", "Zoe"):
            source.write_text(NAME.replace("Ada", name))
            wait_until(says(tmp_path / "output" / "cv.txt", name), process)
        wait_until(lambda: log.read_text().count("cv.pdf") == 3, process)
        assert helpers.read_text().split() == [before]
        assert stop(process) == 0
    assert not Path(f"/proc/{before}").exists()


LOST = """
import gc, os, signal, sys
from pathlib import Path
from cvtool.render.theme import Theme
from cvtool.pipeline.watch import Watched, changes

class Interrupting:
    def __init__(self):
        self.me = self
    def __del__(self):
        os.kill(os.getpid(), signal.SIGINT)

signal.alarm(30)
for _ in changes(lambda: Watched([Path("cv.yaml")], Theme())):
    Interrupting()
    gc.collect()
    print("went on")
print("ended")
"""


def test_ctrl_c_ends_it_even_where_python_drops_the_exception(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOST],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "went on\nended\n"
    assert "KeyboardInterrupt" in done.stderr


PATIENT = """
import os, signal
from pathlib import Path
from cvtool.render.theme import Theme
from cvtool.pipeline.watch import Watched, changes

signal.alarm(30)
for _ in changes(lambda: Watched([Path("cv.yaml")], Theme()), ends_at_once=False):
    os.kill(os.getpid(), signal.SIGINT)
    print("went on")
    try:
        os.kill(os.getpid(), signal.SIGINT)
    except KeyboardInterrupt:
        print("hurried")
print("ended")
"""


def test_ctrl_c_lets_the_work_end_where_threads_wait_for_it_and_the_second_does_not(
    tmp_path: Path,
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PATIENT],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stdout, done.stderr) == ("went on\nhurried\nended\n", "")
