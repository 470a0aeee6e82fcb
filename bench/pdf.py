"""Times a cold `cvtool render pdf`, beside another command if one is given.

    .venv/bin/python bench/pdf.py [RUNS] [-- COMMAND ...]

The two take turns, each in a process of its own. For a fair comparison the other command makes a
PDF of a CV with the same content, such as `rendercv render same.yaml -nomd -nohtml -nopng`.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str]) -> None:
    mine, _, other = " ".join(arguments).partition("--")
    runs = int(mine) if mine.strip() else 9
    with tempfile.TemporaryDirectory() as folder:
        render = [sys.executable, "-m", "cvtool", "render", "pdf", "--language", "en", "--force"]
        commands = {"cvtool render pdf": [*render, "--output", folder]}
        if other.strip():
            commands["the other"] = other.split()
        seconds: dict[str, list[float]] = {name: [] for name in commands}
        for name, command in [*commands.items()] * (runs + 1):
            seconds[name].append(timed(command))
    report({name: found[1:] for name, found in seconds.items()})


def timed(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    return time.perf_counter() - started


def report(seconds: dict[str, list[float]]) -> None:
    for name, found in seconds.items():
        print(f"{name:<20} min {min(found):.3f} median {statistics.median(found):.3f} s")
    if len(seconds) == 2:
        one, two = seconds.values()
        ratios = [a / b for a, b in zip(one, two, strict=True)]
        print(f"ratio, pair by pair: median {statistics.median(ratios):.2f}")


if __name__ == "__main__":
    main(sys.argv[1:])
