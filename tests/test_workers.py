"""The second process: it works beside this one, and where it fails nobody sees a difference."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread
from time import sleep
from typing import Any

import pytest
from helpers import NAME, environment

from cvtool.pipeline import workers
from cvtool.pipeline.workers import EndedError, Pool, Worker

DRIVER = """
import os, signal, sys
from cvtool import cli
from cvtool.pipeline import workers

what, how = sys.argv.pop(1), sys.argv.pop(1)
workers.processors = lambda: 1 if what == "alone" else 2
workers.can_fork = lambda: how == "forked"
start = workers.Worker.start
def died(self, *task):
    result = start(self, *task)
    kill = self._process.kill
    pid = kill.args[0] if how == "forked" else kill.__self__.pid
    os.kill(pid, signal.Signals[what])
    return result
def none(*_):
    raise OSError
if what.startswith("SIG"):
    workers.Worker.start = died
elif what == "none":
    workers._forked = workers._spawned = none
try:
    cli.main()
finally:
    try:
        print("left behind", os.waitpid(-1, os.WNOHANG))
    except ChildProcessError:
        print("weasyprint" in sys.modules)
"""
HOW = ("forked", "spawned")


def three() -> int:
    return 3


def die(*_: Any) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


def fail(*_: Any) -> Any:
    sys.stderr.close()
    raise ValueError


def times(count: int, text: str) -> str:
    return text * count


def leave_a_file(_: int) -> str:
    return tempfile.mkdtemp()


def print_something(_: int) -> int:
    os.write(1, b"something")
    return 1


def hears_ctrl_c(_: int, group: int) -> bool:
    is_deaf = signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ())
    return os.getpgrp() == group and not is_deaf


def wait_for_ever(_: int) -> None:
    signal.pause()


def children() -> set[int]:
    """The processes that this one has started and not yet waited for, the browser among them."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended meanwhile
            if path.read_text().rpartition(")")[2].split()[1] == str(os.getpid()):
                found.add(int(path.parent.name))
    return found


@pytest.fixture(params=HOW)
def worker(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Worker[int]]:
    """One of either sort; it leaves no process."""
    monkeypatch.setattr(workers, "can_fork", lambda: request.param == "forked")
    before = children()
    with Worker(three) as one:
        yield one
    assert children() <= before


@pytest.mark.parametrize("size", [1, 1_000_000])
def test_it_does_one_piece_of_work_after_the_other(worker: Worker[int], size: int) -> None:
    for text in ("x" * size, "y"):
        assert worker.start(times, text)() == text * 3


@pytest.mark.parametrize("work", [die, fail])
def test_one_that_dies_at_work_is_told_and_replaced(
    worker: Worker[int], work: Callable[[int], Any]
) -> None:
    for _ in range(2):
        with pytest.raises(EndedError):
            worker.start(work)()
        assert worker.start(times, "x")() == "xxx"


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize("prepare", [die, fail])
def test_one_that_dies_at_once_is_told(
    monkeypatch: pytest.MonkeyPatch, how: str, prepare: Callable[[], int]
) -> None:
    monkeypatch.setattr(workers, "can_fork", lambda: how == "forked")
    before = children()
    with Worker(prepare) as worker, pytest.raises(EndedError):
        worker.start(times, "x" * 1_000_000)()
    assert children() <= before


def test_who_waits_for_one_that_is_closed_is_told(worker: Worker[int]) -> None:
    result = worker.start(wait_for_ever)
    closing = Thread(target=worker.close)
    closing.start()
    with pytest.raises(EndedError):
        result()
    closing.join()


def test_ctrl_c_is_for_the_command_alone(worker: Worker[int]) -> None:
    assert not worker.start(hears_ctrl_c, os.getpgrp())()


def meet(_: int, folder: Path, own: str, other: str) -> bool:
    """Whether whoever works beside it has come while this one waits."""
    (folder / own).touch()
    for _ in range(400):
        if (folder / other).exists():
            return True
        sleep(0.05)
    return False


@pytest.fixture(params=HOW)
def pool(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pool[int]]:
    monkeypatch.setattr(workers, "can_fork", lambda: request.param == "forked")
    found = Pool(three, 2)
    yield found
    found.close()


def test_a_pool_works_side_by_side(pool: Pool[int], tmp_path: Path) -> None:
    pairs = (("a", "b"), ("b", "a"), ("c", "d"), ("d", "c"))
    waits = [pool.start(meet, tmp_path, one, other) for one, other in pairs]
    assert [wait() for wait in reversed(waits)] == [True] * 4


def test_what_one_of_a_pool_dies_of_ends_no_other_work(pool: Pool[int]) -> None:
    before, fatal, after = pool.start(times, "a"), pool.start(die), pool.start(times, "b")
    with pytest.raises(EndedError, match="killed"):
        fatal()
    assert (before(), after()) == ("aaa", "bbb")
    assert pool.start(times, "c")() == "ccc"


def test_what_it_prints_is_no_result(worker: Worker[int]) -> None:
    assert worker.start(print_something)() == 1
    assert worker.start(times, "x")() == "xxx"


@pytest.mark.skipif(not hasattr(fcntl, "F_SETPIPE_SZ"), reason="this system has small pipes alone")
def test_who_hands_over_much_need_not_wait_until_it_is_taken_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workers, "can_fork", lambda: True)
    given, told = os.pipe()
    with Worker(lambda: int(os.read(given, 1))) as worker:
        sender = Thread(target=worker.start, args=(times, "x" * 500_000))
        sender.start()
        sender.join(20)
        waits = sender.is_alive()
        os.write(told, b"3")
        sender.join()
    assert not waits


