"""Times `cvtool serve` on the sample: from a save to the new page in the hands of the browser.

    .venv/bin/python bench/serve.py [RUNS]

Each run changes cv.yaml twice. "Told" is when the event of the change has come, "page" when the new
homepage has been fetched: that is to take less than 100 ms, and the last column says how much of
them it takes. The second save comes at once, while cv.pdf is being made, which should not hold the
page up; "cv.pdf" is when the one that says the same as the page is there. "Drawn" is when Chromium
has loaded and drawn the new page. What a save consists of is timed in this process.
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
sys.path.insert(0, str(ROOT / "tests"))

from browser import Browser  # noqa: E402

LIMIT = 0.1
PAUSE = 2000
WATCH = """
window.drawn = new Promise((done) => {
  site.onload = () => requestAnimationFrame(() => done(Date.now()));
});
"""

Events = Iterator[dict[str, Any]]
Times = dict[str, list[float]]


def main(runs: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for each in ("cv.yaml", "publications.bib"):
            shutil.copy(ROOT / each, folder)
        with served(folder) as url:
            found = measured(folder, url, runs) | drawn(folder, url, runs)
        report(found | parts(folder, runs))


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


def measured(folder: Path, url: str, runs: int) -> Times:
    events = (json.loads(line[6:]) for line in urlopen(f"{url}events") if line.startswith(b"data:"))
    found: Times = {}
    state = until_made(events)
    for number in range(runs):
        for label in ("", ", second save"):
            word = f"Run {number}{label}"
            started = save(folder, word)
            state = until_another(events, state)
            found.setdefault(f"told{label}", []).append(time.perf_counter() - started)
            assert word.encode() in urlopen(f"{url}site/").read()
            found.setdefault(f"page{label}", []).append(time.perf_counter() - started)
        state = until_made(events)
        found.setdefault("cv.pdf", []).append(time.perf_counter() - started)
    return found


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
    data = text.replace("Chijun Sima\n  label", f"{word}\n  label", 1)
    started = time.perf_counter()
    (folder / "cv.yaml").write_text(data, encoding="utf-8")
    return started


def until_another(events: Events, state: dict[str, Any]) -> dict[str, Any]:
    return next(event for event in events if event["site"] != state["site"])


def until_made(events: Events) -> dict[str, Any]:
    return next(event for event in events if event["pdf"] and not event["making"])


def parts(folder: Path, runs: int) -> Times:
    workspace = Workspace(folder / "cv.yaml")
    found: Times = {"of which loading": [], "of which rendering": []}
    for _ in range(runs + 1):
        started = time.perf_counter()
        document = workspace.load().document
        loaded = time.perf_counter()
        assert document
        assert not workspace.make(["html"], document)["html"].error
        found["of which loading"].append(loaded - started)
        found["of which rendering"].append(time.perf_counter() - loaded)
    return {name: each[1:] for name, each in found.items()}


def report(times: Times) -> None:
    print(f"{'ms':<20}{'min':>8}{'median':>8}{'max':>8}{'of 100 ms':>11}")
    for label, found in times.items():
        middle = statistics.median(found)
        figures = "".join(f"{1000 * each:8.0f}" for each in (min(found), middle, max(found)))
        print(f"{label:<20}{figures}{middle / LIMIT:11.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
