"""Several CVs in one run: each stands or falls alone, by processes here or elsewhere."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from helpers import environment, run
from test_habits import REPORT

from cvtool.pipeline import batch
from cvtool.pipeline.build import Build
from cvtool.store.cache import keep, kept
from cvtool.store.digests import digest

PEOPLE = ("ada", "bob", "eve")
PAPERS = """
@article{shared, author = {King, Ada and King, Bob}, title = {On engines that weave patterns},
  journal = {J. Eng.}, year = {2020}, doi = {10.1/%s}}
@article{own, author = {King, %s}, title = {The own paper of %s about things},
  journal = {J. Eng.}, year = {2021}}
"""
CV = """
basics:
  name: %s King
  label: Engineer
  phone: '+44 1'
  url: https://%s.example
news: [{text: Won a prize., date: 2020-02-03}]
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three people with a paper in common, and one of his own for each."""
    for name in PEOPLE:
        folder = tmp_path / "people" / name
        folder.mkdir(parents=True)
        (folder / "cv.yaml").write_text(CV % (name.title(), name))
        doi = "ABC" if name == "ada" else "abc"
        (folder / "publications.bib").write_text(PAPERS % (doi, name.title(), name))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CVTOOL_JOBS", "1")  # each other takes its time to begin
    return tmp_path


def sources(*names: str) -> list[str]:
    return [f"people/{name}/cv.yaml" for name in names or PEOPLE]


def files(folder: Path) -> dict[str, bytes]:
    """All that is in a folder."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


TO = ("--output", "site/{folder}")


def test_they_are_as_those_of_single_runs(home: Path) -> None:
    outcome = run("render", "html", "text", *sources(), *TO, "--jobs", "2")
    assert (outcome.status, outcome.err) == (0, "")
    assert [line.split()[0] for line in outcome.out.splitlines()] == [
        *(f"site/{name}" for name in PEOPLE),
        "3",
    ]
    run("render", "html", "text", "-i", sources()[1], "-o", "alone")
    assert files(home / "site/bob") == files(home / "alone")
    assert not list(home.rglob("*.tmp"))


def test_what_is_unchanged_is_not_even_read(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("render", "text", *sources(), *TO)
    before = files(home / "site")
    (home / "people/bob/cv.yaml").write_text("basics: {name: Robert}\n")
    outcome = run("render", "text", *sources(), *TO)
    assert outcome.out.splitlines()[-1] == "3 CVs: 2 unchanged, 1 made"
    assert {name for name, data in files(home / "site").items() if data != before[name]} == {
        "bob/cv.txt"
    }
    monkeypatch.delattr(Build, "run")
    assert run("render", "text", *sources(), *TO).out.splitlines()[-1] == "3 CVs: 3 unchanged"


def test_programs_are_told_of_each(home: Path) -> None:
    (home / "people/bob/cv.yaml").write_text("basics: {nme: B}")
    said = json.loads(run("render", "text", *sources(), *TO, "--json").out)
    REPORT.validate(said)
    states = {each["source"]: each["state"] for each in said["results"] if "source" in each}
    assert states == dict(zip(sources(), ("made", "failed", "made"), strict=True))
    assert [each["file"] for each in said["problems"]] == ["people/bob/cv.yaml"]
    assert said["status"] == 1


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (
            ("people/ada", "guests/ada"),
            "'people/ada/cv.yaml' and 'guests/ada/cv.yaml' would go to ",
        ),
        (
            ("people/ada", "guests/Ada"),
            "would go to 'site/ada' and 'site/Ada', one folder to some:",
        ),
    ],
)
def test_two_for_one_folder_are_refused(home: Path, names: tuple[str, str], message: str) -> None:
    for name in names:
        (home / name).mkdir(parents=True, exist_ok=True)
        (home / name / "cv.yaml").write_text("basics: {name: A}\n")
    outcome = run("render", "text", *(f"{name}/cv.yaml" for name in names), *TO)
    assert (outcome.status, outcome.out) == (2, "")
    assert message in outcome.err
    assert len(outcome.lines) == 1
    assert not (home / "site").exists()


def test_a_form_is_one_for_a_single_cv_too(home: Path) -> None:
    outcome = run("render", "text", *sources("ada"), "-o", "site/{folder}/www", "--index")
    assert outcome.out.splitlines()[-1] == "1 CV: 1 made"
    assert (home / "site/ada/www/cv.txt").exists()
    assert 'href="ada/www/cv.txt"' in (home / "site/index.html").read_text()
    assert run("render", "text", *sources("ada"), *TO).out.splitlines()[-1] == "1 CV: 1 made"


