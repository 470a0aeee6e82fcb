"""Times many invented people in one run, in all formats, against as many runs of one each.

    .venv/bin/python bench/many.py [PEOPLE [SINGLE]]

A third of the people has no papers, a third 10 and a third 100. SINGLE of them are made in runs of
their own, and stand for all. The first ratio must be at most 0.2 on two processors that have
nothing else to do, the second one 0.02. Ratios of processor time say more of a busy machine: a run
of one has both processors for a part of its time, so that they are higher than those of the clock.
"""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
SIZES = (0, 10, 100)
CV = """
basics:
  name: {first} {family}
  label: Engineer of looms
  email: {first}@example.org
  url: https://{first}.example
  location: {{city: London, countryCode: GB}}
  summary: {first} builds engines that weave patterns, and says in plain words how they do it.
work:
{work}
education:
- {{institution: University {number}, studyType: PhD, area: Looms, startDate: 1995, endDate: 1999}}
- {{institution: College {number}, studyType: BSc, area: Looms, startDate: 1991, endDate: 1994}}
skills:
- {{name: Languages, keywords: [Python, C, Ada]}}
languages:
- {{language: English, fluency: Native}}
"""
WORK = """- name: Mill {number}-{index}
  position: Engineer
  startDate: {start}
  endDate: {end}
  highlights:
  - Built an engine of {number} parts that weaves a third quicker than the one before it.
  - Led five people who wrote down how it is done, for those who come later.
"""
PAPER = """@article{{{family}{index},
  author = {{{family}, {first} and Babbage, Charles and Menabrea, Luigi}},
  title = {{Pattern {index} of {family}, and how an engine weaves it under load}},
  journal = {{Journal of Looms}}, volume = {{{index}}}, year = {{{year}}},
  doi = {{10.1000/{family}.{index}}}, abstract = {{We weave a pattern. We say how long it takes.}},
}}
"""


class Spent(NamedTuple):
    """Seconds of the clock, and of processors; the largest process had so many MiB."""

    clock: float
    processors: float
    memory: float


def main(people: int, single: int) -> int:
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        os.environ["XDG_CACHE_HOME"] = str(home / "cache")
        sources = [person(home / "people", number) for number in range(people)]
        run(home, sources[:1])  # for what is compiled once
        shutil.rmtree(home / "site")
        first, again = run(home, sources), run(home, sources)
        shutil.rmtree(home / "site")
        alone = [run(home, [each]) for each in sources[:single]]
    one = Spent(*(sum(each) / len(alone) * people for each in zip(*alone, strict=True)))
    print(f"{people} people in all formats{'':6} clock    ratio  processors  ratio  a person")
    tell(f"in runs of their own ({len(alone)})", one, one, people)
    tell("in one run", first, one, people)
    tell("again, of the first", again, first, people)
    print(f"the largest process: {first.memory:.0f} MiB")
    return int(first.clock / one.clock > 0.2 or again.clock / first.clock > 0.02)


def tell(what: str, spent: Spent, of: Spent, people: int) -> None:
    clock, processors = spent.clock / of.clock, spent.processors / of.processors
    print(
        f"{what:<28}{spent.clock:9.2f} s {clock:7.3f}{spent.processors:10.2f} s{processors:7.3f}"
        f"{spent.processors / people:8.3f} s"
    )


def person(folder: Path, number: int) -> Path:
    """The CV of somebody, with as many papers as those of that number have."""
    home, family = folder / f"{number:05}", f"Lace{number}"
    home.mkdir(parents=True)
    work = "".join(
        WORK.format(number=number, index=index, start=2000 + 3 * index, end=2003 + 3 * index)
        for index in range(4)
    )
    cv = CV.format(first="Ada", family=family, number=number, work=work)
    (home / "cv.yaml").write_text(cv)
    papers = range(SIZES[number % len(SIZES)])
    said = (PAPER.format(first="Ada", family=family, index=n, year=1980 + n % 45) for n in papers)
    (home / "publications.bib").write_text("".join(said))
    return home / "cv.yaml"


def command(home: Path, sources: list[Path]) -> list[str]:
    head = [sys.executable, "-m", "cvtool", "render", "--all", "--quiet"]
    to = home / "site" / ("{folder}" if len(sources) > 1 else sources[0].parent.name)
    return [*head, *map(str, sources), "--output", str(to)]


def run(home: Path, sources: list[Path]) -> Spent:
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    here = os.environ | {"PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command(home, sources), env=here, stderr=subprocess.DEVNULL)
    most = largest(process) if len(sources) > 1 else 0
    if process.wait():
        sys.exit("a run failed")
    clock = time.perf_counter() - started
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = now.ru_utime + now.ru_stime - before.ru_utime - before.ru_stime
    return Spent(clock, used, most / 1024)


def largest(process: subprocess.Popen[bytes]) -> int:
    """The most that one of its processes has had, in KiB, where the system says it."""
    most = 0
    while process.poll() is None:
        time.sleep(0.02)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        for number in children.read_text().split() if children.exists() else ():
            most = max(most, resident(number))
    return most


def resident(number: str) -> int:
    try:
        found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{number}/status").read_text())
    except OSError:
        return 0
    return int(found[1]) if found else 0


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:]]
    sys.exit(main(*[*given, *(1_000, 20)[len(given) :]]))
