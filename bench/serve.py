"""Times `cvtool serve` on the sample: from a save to the new page in the hands of the browser.

    .venv/bin/python bench/serve.py [RUNS] [PAPERS]

So many papers are put to those of the sample. Each run changes cv.yaml twice, and an entry of the
.bib, where there are more papers. "Told" is when the event of the change has come, "page" when the
new homepage has been fetched: that is to take less than 50 ms on a quiet machine, and the last
column says how much of the time it takes that all of the site takes, made from the files by a
process that has done so before. The second save comes at once, while cv.pdf is being made, which
should not hold the page up. Without more papers, "cv.pdf" is when the one that says the same as the
page is there, and "drawn" when Chromium has loaded and drawn the new page.
"""

from __future__ import annotations

import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from cvtool.pipeline.workspace import Workspace

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "bench")]

from bibliography import bibliography  # noqa: E402
from browser import Browser  # noqa: E402

LABEL = "Senior Software Development Engineer"
ENTRY = re.compile(r"(?<=, Part )7(?=})")
PAUSE = 2000
WATCH = """
window.drawn = new Promise((done) => {
  site.onload = () => requestAnimationFrame(() => done(Date.now()));
});
"""

Events = Iterator[dict[str, Any]]
Times = dict[str, list[float]]


def main(runs: int = 20, papers: int = 0) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(ROOT / "cv.yaml", folder)
        own = (ROOT / "publications.bib").read_text(encoding="utf-8")
        bib = own + bibliography(papers, formulas=False)
        (folder / "publications.bib").write_text(bib, encoding="utf-8")
        with served(folder) as url:
            found = measured(folder, url, runs, waits=not papers)
            found |= edited(folder, url, runs, bib) if papers else drawn(folder, url, runs)
        report(found, whole(folder, runs))


@contextmanager
def served(folder: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "cvtool", "serve", "--port", "0"]
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr
    try:
        yield next(found[0] for line in process.stderr if (found := re.search(r"http:\S+/", line)))
    finally:
        process.terminate()
        process.communicate()


def measured(folder: Path, url: str, runs: int, waits: bool) -> Times:
    events = (json.loads(line[6:]) for line in urlopen(f"{url}events") if line.startswith(b"data:"))
    found: Times = {}
    state = until_made(events)
    for number in range(runs):
        for label in ("", ", second save"):
            word = f"Run {number}{label}".replace(",", "")
            started = save(folder, word)
            state = until_another(events, state)
            found.setdefault(f"told{label}", []).append(time.perf_counter() - started)
            assert word.encode() in urlopen(f"{url}site/").read()
            found.setdefault(f"page{label}", []).append(time.perf_counter() - started)
        if waits:
            state = until_made(events)
            found.setdefault("cv.pdf", []).append(time.perf_counter() - started)
    return found


def edited(folder: Path, url: str, runs: int, bib: str) -> Times:
    events = (json.loads(line[6:]) for line in urlopen(f"{url}events") if line.startswith(b"data:"))
    found = []
    state = next(events)
    for number in range(runs):
        text = ENTRY.sub(f"7, {number}th edit", bib)
        started = time.perf_counter()
        (folder / "publications.bib").write_text(text, encoding="utf-8")
        state = until_another(events, state)
        assert f"7, {number}th edit".encode() in urlopen(f"{url}site/").read()
        found.append(time.perf_counter() - started)
    return {"page, .bib saved": found}


def drawn(folder: Path, url: str, runs: int) -> Times:
    browser = Browser(folder / "profile")
    tab = browser.open(url)
    events = (json.loads(line[6:]) for line in urlopen(f"{url}events") if line.startswith(b"data:"))
    found = []
    tab.run(f"new Promise((done) => {{ site.onload = done; setTimeout(done, {PAUSE}); }})")
    for number in range(runs):
        tab.run(f"{{ {WATCH} }} 0")
        started = time.time()
        save(folder, f"Drawn {number}")
        found.append(tab.run("drawn") / 1000 - started)
        until_made(events)
    browser.stop()
    return {"drawn in Chromium": found}


def save(folder: Path, word: str) -> float:
    text = (ROOT / "cv.yaml").read_text(encoding="utf-8")
    data = text.replace(LABEL, word, 1)
    started = time.perf_counter()
    (folder / "cv.yaml").write_text(data, encoding="utf-8")
    return started


def until_another(events: Events, state: dict[str, Any]) -> dict[str, Any]:
    return next(event for event in events if event["site"] != state["site"])


def until_made(events: Events) -> dict[str, Any]:
    return next(event for event in events if event["pdf"] and not event["making"])


def whole(folder: Path, runs: int) -> float:
    workspace = Workspace(folder / "cv.yaml")
    found = []
    for number in range(runs + 1):
        save(folder, f"Whole {number}")
        started = time.perf_counter()
        document = workspace.load().document
        assert document
        assert not workspace.make(["html"], document)["html"].error
        found.append(time.perf_counter() - started)
    return statistics.median(found[1:])


def report(times: Times, all_of_it: float) -> None:
    print(f"{'ms':<20}{'min':>8}{'median':>8}{'max':>8}{'of the site':>13}")
    for label, found in times.items():
        middle = statistics.median(found)
        figures = "".join(f"{1000 * each:8.0f}" for each in (min(found), middle, max(found)))
        print(f"{label:<20}{figures}{middle / all_of_it:13.2f}")
    print(f"{'all of the site':<28}{1000 * all_of_it:8.0f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
