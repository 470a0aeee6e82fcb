"""The command as users run it: in this process, or in one of its own."""

from __future__ import annotations

import gc
import io
import os
import struct
import subprocess
import sys
import zlib
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from cvtool.bib.records import Record, read_files
from cvtool.cli import main
from cvtool.model.problems import Problem

ROOT = Path(__file__).resolve().parent.parent
NAME = "basics:\n  name: Ada\n"


@dataclass(frozen=True)
class Outcome:
    """The exit status, and what was printed."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.err.splitlines()


def run(*arguments: str | Path) -> Outcome:
    """``cvtool`` with these arguments, in this process."""
    out, err = io.StringIO(), io.StringIO()
    argv = ["cvtool", *map(str, arguments)]
    status: object = 0
    with mock.patch.object(sys, "argv", argv), redirect_stdout(out), redirect_stderr(err):
        try:
            main()
        except SystemExit as end:
            status = end.code
        finally:
            gc.enable()
    assert isinstance(status, int)
    return Outcome(status, out.getvalue(), err.getvalue())


def environment(**more: str) -> dict[str, str]:
    """The environment of a process that imports the package of this checkout."""
    return os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"} | more


def run_process(*arguments: str | Path, cwd: Path, **more: str) -> Outcome:
    """``python -m cvtool`` with these arguments; ``more`` are environment variables."""
    command = [sys.executable, "-m", "cvtool", *map(str, arguments)]
    done = subprocess.run(
        command, cwd=cwd, env=environment(**more), capture_output=True, text=True, check=False
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


def check(folder: Path, source: str | bytes, name: str = "cv.yaml") -> list[str]:
    """What ``cvtool check`` says of this source, without the folder; notes apart, and what fonts of
    the machine it is on lack."""
    path = folder / name
    path.write_bytes(source.encode() if isinstance(source, str) else source)
    outcome = run("check", "--input", path)
    shown = (line for line in outcome.lines if ": note: " not in line and ": no font " not in line)
    said = [line.removeprefix(f"{folder}/") for line in shown]
    has_errors = any(": error: " in line for line in said)
    assert outcome.status == (1 if has_errors else 0), outcome
    assert "fault" not in outcome.err, outcome
    return said


def read_bib(data: bytes, file: str) -> tuple[tuple[Record, ...], tuple[Problem, ...]]:
    """The records of one .bib file, and what is wrong in it."""
    found = read_files([(file, data)])
    return found.records, found.problems


def png(width: int, height: int) -> bytes:
    """A black picture: one bit a pixel, so that even a huge one is small."""
    rows = (b"\0" * (1 + (width + 7) // 8)) * min(height, 100)
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