@pytest.mark.parametrize("form", ["x/{name}", "{}/{folder}", "{folder}/{lang}"])
def test_a_name_in_the_form_that_stands_for_nothing_is_refused(home: Path, form: str) -> None:
    outcome = run("render", "text", *sources(), "-o", form)
    assert (outcome.status, outcome.out) == (2, "")
    assert ": {folder} stands for the name of the CV's folder" in outcome.err
    assert [each.name for each in home.iterdir()] == ["people"]


def test_a_way_up_leads_out_of_no_folder(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "people/ada/here").mkdir()
    monkeypatch.chdir(home / "people/ada/here")
    outcome = run("render", "text", "../cv.yaml", "../../bob/cv.yaml", *TO)
    assert [line.split()[0] for line in outcome.out.splitlines()] == ["site/ada", "site/bob", "2"]


def test_links_to_one_file_are_cvs_of_their_own(home: Path) -> None:
    link = home / "people/bob/cv.yaml"
    link.unlink()
    link.symlink_to("../ada/cv.yaml")
    run("render", "text", *sources(), *TO)
    assert {path.parent.name for path in home.glob("site/*/cv.txt")} == {*PEOPLE}


def test_nothing_private_is_inside_of_what_holds_all(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where nobody can write beside the CVs."""
    monkeypatch.setattr("cvtool.store.manifest.os.access", lambda *_: False)
    assert run("render", "text", *sources(), *TO, "--index").status == 0
    private = [path for path in home.rglob("cv.txt") if "+44" in path.read_text()]
    assert len(private) == len(PEOPLE)
    assert not [path for path in private if path.is_relative_to(home / "site")]


def test_a_cv_that_is_named_twice_is_made_once(home: Path) -> None:
    outcome = run("render", "text", sources()[0], home / sources()[0], *TO)
    assert outcome.out.splitlines()[-1] == "1 CV: 1 made"


def test_cvs_of_one_folder_have_private_folders_of_their_own(home: Path) -> None:
    for name in ("1", "2"):
        (home / f"{name}.yaml").write_text(f"basics: {{name: N{name}, phone: '+1 {name}'}}\n")
    assert run("render", "text", "1.yaml", "2.yaml").status == 0
    phones = {path.read_text() for path in home.glob("*private*/cv.txt")}
    assert len(phones) == 2


def dies_of_bob(_: object, job: batch.Job) -> batch.Outcome:
    if "bob" in str(job.source):
        os.kill(os.getpid(), signal.SIGKILL)
    return batch.outcome(job)


def whoever(_: object, job: batch.Job) -> batch.Outcome:
    return batch.Outcome(job.source, Path(str(os.getpid())))


def test_the_death_of_a_process_loses_one_cv(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "_there", dies_of_bob)
    outcome = run("render", "text", *sources(), *TO)
    assert outcome.status == 1
    assert outcome.lines == [
        "people/bob/cv.yaml: error: the process that makes it was killed: is there enough memory?"
    ]
    assert outcome.out.splitlines()[-1] == "3 CVs: 2 made, 1 failed"
    assert {path.parent.name for path in home.glob("site/*/cv.txt")} == {"ada", "eve"}


def test_who_is_lost_stays_on_the_page_of_all(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("render", "text", *sources(), *TO, "--index")
    before = (home / "site/index.html").read_bytes()
    monkeypatch.setattr(batch, "_there", dies_of_bob)
    (home / "people/bob/cv.yaml").write_text("basics: {name: Robert}\n")
    assert run("render", "text", *sources(), *TO, "--index").status == 1
    assert (home / "site/index.html").read_bytes() == before


def test_a_process_is_begun_anew_before_it_grows(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "_TASKS", 1)
    monkeypatch.setattr(batch, "_there", whoever)
    jobs = [batch.Job(Path(each), Path("site", each)) for each in sources()]
    made = [each.folder for each in batch.outcomes(jobs, 1)]
    assert len({*made}) == 3


def test_ctrl_c_ends_all(home: Path) -> None:
    command = [sys.executable, "-m", "cvtool", "render", "html", *sources(), *TO, "--jobs", "2"]
    process = subprocess.Popen(
        command, cwd=home, env=environment(), stderr=subprocess.PIPE, stdout=subprocess.PIPE,
        text=True, start_new_session=True,
    )  # fmt: skip
    assert process.stdout
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert (process.returncode, err) in [(130, "\n"), (0, "")]
    assert _is_gone(process.pid)


def _is_gone(group: int) -> bool:
    """Whether its processes go, which are there until somebody has asked what became of them."""
    for _ in range(1000):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        Event().wait(0.01)
    return False


def test_a_bar_on_a_terminal_alone(home: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "cvtool", "render", "text", *sources(), *TO]
    done = subprocess.run(
        command, cwd=home, env=environment(TERM="xterm"), stderr=theirs, stdout=subprocess.PIPE
    )
    os.close(theirs)
    seen = b""
    while part := _read(ours):
        seen += part
    assert b"3/3" in seen
    assert done.stdout.splitlines()[-1] == b"3 CVs: 3 made"
    assert "/3" not in run("render", "text", *sources(), *TO, "--force").err


def _read(number: int) -> bytes:
    try:
        return os.read(number, 10_000)
    except OSError:
        return b""


def test_a_page_of_all(home: Path) -> None:
    outcome = run("render", "html", *sources(), *TO, "--index")
    assert outcome.status == 0
    page = (home / "site/index.html").read_text()
    assert [
        page.index(f' href="{name}/index.html"><bdi>{name.title()} King</bdi></a>')
        for name in PEOPLE
    ]
    works = json.loads((home / "site/publications.json").read_text())
    assert sorted(each["id"] for each in works) == ["own", "own-2", "own-3", "shared"]
    assert (home / "site/publications.bib").read_text().count("engines that weave") == 1
    feed = json.loads((home / "site/feed.json").read_text())
    assert len({each["id"] for each in feed["items"]}) == len(feed["items"]) == 4 + 3
    assert not [name for name, data in files(home / "site").items() if b"+44" in data]


def test_people_stand_as_their_names_are_looked_for(home: Path) -> None:
    names = ["Zoe Abel", "Ada Öberg", "Bo Ødegaard", "Cy Zorn"]
    for name in reversed(names):
        (home / f"people/{name[:2]}").mkdir()
        (home / f"people/{name[:2]}/cv.yaml").write_text(f"basics: {{name: {name}}}")
    run("render", "text", *(f"people/{name[:2]}/cv.yaml" for name in names), *TO, "--index")
    page = (home / "site/index.html").read_text()
    assert re.findall(r"<bdi>(.*?)</bdi>", page) == names


def test_the_page_of_all_has_a_card_for_each(home: Path) -> None:
    links = "profiles: [https://github.com/ada, {network: N, username: a}]"
    ada = f"{{name: Ada King, label: Poet, {links}}}"
    work = "work: [{name: Mill, startDate: 2020}]\nlook: {theme: bold}\n"
    (home / "people/ada/cv.yaml").write_text(f"basics: {ada}\n{work}")
    run("render", "text", *sources("ada"), *TO, "--index")
    page = (home / "site/index.html").read_text()
    said = re.sub(r"<(svg|script).*?</\1>|<[^>]+>", " ", page).split()
    assert " ".join(said[:8]) == "People People AK Ada King Poet Mill publications.json"
    assert re.findall(r'href="(http[^"]*)" title="([^"]*)"', page) == [
        ("https://github.com/ada", "GitHub")
    ]
    assert set(re.findall(r'<use href="#([^"]+)"', page)) <= {
        *re.findall(r'symbol id="(.+?)"', page)
    }
    sheet = (home / "site/style.css").read_text()
    assert (Path(batch.__file__).parents[2] / "templates/html/themes/bold.css").read_text() in sheet
    for name in re.findall(r'url\("(fonts/[^"]+)', sheet):
        assert (home / "site" / name).exists()


def test_the_page_of_all_writes_over_nothing_of_others(home: Path) -> None:
    (home / "site").mkdir()
    for name in ("index.html", "feed.json"):
        (home / "site" / name).write_text("mine")
    outcome = run("render", "text", *sources(), *TO, "--index")
    said = "error: not written by cvtool, and left alone: choose another folder with --output"
    assert outcome.status == 1
    found = [line.partition(f": {said}")[0] for line in outcome.lines if said in line]
    assert sorted(found) == ["site/feed.json", "site/index.html"]
    assert {(home / name).read_text() for name in found} == {"mine"}
    assert run("render", "text", *sources(), *TO, "--index", "--force").status == 0


def test_the_page_of_all_follows_each(home: Path) -> None:
    run("render", "text", *sources(), *TO, "--index")
    made = "site/index.html"
    assert made not in run("render", "text", *sources(), *TO, "--index").out
    (home / "people/bob/cv.yaml").write_text("basics: {name: Robert}\n")
    (home / "people/eve/cv.yaml").write_text("basics: {nme: Eve}\n")
    outcome = run("render", "text", *sources(), *TO, "--index")
    assert made in outcome.out
    page = (home / made).read_text()
    assert ">Robert</bdi></a>" in page
    assert ">Eve King</bdi></a>" in page  # as she was before what is wrong
    outcome = run("render", "text", *sources("ada", "bob"), *TO, "--index")
    assert ">Eve King" not in (home / made).read_text()
    assert [line for line in outcome.lines if "note" in line] == [
        "site/eve: note: the page of all does not lead here: delete the folder where nobody is to "
        "see it any more"
    ]
    (home / made).unlink()
    (home / "site/.cvtool.json").unlink()
    (home / made).write_text("mine")
    assert run("render", "text", *sources("ada", "bob"), *TO, "--index").status == 1
    assert (home / made).read_text() == "mine"


def test_what_an_earlier_version_kept_of_somebody_is_shown(home: Path) -> None:
    run("render", "text", *sources("ada"), *TO, "--index")
    name = f"{digest([str(home / 'site/ada')])}.member"
    state, _, found = kept(name).decode().partition("\n")
    said = json.loads(found)
    old = {key: said[key] for key in said.keys() - {"initials", "at", "links", "look"}}
    keep(name, f"{state}\n{json.dumps(old)}".encode(), 9)
    (home / "people/ada/cv.yaml").write_text("basics: {nme: Ada}\n")
    run("render", "text", *sources("ada", "bob"), *TO, "--index")
    page = (home / "site/index.html").read_text()
    assert re.findall("<bdi>(.*?)</bdi></a>", page) == ["Ada King", "Bob King"]


def test_a_page_of_all_stays_where_nothing_can_be_read(home: Path) -> None:
    run("render", "text", *sources("ada"), *TO, "--index")
    before = (home / "site/index.html").read_bytes()
    assert run("render", "text", "*/cv.yaml", *TO, "--index").status == 1
    assert (home / "site/index.html").read_bytes() == before


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nope://x", "there is no executor 'nope': known are dask"),
        ("dask://127.0.0.1:1", "'dask://127.0.0.1:1' is of no use: "),
        ("no.such:thing", "'no.such:thing' is of no use: No module named 'no'"),
    ],
)
def test_an_executor_that_is_none(
    home: Path, name: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cvtool.pipeline.workers._PATIENCE", 0.2)
    outcome = run("render", "text", *sources(), *TO, "--executor", name)
    assert outcome.status == 2
    assert message in outcome.err
    assert len(outcome.lines) == 1


def test_any_executor_will_do(home: Path) -> None:
    name = "concurrent.futures:ThreadPoolExecutor"
    (home / "people/eve/cv.yaml").write_text("basics: {nme: E}\n")
    outcome = run("render", "html", "text", *sources(), *TO, "--executor", name)
    assert outcome.status == 1
    assert outcome.lines == [
        "people/eve/cv.yaml:1:10: error: basics.nme: unknown key 'nme'; did you mean 'name'?"
    ]
    for each in ("ada", "bob"):
        run("render", "html", "text", "-i", f"people/{each}/cv.yaml", "-o", f"alone/{each}")
    assert files(home / "site") == files(home / "alone")
    (home / "people/bob/cv.yaml").write_text("basics: {name: Robert}\n")
    outcome = run("render", "text", *sources("ada", "bob"), *TO, "--executor", name)
    assert outcome.out.splitlines()[-1] == "2 CVs: 1 unchanged, 1 made"


@pytest.fixture
def cluster() -> Iterator[Any]:
    from distributed import LocalCluster

    with LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50
    ) as found:
        yield found


def test_a_worker_that_is_killed_loses_nothing(home: Path, cluster: Any) -> None:
    """And nothing is made twice: whoever asked writes what comes back, once."""
    many = [f"{number:02}" for number in range(12)]
    for name in many:
        (home / "people" / name).mkdir()
        (home / "people" / name / "cv.yaml").write_text(CV % (name, name))
    address = cluster.scheduler_address.removeprefix("tcp://")
    arguments = ["render", "html", "text", *sources(*many)]
    command = [sys.executable, "-m", "cvtool", *arguments, *TO, "--executor", f"dask://{address}"]
    process = subprocess.Popen(
        command,
        cwd=home,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    process.stdout.readline()
    os.kill(cluster.workers[0].process.process.pid, signal.SIGKILL)
    out, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (0, "")
    assert out.splitlines()[-1] == "12 CVs: 12 made"
    assert len(out.splitlines()) == 11 + 1
    run(*arguments, "--output", "here/{folder}")
    assert files(home / "site") == files(home / "here")
