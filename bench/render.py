"""Times `cvtool render --all` on the sample, its first edition: cold, unchanged, and warm.

    .venv/bin/python bench/render.py [RUNS]

Cold is a new process and an empty output folder; unchanged is a new process and nothing to do; warm
is a second document in a process that has rendered one. The runs take turns, so that a change of
the machine's speed meets all of them; the ratios are of medians within this one call.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main(runs: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        output = Path(name)
        measures: dict[str, Callable[[], float]] = {
            "bare Python start": lambda: timed([sys.executable, "-c", "pass"]),
            "cold": lambda: timed(render(output, "--force")),
            "unchanged": lambda: timed(render(output)),
            "warm": warm,
        }
        seconds: dict[str, list[float]] = {label: [] for label in measures}
        for label, measure in [*measures.items()] * (runs + 1):
            seconds[label].append(measure())
    report({label: found[1:] for label, found in seconds.items()})


def render(output: Path, *options: str) -> list[str]:
    source = ROOT / "cv.yaml"
    command = [sys.executable, "-m", "cvtool", "render", "--all", "--input", str(source)]
    return [*command, "--language", "en", "--output", str(output), *options]


def timed(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    return time.perf_counter() - started


def warm() -> float:
    """Loads and renders everything in this process, which has done so before."""
    import cvtool
    from cvtool.render import FORMATS

    def once() -> None:
        document = cvtool.load(ROOT / "cv.yaml")
        for name in FORMATS:
            cvtool.render(document, name)

    if not hasattr(warm, "heated"):
        once()
        warm.heated = True  # type: ignore[attr-defined]
    started = time.perf_counter()
    once()
    return time.perf_counter() - started


def report(seconds: dict[str, list[float]]) -> None:
    cold = statistics.median(seconds["cold"])
    print(f"{'':<20}{'min':>8}{'median':>8}{'max':>8}{'of cold':>9}")
    for label, found in seconds.items():
        middle = statistics.median(found)
        print(f"{label:<20}{min(found):8.3f}{middle:8.3f}{max(found):8.3f}{middle / cold:9.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