def test_it_leaves_no_file_behind() -> None:
    with Worker(three) as worker:
        left = Path(worker.start(leave_a_file)())
        assert left.is_dir()
    assert not left.exists()


@pytest.mark.parametrize("how", HOW)
def test_what_was_left_by_one_that_was_killed_goes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, how: str
) -> None:
    monkeypatch.setattr(workers, "can_fork", lambda: how == "forked")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    others = (f"cvtool-{os.getppid()}-x", "cvtool-x", f"my-cvtool-{gone.pid}-x")
    for name in (f"cvtool-{gone.pid}-x", *others):
        (tmp_path / name / "weasyprint-x").mkdir(parents=True)
    with Worker(three) as one:
        assert one.start(times, "x")() == "xxx"
    assert {path.name for path in tmp_path.iterdir()} == {*others}


@pytest.mark.parametrize("how", HOW)
def test_it_leaves_no_file_when_the_command_is_ended(tmp_path: Path, how: str) -> None:
    code = f"""if True:
        import os, signal
        from cvtool.pipeline import workers
        workers.can_fork = lambda: {how == "forked"}
        worker = workers.Worker(int)
        worker.start(pow, 2)()
        os.killpg(0, signal.SIGTERM)
    """
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(TMPDIR=str(tmp_path)),
        start_new_session=True,
        capture_output=True,  # which is read until the other process has ended, too
        check=False,
    )
    assert done.returncode == -signal.SIGTERM
    assert list(tmp_path.iterdir()) == []


def render(folder: Path, what: str, how: str, *formats: str) -> subprocess.CompletedProcess[str]:
    """``cvtool render``, and as the last line whether its own process loaded the slow library."""
    (folder / "tmp").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", DRIVER, what, how, "render", "--force", *formats],
        cwd=folder,
        env=environment(TMPDIR=str(folder / "tmp")),
        capture_output=True,
        text=True,
        check=False,
    )
    assert list((folder / "tmp").iterdir()) == []
    return done


@pytest.mark.parametrize("how", HOW)
def test_one_process_makes_both_slow_formats(tmp_path: Path, how: str) -> None:
    (tmp_path / "cv.yaml").write_text(NAME)
    done = render(tmp_path, "normal", how, "card", "pdf", "text")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "False"
    slow = [line for line in done.stdout.splitlines() if "cv.txt" not in line]
    assert " 0.00 s" not in "".join(slow)  # the time of the work, not of waiting for it
    made = tmp_path / "output"
    assert {"cv.txt", "cv.pdf", "card.png"} <= {path.name for path in made.iterdir()}


def with_a_style(folder: Path) -> None:
    path = folder / "templates/pdf/themes/mine.css"
    path.parent.mkdir(parents=True)
    path.write_text("/* Mine: nothing. */")


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize(
    ("died", "said"),
    [
        ("SIGSEGV", "a library of the system crashed over it (SIGSEGV): if you have styles, "),
        ("SIGABRT", "a library of the system crashed over it (SIGABRT): if you have styles, "),
        ("SIGKILL", "the process that makes it was killed: is there enough memory?"),
    ],
)
def test_what_the_other_process_dies_of_is_one_line_and_not_done_here(
    tmp_path: Path, how: str, died: str, said: str
) -> None:
    (tmp_path / "cv.yaml").write_text(NAME)
    done = render(tmp_path, died, how, "pdf", "card", "text")
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1] == "False"
    pdf, card = done.stderr.splitlines()
    assert pdf.startswith(f"cvtool: error: pdf: {said}")
    assert card.startswith(f"cvtool: error: card: {said}")
    assert (tmp_path / "output/cv.txt").is_file()


@pytest.mark.parametrize("how", HOW)
def test_check_outlives_the_other_process(tmp_path: Path, how: str) -> None:
    (tmp_path / "cv.yaml").write_text(NAME)
    with_a_style(tmp_path)
    (tmp_path / "tmp").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", DRIVER, "SIGSEGV", how, "check"],
        cwd=tmp_path,
        env=environment(TMPDIR=str(tmp_path / "tmp")),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "False\n")
    assert done.stderr.count("crashed over it (SIGSEGV)") == 2


@pytest.mark.parametrize(("has_style", "is_here"), [(False, "True"), (True, "False")])
def test_styles_of_the_users_take_another_process_always(
    tmp_path: Path, has_style: bool, is_here: str
) -> None:
    (tmp_path / "cv.yaml").write_text(NAME)
    if has_style:
        with_a_style(tmp_path)
    done = render(tmp_path, "alone", "forked", "pdf")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == is_here


@pytest.mark.parametrize("how", HOW)
def test_the_pdf_is_made_here_when_there_is_no_other_process(tmp_path: Path, how: str) -> None:
    (tmp_path / "cv.yaml").write_text(NAME)
    done = render(tmp_path, "none", how, "pdf")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "True"
    assert (tmp_path / "output/cv.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("how", HOW)
def test_an_error_there_is_told_once_and_in_its_place(tmp_path: Path, how: str) -> None:
    (tmp_path / "cv.yaml").write_text("basics: {name: 李}\npdf:\n  font: No such\n")
    done = render(tmp_path, "normal", how, "pdf")
    assert done.returncode == 1
    assert done.stderr.count("No such") == 1
    assert done.stderr.startswith("cv.yaml:3:3: error: ")
    assert done.stdout == "False\n"


@pytest.mark.parametrize("how", HOW)
def test_a_broken_input_leaves_no_process(tmp_path: Path, how: str) -> None:
    (tmp_path / "cv.yaml").write_text("basics: [")
    done = render(tmp_path, "normal", how, "pdf")
    assert (done.returncode, done.stdout) == (1, "False\n")
