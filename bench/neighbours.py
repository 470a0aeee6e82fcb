"""Times cold runs of `cvtool render` beside those of RenderCV and resumed, on the same facts.

    .venv/bin/python bench/neighbours.py [--pairs N] [--rows WORD] [--rendercv FILE]
        [--resumed FILE]

Each row is a thing that both can do. Its commands take turns, each in a process of its own; the
first turn, which fills caches, is not counted. Both write all that they are asked for anew. Times
are medians, of the wall and of the processor with all processes of a run; ratios are medians of the
pairs: cvtool's time over that of the other. The first says little on a machine that has other work.
What is not installed is said, and its rows have our times alone. resumed is looked for on PATH, and
renders with jsonresume-theme-even (or --theme), which npm installs beside it.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

ROOT = Path(__file__).resolve().parent.parent
PLAIN = ("-nomd", "-nohtml", "-nopng")
RENDERCV, RESUMED = "rendercv", "resumed"
WORDS = """a model of distributed storage for low latency and high throughput in large systems with
many users where each request meets several caches before it reaches the disk"""


class Time(NamedTuple):
    """Seconds of one run."""

    wall: float
    processor: float


class Row(NamedTuple):
    """What both make of a CV with so many papers, and what each is asked for."""

    title: str
    papers: int
    own: tuple[str, ...]
    neighbour: str
    asked: tuple[str, ...]


ROWS = (
    Row("HTML", 12, ("html", "--input", "cv.yaml"), RESUMED, ("resume.json",)),
    Row("HTML of JSON Resume", 12, ("html", "--input", "resume.json"), RESUMED, ("resume.json",)),
    Row("two pages, all formats", 12, ("--all", "--input", "cv.yaml"), RENDERCV, ("other.yaml",)),
    Row("two pages, PDF", 12, ("pdf", "--input", "cv.yaml"), RENDERCV, ("other.yaml", *PLAIN)),
    Row("100 papers, PDF", 100, ("pdf", "--input", "cv.yaml"), RENDERCV, ("other.yaml", *PLAIN)),
    Row("1,000 papers, PDF", 1000, ("pdf", "--input", "cv.yaml"), RENDERCV, ("other.yaml", *PLAIN)),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--pairs", type=int, default=9)
    parser.add_argument("--rows", default="", help="only the rows whose title has this word")
    for name in (RENDERCV, RESUMED):
        parser.add_argument(f"--{name}", type=Path, default=shutil.which(name), metavar="FILE")
    parser.add_argument("--theme", default="jsonresume-theme-even", help="that of resumed")
    asked = parser.parse_args()
    others = {RENDERCV: [str(asked.rendercv), "render"]} if asked.rendercv else {}
    if asked.resumed:
        others[RESUMED] = [str(asked.resumed), "render", "--theme", asked.theme]
    say_where(others)
    print("| | cvtool | the other | which | wall | processor |\n|---|---|---|---|---|---|")
    for row in ROWS:
        if asked.rows in row.title:
            print(measured(row, others.get(row.neighbour), asked.pairs), flush=True)


def say_where(others: Mapping[str, list[str]]) -> None:
    print(time.strftime("%d %B %Y"), f"CPython {platform.python_version()}", sep=", ", end=", ")
    print(platform.platform(terse=True), f"{os.cpu_count()} processors, load", os.getloadavg()[0])
    for name in (RENDERCV, RESUMED):
        command = [*others.get(name, ())[:1], "--version"]
        said = subprocess.run(command, capture_output=True, text=True) if name in others else None
        print(f"{name}: {said.stdout.strip().splitlines()[-1] if said else 'not installed'}")


def measured(row: Row, other: list[str] | None, pairs: int) -> str:
    """The line of the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, row.papers)
        own = [sys.executable, "-m", "cvtool", "render", "--force", "--output", "output", *row.own]
        commands = [own, [*other, *row.asked]] if other else [own]
        turns = [[timed(each, folder) for each in commands] for _ in range(pairs + 1)][1:]
    walls = [statistics.median(each.wall for each in runs) for runs in zip(*turns, strict=True)]
    seconds = [f"{each:.2f} s" for each in walls]
    cells = [row.title, *seconds, row.neighbour, *ratios(turns)] if other else [row.title, *seconds]
    return f"| {' | '.join(cells)} |"


def ratios(turns: list[list[Time]]) -> Iterator[str]:
    for column in range(len(Time._fields)):
        found = [mine[column] / other[column] for mine, other in turns]
        yield f"{statistics.median(found):.2f}"


def timed(command: list[str], folder: Path) -> Time:
    more = {"PYTHONPATH": str(ROOT)} if "cvtool" in command else {}
    known = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, capture_output=True, cwd=folder, env=known | more)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{(done.stdout + done.stderr).decode()[-2000:]}")
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Time(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


# The CVs


def write(folder: Path, papers: int) -> None:
    """cv.yaml with papers.bib, other.yaml for RenderCV, and resume.json, which is JSON Resume."""
    say = random.Random(papers)
    listed = [*_papers(say, papers)]
    jobs = [*_jobs(say, 5 if papers < 100 else 2)]
    basics = {"name": "Ada Quill", "email": "ada@example.org", "summary": _text(say, 40)}
    cv = {"basics": basics, "work": jobs, "education": [_degree(say)]}
    cv["bibliography"] = {"files": ["papers.bib"]}
    (folder / "cv.yaml").write_text(yaml.safe_dump(cv, sort_keys=False))
    (folder / "papers.bib").write_text("\n".join(map(_bibtex, listed)))
    other = {"cv": _other(basics, cv, listed)}
    (folder / "other.yaml").write_text(yaml.safe_dump(other, sort_keys=False))
    resume = {**cv, "publications": [*map(_published, listed)]}
    del resume["bibliography"]
    (folder / "resume.json").write_text(json.dumps(resume, indent=1))


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


def _published(paper: dict[str, Any]) -> dict[str, str]:
    """A paper as JSON Resume has it, which has no word for authors: they stand in its summary."""
    names = {"name": paper["title"], "publisher": paper["journal"], "releaseDate": paper["date"]}
    url = f"https://doi.org/{paper['doi']}"
    return {**names, "url": url, "summary": ", ".join(paper["authors"])}


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
    main()
