"""Times a cold `cvtool render pdf` of three CVs, and RenderCV on the same content, if it is given.

    .venv/bin/python bench/pdf.py [PAIRS] [-- /path/to/rendercv]

The CVs: two pages, 100 papers, 1,000 papers. The commands take turns, each in a process of its own;
the first turn is not counted. Each time stands as wall and as processor time of all its processes,
for the first says nothing on a machine that has other work.
"""

from __future__ import annotations

import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PLAIN = ("-nomd", "-nohtml", "-nopng")
WORDS = """a model of distributed storage for low latency and high throughput in large systems with
many users where each request meets several caches before it reaches the disk"""


class Time(NamedTuple):
    """Seconds of one run."""

    wall: float
    processor: float


def main(arguments: list[str]) -> None:
    mine, _, other = " ".join(arguments).partition("--")
    pairs = int(mine) if mine.strip() else 9
    for papers, title in ((12, "two pages"), (100, "100 papers"), (1000, "1,000 papers")):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write(folder, papers)
            commands = {"cvtool": own(folder)}
            if other.strip():
                commands["rendercv"] = [other.strip(), "render", str(folder / "other.yaml"), *PLAIN]
            times: dict[str, list[Time]] = {each: [] for each in commands}
            for each, command in [*commands.items()] * (pairs + 1):
                times[each].append(timed(command, folder))
        report(title, {each: found[1:] for each, found in times.items()})


def own(folder: Path) -> list[str]:
    command = [sys.executable, "-m", "cvtool", "render", "pdf", "--force"]
    return [*command, "--input", str(folder / "cv.yaml"), "--output", str(folder / "output")]


def timed(command: list[str], folder: Path) -> Time:
    more = {"PYTHONPATH": str(ROOT)} if "cvtool" in command else {}
    known = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=folder, env=known | more)
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Time(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def report(title: str, times: dict[str, list[Time]]) -> None:
    for name, found in times.items():
        wall, processor = (statistics.median(column) for column in zip(*found, strict=True))
        print(f"{title:<13} {name:<9} wall {wall:6.3f} s   processor {processor:6.3f} s")
    if len(times) == 2:
        pairs = [*zip(*times.values(), strict=True)]
        wall = statistics.median(one.wall / other.wall for one, other in pairs)
        processor = statistics.median(one.processor / other.processor for one, other in pairs)
        print(f"{title:<13} median ratio of {len(pairs)} pairs: {wall:.2f}, {processor:.2f}")


# The CVs


def write(folder: Path, papers: int) -> None:
    """cv.yaml with papers.bib, and other.yaml for RenderCV."""
    say = random.Random(papers)
    listed = [*_papers(say, papers)]
    jobs = [*_jobs(say, 5 if papers < 100 else 2)]
    basics = {"name": "Ada Quill", "email": "ada@example.org", "summary": _text(say, 40)}
    cv = {"basics": basics, "work": jobs, "education": [_degree(say)]}
    cv["bibliography"] = {"files": ["papers.bib"]}
    (folder / "cv.yaml").write_text(json.dumps(cv, indent=1))
    (folder / "papers.bib").write_text("\n".join(map(_bibtex, listed)))
    (folder / "other.yaml").write_text(json.dumps({"cv": _other(basics, cv, listed)}, indent=1))


def _text(say: random.Random, count: int) -> str:
    return " ".join(say.choices(WORDS.split(), k=count)).capitalize()


def _jobs(say: random.Random, count: int) -> Iterator[dict[str, Any]]:
    for index in range(count):
        yield {
            "name": f"Company {_text(say, 1)}",
            "position": f"Engineer for {_text(say, 2)}",
            "location": "Berlin",
            "startDate": f"{2020 - 2 * index}-03",
            "endDate": f"{2022 - 2 * index}-02",
            "highlights": [f"{_text(say, 22)}." for _ in range(5)],
        }


def _degree(say: random.Random) -> dict[str, Any]:
    degree = {"institution": "University of Bonn", "area": "Computer Science", "studyType": "MSc"}
    return {**degree, "startDate": "2006-10", "endDate": "2011-09"}


def _papers(say: random.Random, count: int) -> Iterator[dict[str, Any]]:
    names = ("Bo Roe", "Cy Lee", "Di Ray", "Ed Poe", "Flo Kay")
    for index in range(count):
        yield {
            "title": f"{_text(say, 9)} {index}",
            "authors": ["Ada Quill", *say.sample(names, 3)],
            "journal": f"Journal of {_text(say, 3)}",
            "date": str(2022 - index * 15 // count),
            "doi": f"10.1000/{index}",
        }


def _bibtex(paper: dict[str, Any]) -> str:
    fields = {**paper, "author": " and ".join(paper["authors"]), "year": paper["date"]}
    del fields["authors"], fields["date"]
    body = ",\n".join(f"  {key} = {{{value}}}" for key, value in fields.items())
    return f"@article{{p{paper['doi'].rpartition('/')[2]},\n{body}\n}}\n"


def _other(
    basics: dict[str, Any], cv: dict[str, Any], papers: list[dict[str, Any]]
) -> dict[str, Any]:
    """The same as RenderCV has it."""
    work = [
        {
            "company": each["name"],
            "position": each["position"],
            "location": each["location"],
            "start_date": each["startDate"],
            "end_date": each["endDate"],
            "highlights": each["highlights"],
        }
        for each in cv["work"]
    ]
    (degree,) = cv["education"]
    education = {key: degree[key] for key in ("institution", "area")} | {"degree": "MSc"}
    education |= {"start_date": degree["startDate"], "end_date": degree["endDate"]}
    sections = {"summary": [basics["summary"]], "work": work, "education": [education]}
    sections["publications"] = papers
    return {"name": basics["name"], "email": basics["email"], "sections": sections}


if __name__ == "__main__":
    main(sys.argv[1:])
