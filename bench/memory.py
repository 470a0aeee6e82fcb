"""How much memory cv.pdf takes as the bibliography grows: the peak of a process that makes it.

    .venv/bin/python bench/memory.py [PUBLICATIONS ...]

Python and WeasyPrint alone take most of what a short CV does.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAPER = """
@article{{k{number},
  title = {{A study of things, number {number}, and of how they behave under load}},
  author = {{Doe, Jane and Smith, John A. and Li, Wei and Garcia, Maria}},
  journal = {{Journal of Applied Things}}, volume = {{{number}}}, year = {{{year}}},
  doi = {{10.1000/j.{number}}}, abstract = {{We look at things. We say what they do.}},
}}
"""
MAKE = """
import resource
import cvtool
cvtool.render(cvtool.load("cv.yaml"), "pdf")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def main(arguments: list[str]) -> None:
    first = 0.0
    for count in [int(each) for each in arguments] or [10, 100, 1000, 2000]:
        mebibytes = peak(count)
        first = first or mebibytes
        print(f"{count:6} publications  {mebibytes:6.0f} MiB  {mebibytes / first:.2f} x the first")


def peak(publications: int) -> float:
    """In MiB, that of Python and WeasyPrint themselves included."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "cv.yaml").write_text("basics: {name: Jane Doe}\n")
        papers = [PAPER.format(number=n, year=1980 + n % 45) for n in range(publications)]
        (home / "publications.bib").write_text("".join(papers))
        command = [sys.executable, "-c", MAKE]
        here = os.environ | {"PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            command, cwd=home, env=here, check=True, capture_output=True, text=True
        )
    return int(done.stdout) / (1024**2 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    main(sys.argv[1:])
