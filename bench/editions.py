"""Times ten variants of the sample's cv.pdf in one run, over ten runs of one each.

    .venv/bin/python bench/editions.py [ROUNDS]

Each run is a new process and an empty output folder, but for the last measure, in which nothing is
out of date. The ratios are of medians within this one call; the first must be at most 0.35.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAMES = [f"v{number}" for number in range(10)]
LIMIT = 0.35


def main(rounds: int) -> int:
    with tempfile.TemporaryDirectory() as name:
        source = sample(Path(name))
        found = [measured(source) for _ in range(rounds)]
    together, single, unchanged = (statistics.median(each) for each in zip(*found, strict=True))
    print(f"ten runs of one variant     {single:6.2f} s   1.00")
    print(f"ten variants in one run     {together:6.2f} s   {together / single:.2f}")
    print(f"the same, nothing to do     {unchanged:6.2f} s   {unchanged / single:.2f}")
    return int(together / single > LIMIT)


def sample(folder: Path) -> Path:
    """The sample with ten more variants."""
    for path in (ROOT / "cv.yaml", ROOT / "publications.bib"):
        shutil.copy(path, folder)
    if (variants := ROOT / "variants").is_dir():
        shutil.copytree(variants, folder / "variants")
    source = folder / "cv.yaml"
    own = "".join(f"  {name}: {{basics: {{label: Engineer {name}}}}}\n" for name in NAMES)
    text = source.read_text(encoding="utf-8")
    head = "variants:\n"
    text = text.replace(head, head + own) if head in text else f"{text}\n{head}{own}"
    source.write_text(text, encoding="utf-8")
    return source


def measured(source: Path) -> tuple[float, float, float]:
    """Seconds of all in one run, of one run each, and of a run with nothing to do."""
    output = source.parent / "output"
    together = run(source, *NAMES)
    unchanged = run(source, *NAMES)
    single = 0.0
    for name in NAMES:
        shutil.rmtree(output)
        single += run(source, name)
    shutil.rmtree(output)
    return together, single, unchanged


def run(source: Path, *variants: str) -> float:
    chosen = [option for name in variants for option in ("--variant", name)]
    command = [sys.executable, "-m", "cvtool", "render", "pdf", "-i", str(source), *chosen]
    command += ["-o", str(source.parent / "output")]
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else 3))
