"""scripts/setup: it sets up once, does nothing when all is there, and repairs what is not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers import ROOT

BACKEND = """
from pathlib import Path
from zipfile import ZipFile

def build_editable(folder, config=None, metadata=None):
    with ZipFile(Path(folder) / "cvtool-1-py3-none-any.whl", "w") as wheel:
        info = "cvtool-1.dist-info"
        wheel.writestr("_cvtool.pth", str(Path.cwd()))
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\\nName: cvtool\\nVersion: 1\\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\\nTag: py3-none-any\\n")
        wheel.writestr(f"{info}/entry_points.txt", "[console_scripts]\\ncvtool = cvtool:main\\n")
        wheel.writestr(f"{info}/RECORD", "")
    return "cvtool-1-py3-none-any.whl"
"""
PROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
[project]
name = "cvtool"
version = "1"
"""


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout that needs no library, so that nothing is fetched; its path has a space."""
    folder = tmp_path_factory.mktemp("check out")
    (folder / ".venv").mkdir()  # as one that was begun
    (folder / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "setup", folder / "scripts")
    (folder / "tests" / "node").mkdir(parents=True)
    texts = {
        "Makefile": "",
        "backend.py": BACKEND,
        "pyproject.toml": PROJECT,
        "requirements.lock": "",
        "requirements-dev.lock": "",
        "tests/node/package-lock.json": "",
    }
    for name, text in texts.items():
        (folder / name).write_text(text)
    return folder


def setup(checkout: Path, **more: str) -> tuple[int, list[str]]:
    """The exit status of ``scripts/setup render``, and its lines."""
    env = {"PATH": os.environ["PATH"], "HOME": str(checkout), "PYTHON": sys.executable} | more
    done = subprocess.run(
        [checkout / "scripts" / "setup", "render"],
        cwd="/",
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, (done.stdout + done.stderr).splitlines()


def emptied(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize(
    ("harm", "name"),
    [
        (shutil.rmtree, "lib/python*/site-packages/pip"),
        (Path.unlink, "lib/python*/site-packages/_cvtool.pth"),
        (emptied, "bin/cvtool"),
    ],
)
def test_what_is_half_made_is_repaired(
    checkout: Path, harm: Callable[[Path], None], name: str
) -> None:
    setup(checkout)
    environment = checkout / ".venv"
    assert setup(checkout) == (0, [])
    (path,) = environment.glob(name)
    harm(path)
    status, lines = setup(checkout)
    assert status == 0
    assert lines[-1] == "installing cvtool into .venv ..."
    assert (environment / "bin" / "cvtool").stat().st_size
    assert setup(checkout) == (0, [])


@pytest.mark.parametrize("python", ["/nope/python", "/bin/false"])
def test_a_python_that_does_not_do_is_named(checkout: Path, python: str) -> None:
    status, (line,) = setup(checkout, PYTHON=python)
    assert status == 1
    assert line.startswith(f"setup: {python} does not do: cvtool needs Python 3.11 or newer; ")
