"""The second process: it works ahead, and where it fails nobody sees a difference."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from helpers import NAME, environment

from cvtool.pipeline.workers import Ahead

DRIVER = """
import os, signal, sys
from cvtool import cli
from cvtool.pipeline import workers as ahead
ahead.pays = lambda: True
give = ahead.Ahead.give
def killed(self, task):
    os.kill(self._process, signal.SIGKILL)
    give(self, task)
if sys.argv.pop(1) == "killed":
    ahead.Ahead.give = killed
try:
    cli.main()
finally:
    try:
        print("left behind", os.waitpid(-1, os.WNOHANG))
    except ChildProcessError:
        print("weasyprint" in sys.modules)
"""


def nothing() -> None:
    pass


def fail(*_: Any) -> None:
    raise ValueError


def die(*_: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def double(task: str) -> str:
    return task * 2


def render(folder: Path, what: str, *formats: str) -> subprocess.CompletedProcess[str]:
    """``cvtool render``, and as the last line whether its own process loaded the slow library."""
    return subprocess.run(
        [sys.executable, "-c", DRIVER, what, "render", "--force", *formats],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )


def has_children() -> bool:
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return False
    return True


@pytest.mark.parametrize("size", [1, 1_000_000])
def test_it_does_the_work(size: int) -> None:
    with Ahead(nothing, double) as ahead:
        ahead.give("x" * size)
        assert ahead.take() == "x" * size * 2
    assert not has_children()


def test_frozen_mappings_arrive() -> None:
    with Ahead[Any, Any](nothing, MappingProxyType.copy) as ahead:
        ahead.give(MappingProxyType({"a": 1}))
        assert ahead.take() == {"a": 1}


@pytest.mark.parametrize(
    ("prepare", "work"), [(fail, double), (die, double), (nothing, fail), (nothing, die)]
)
def test_what_goes_wrong_there_comes_to_nothing(
    prepare: Callable[[], None], work: Callable[[str], str]
) -> None:
    with Ahead(prepare, work) as ahead:
        ahead.give("x" * 1_000_000)
        assert ahead.take() is None
    assert not has_children()


def test_it_ends_without_a_task() -> None:
    with Ahead(nothing, double):
        pass
    assert not has_children()


def test_the_pdf_is_made_there(tmp_path: Path) -> None:
    (tmp_path / "cv.yaml").write_text(NAME)
    done = render(tmp_path, "normal", "pdf", "text")
    assert done.stderr == ""
    assert done.stdout.splitlines()[-1] == "False"
    assert (tmp_path / "output/cv.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "output/cv.txt").exists()


def test_one_process_makes_both_slow_formats(tmp_path: Path) -> None:
    (tmp_path / "cv.yaml").write_text(NAME)
    done = render(tmp_path, "normal", "card", "pdf")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "False"
    assert " 0.00 s" not in done.stdout  # the time of the work, not of waiting for it
    assert {"cv.pdf", "card.png"} <= {path.name for path in (tmp_path / "output").iterdir()}


def test_the_pdf_is_made_here_when_the_other_process_is_killed(tmp_path: Path) -> None:
    (tmp_path / "cv.yaml").write_text(NAME)
    done = render(tmp_path, "killed", "pdf")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "True"
    assert (tmp_path / "output/cv.pdf").read_bytes().startswith(b"%PDF")


def test_an_error_there_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "cv.yaml").write_text("basics:\n  name: 李\n")
    done = render(tmp_path, "normal", "pdf")
    assert done.returncode == 1
    assert done.stderr.count("李") == 1


def test_a_broken_input_leaves_no_process(tmp_path: Path) -> None:
    (tmp_path / "cv.yaml").write_text("basics: [")
    done = render(tmp_path, "normal", "pdf")
    assert (done.returncode, done.stdout) == (1, "False\n")
