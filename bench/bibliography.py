"""Times a bibliography: parsed, modelled and formatted, against the bare parse of pybtex.

    .venv/bin/python bench/bibliography.py [ENTRIES] [RUNS]

The measures take turns in one process, each without what cvtool remembers of the ones before, so
that a change of the machine's speed meets all of them. The ratios are of medians. cvtool's own work
is to stay under twice the bare parse, and a second rendering of the same files under a tenth of the
first: it compares digests and parses nothing.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pybtex.database import parse_string

from cvtool.bibliography import read_files
from cvtool.build import Build
from cvtool.finish import finish
from cvtool.source import CV

PEOPLE = (
    *("Lovelace, Ada", "van den Berg, Anna", "Charles Babbage", 'Mü{\\v s}ter, J{\\"o}rg'),
    *("Li, X.", "{The Analytical Society}", "O'Neill, Mary-Jane", "Ludwig van Beethoven"),
)
BARE, OWN = "pybtex, bare parse", "parsed and modelled"
PLAIN = "On the {GPU} of the --- ``Analytical'' Engine and its Uses"
FORMULA = r"$O(n^2)$ Bounds for \emph{Every} Engine with $\alpha_i \leq 10^{-3}$"


def bibliography(entries: int, formulas: bool) -> str:
    """As many entries as asked for, no two alike; every one with a formula, or none."""
    return "\n".join(_entry(number, formulas) for number in range(entries))


def _entry(number: int, formulas: bool) -> str:
    count = 2 + number % 5
    people = " and ".join(PEOPLE[(number + each) % len(PEOPLE)] for each in range(count))
    title = f"{FORMULA if formulas else PLAIN}, Part {number}"
    return (
        f"@article{{key{number},\n  author = {{{people}}},\n  title = {{{title}}},\n"
        f"  journal = {{Journal of Engines \\& Looms {number % 40}}},\n"
        f"  volume = {{{number % 90}}},\n"
        f"  number = {{{number % 12}}},\n  pages = {{{number}--{number + 9}}},\n"
        f"  year = {{{1960 + number % 60}}},\n  month = jul,\n"
        f"  doi = {{10.5555/{number}.engine}},\n"
        f"  abstract = {{We show {number}\\% more of what engines weave.}},\n}}\n"
    )


def main(entries: int, runs: int) -> None:
    for formulas in (False, True):
        text = bibliography(entries, formulas)
        with tempfile.TemporaryDirectory() as folder:
            found = measured(text, Path(folder), runs)
        print(f"{entries} entries, {'every' if formulas else 'no'} title with formulas")
        report(found)


def measured(text: str, folder: Path, runs: int) -> dict[str, list[float]]:
    (folder / "publications.bib").write_text(text, encoding="utf-8")
    (folder / "cv.yaml").write_text("basics: {name: Ada Lovelace}\n", encoding="utf-8")
    measures: dict[str, Callable[[], object]] = {
        BARE: lambda: parse_string(text, "bibtex"),
        OWN: lambda: modelled(text.encode()),
        "all to cv.txt, first": lambda: rendered(folder),
        "all to cv.txt, again": lambda: rendered(folder),
    }
    seconds: dict[str, list[float]] = {label: [] for label in measures}
    for label, measure in [*measures.items()] * (runs + 1):
        if label == BARE:
            shutil.rmtree(folder / "output", ignore_errors=True)
        forget()
        started = time.perf_counter()
        measure()
        seconds[label].append(time.perf_counter() - started)
    return {label: found[1:] for label, found in seconds.items()}


def modelled(data: bytes) -> None:
    cv = CV.model_validate({"basics": {"name": "Ada Lovelace"}})
    found = read_files([("x.bib", data)])
    document, _ = finish(cv, found.records)
    assert len(document.publications) == found.entries


def rendered(folder: Path) -> None:
    results = list(Build(folder / "cv.yaml", folder / "output", ["text"]).run())
    assert not any(result.error for result in results)


def forget() -> None:
    """Empties what cvtool remembers of the input inside one process; its own tables stay."""
    for name, module in list(sys.modules.items()):
        for function in vars(module).values() if name.startswith("cvtool.") else ():
            if hasattr(function, "cache_clear") and function.cache_parameters()["maxsize"]:
                function.cache_clear()


def report(seconds: dict[str, list[float]]) -> None:
    middle = {label: statistics.median(found) for label, found in seconds.items()}
    first, again = list(middle.values())[2:]
    print(f"{'':<24}{'median s':>10}{'of pybtex':>11}")
    for label, found in middle.items():
        print(f"{label:<24}{found:10.3f}{found / middle[BARE]:11.2f}")
    print(f"{'again, of first':<24}{again / first:21.3f}")


if __name__ == "__main__":
    main(*(int(each) for each in [*sys.argv[1:], *("5000", "3")[len(sys.argv) - 1 :]]))
