"""Times a bibliography: parsed, modelled and formatted, against the bare parse of pybtex.

    .venv/bin/python bench/bibliography.py [ENTRIES] [RUNS]

The measures take turns in one process, each without what cvtool remembers of the ones before, so
that a change of the machine's speed meets all of them; garbage is not collected, as in the command.
The times are of the processor, the ratios of medians. What is measured:

- parsed, modelled and formatted, nothing kept: to stay under twice the bare parse of pybtex;
- the whole way from the files to the Document, with a library kept for the next run, and the same
  after an edit of cv.yaml, which finds the library: to stay under a tenth of the first;
- all of it to cv.txt, and again with nothing changed, which compares digests: a tenth, too.
"""

from __future__ import annotations

import gc
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from pybtex.database import parse_string

from cvtool.bib.holdings import read_library
from cvtool.bib.records import read_files
from cvtool.finish import finish
from cvtool.pipeline.build import Build
from cvtool.pipeline.load import load_all
from cvtool.source import CV, Basics
from cvtool.store.cache import VARIABLE

PEOPLE = (
    *("Lovelace, Ada", "van den Berg, Anna", "Charles Babbage", 'Mü{\\v s}ter, J{\\"o}rg'),
    *("Li, X.", "{The Analytical Society}", "O'Neill, Mary-Jane", "Ludwig van Beethoven"),
)
BARE, OWN = "pybtex, bare parse", "parsed and modelled"
LOADED, EDITED = "files to Document", "cv.yaml edited"
RENDERED, AGAIN = "all to cv.txt", "nothing changed"
CV_YAML = "basics: {name: Ada Lovelace}\n"
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
    gc.disable()
    for formulas in (False, True):
        text = bibliography(entries, formulas)
        with tempfile.TemporaryDirectory() as folder:
            os.environ[VARIABLE] = str(Path(folder, "cache"))
            found = measured(text, Path(folder), runs)
        print(f"\n{entries} entries, {'every' if formulas else 'no'} title with formulas")
        report(found)


def measured(text: str, folder: Path, runs: int) -> dict[str, list[float]]:
    (folder / "publications.bib").write_text(text, encoding="utf-8")
    (folder / "cv.yaml").write_text(CV_YAML, encoding="utf-8")
    measures: dict[str, Callable[[], object]] = {
        BARE: lambda: parse_string(text, "bibtex"),
        OWN: lambda: modelled(text.encode()),
        LOADED: lambda: loaded(folder),
        EDITED: lambda: loaded(folder, "# A comment\n"),
        RENDERED: lambda: rendered(folder),
        AGAIN: lambda: rendered(folder),
    }
    seconds: dict[str, list[float]] = {label: [] for label in measures}
    for label, measure in [*measures.items()] * (runs + 1):
        if label == BARE:
            shutil.rmtree(folder / "output", ignore_errors=True)
            shutil.rmtree(folder / "cache", ignore_errors=True)
        forget()
        gc.collect()
        started = time.process_time()
        measure()
        seconds[label].append(time.process_time() - started)
    return {label: found[1:] for label, found in seconds.items()}


def modelled(data: bytes) -> None:
    cv = CV(basics=Basics(name="Ada Lovelace"))
    done = finish(cv, partial(read_library, read_files([("x.bib", data)])))
    assert len(done.document.publications) == done.library.entries


def loaded(folder: Path, more: str = "") -> None:
    (folder / "cv.yaml").write_text(f"{CV_YAML}{more}", encoding="utf-8")
    assert load_all(folder / "cv.yaml").document


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
    print(f"{'':<30}{'median s':>10}{'of pybtex':>11}")
    for label, found in middle.items():
        print(f"{label:<30}{found:10.3f}{found / middle[BARE]:11.2f}")
    for first, again in ((LOADED, EDITED), (RENDERED, AGAIN)):
        print(f"{again + ', of the first':<38}{middle[again] / middle[first]:7.3f}")


if __name__ == "__main__":
    main(*(int(each) for each in [*sys.argv[1:], *("5000", "3")[len(sys.argv) - 1 :]]))
