"""How time and memory grow with the input: each probe is doubled five times.

    .venv/bin/python bench/growth.py [WORD ...]

A probe repeats one thing: a sign in all texts of a cv.yaml, in all fields of an entry of a .bib
file, an entry, an element of a style sheet. It begins with a size that takes 20 ms more than
nothing of the kind. Each run is the command itself, in a process forked from one that has all
modules loaded, as many at a time as there are processors; its time is that of the processor, with
the processes that it starts. The exponent
is the slope of time over size at the last doublings, both as logarithms, without what nothing
takes: 1 is linear, 2 quadratic. The status is 1 where one is 1.2 or more, where memory grows faster
than that, or where a run ends in a fault or not at all. A WORD chooses the probes whose names hold
it.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import resource
import statistics
import sys
import tempfile
from dataclasses import dataclass
from math import log2
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

from probes import CHEAP, Probe, entry, probes, texts  # noqa: E402

LIMIT = 1.2
DOUBLINGS, LAST = 5, 3
SMALLEST, LONGEST = 0.02, 60
"""Seconds that the first size of a probe takes, and after which a run is ended."""
NEXT_TO_NOTHING, FIRST, LARGEST = 1 << 6, 1 << 7, 1 << 17
"""Between these is the first size; what is not measurable even then is as quick as can be."""
MOST_MEMORY = 6 << 30
SLIGHT = 64 << 20
"""Bytes, up to which it does not matter how memory grows."""
FAULT = -1


@dataclass(frozen=True)
class Cost:
    seconds: float
    bytes: int
    status: int


def main(words: list[str]) -> int:
    gc.disable()  # as the command does
    load()
    chosen = [each for each in probes() if all(word in each.name for word in words)]
    print(f"{'probe':<44}{'first size':>11}  {'seconds, doubling':<48}{'exponent':>9}{'MiB':>7}")
    names, wrong = [each.name for each in chosen], []
    with multiprocessing.get_context("fork").Pool() as pool:
        for probe, (line, is_good) in zip(chosen, pool.imap(grown, names), strict=True):
            print(line, flush=True)
            wrong += [] if is_good else [probe.name]
    print(f"{len(chosen)} probes, {len(wrong)} of them not linear", *wrong, sep="\n  ")
    return min(len(wrong), 1)


def load() -> None:
    """Imports what the command needs, with a CV of its own."""
    from cvtool.pipeline.workspace import Workspace
    from cvtool.render.pdf import fit, prepare

    fit._FEW_LINES = 0  # what is laid out up to three times to save a page is so at some sizes
    with tempfile.TemporaryDirectory() as folder:
        files = {**texts("a $x_i$ *b* - c\n\n- d"), **{"a.bib": entry("note", "$\\sqrt{x}$ \\a")}}
        for path, data in files.items():
            Path(folder, path).write_text(data, encoding="utf-8")
        workspace = Workspace(Path(folder, "cv.yaml"))
        loaded = workspace.load()
        assert loaded.document
        workspace.make(CHEAP, loaded.document)
        prepare(workspace.theme)


def grown(name: str) -> tuple[str, bool]:
    """What is measured of that probe, in a line, and whether it is linear; what grows too fast is
    measured once more, for others may use the machine."""
    probe = next(each for each in probes() if each.name == name)
    for _ in range(2):
        nothing = measured(probe, NEXT_TO_NOTHING)
        first, costs = doubled(probe, nothing)
        least = min(each.seconds for each in (nothing, *costs))  # what is refused is not made
        seconds = [max(each.seconds - least, 0.001) for each in costs]
        memory = [max(each.bytes - nothing.bytes, SLIGHT) for each in costs]
        ended = len(costs) == DOUBLINGS + 1 and all(each.status >= 0 for each in costs)
        exponent = slope(seconds) if seconds[-1] > 10 * SMALLEST else 0.0
        good = ended and exponent < LIMIT and slope(memory) < LIMIT
        if good:
            break
    shown = " ".join(f"{each:7.3f}" for each in seconds)
    most = max(each.bytes for each in costs) - nothing.bytes
    mark = "" if good else f"  {'grows' if ended else 'fault'}"
    line = f"{probe.name:<44}{first:11,}  {shown:<48}{exponent:9.2f}{most >> 20:7}{mark}"
    return line, good


def doubled(probe: Probe, nothing: Cost) -> tuple[int, list[Cost]]:
    """The first size that takes time, and the costs of it and of its doubles, up to one too far."""
    size = FIRST
    while (cost := measured(probe, size)).seconds - nothing.seconds < SMALLEST and size < LARGEST:
        size *= 2 if cost.seconds - nothing.seconds > SMALLEST / 4 else 4
    costs = [cost]
    while len(costs) <= DOUBLINGS and costs[-1].status >= 0:
        costs.append(measured(probe, size << len(costs)))
    return size, costs


def slope(values: list[float] | list[int]) -> float:
    """Of the logarithms over the last doublings: the line that is nearest to them."""
    points = [log2(each) for each in values[-1 - LAST :]]
    if len(points) < 2:
        return 0.0
    return statistics.linear_regression(range(len(points)), points).slope


def measured(probe: Probe, size: int) -> Cost:
    """What the command costs with this much, in a process of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path, data in probe.make(size).items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(data, encoding="utf-8")
        child = os.fork()
        if not child:
            run(folder, probe.formats)
        _, status, used = os.wait4(child, 0)
        is_fault = b"a fault in" in (folder / "said").read_bytes()
    unit = 1 if sys.platform == "darwin" else 1024
    ended = FAULT if is_fault or os.WIFSIGNALED(status) else status
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss * unit, ended)


def run(folder: Path, formats: tuple[str, ...]) -> None:
    """The command; this process ends with it."""
    from cvtool.cli import main

    status = 70
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST))
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
        os.chdir(folder)
        said = os.open("said", os.O_WRONLY | os.O_CREAT)
        os.dup2(said, 1)
        os.dup2(said, 2)
        sys.argv = ["cvtool", "render", *formats] if formats else ["cvtool", "check"]
        main()
    except SystemExit as error:
        status = error.code if isinstance(error.code, int) else 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
