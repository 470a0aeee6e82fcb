"""What commands have in common: the CV that they find, settings, and how they speak."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from helpers import ROOT, environment, run, run_process
from jsonschema import Draft202012Validator

REPORT = Draft202012Validator(json.loads((ROOT / "docs/report.schema.json").read_text("utf-8")))
WARNED = "basics:\n  name: Ada\n  summary: '# Big'\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "cv.yaml").write_text("basics: {name: Ada}\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def report(*arguments: str) -> dict[str, Any]:
    """What the command says for programs; nothing else is printed."""
    outcome = run(*arguments, "--json")
    said: dict[str, Any] = json.loads(outcome.out)
    assert (outcome.err, outcome.status) == ("", said["status"])
    REPORT.validate(said)
    assert said["command"] == arguments[0]
    return said


@pytest.mark.parametrize(
    "arguments",
    [
        ("render", "text"),
        ("render", "text", "--dry-run"),
        ("render", "text", "--set", "basics.nme=x"),
        ("check",),
        ("check", "--public"),
        ("lint",),
        ("doctor",),
        ("formats",),
        ("themes",),
        ("new", "cv", "--yes"),
        ("import", "cv.bib", "-o", "imported"),
        ("import", "nope.bib"),
    ],
)
def test_all_say_the_same_kind_of_thing_to_programs(home: Path, arguments: tuple[str, ...]) -> None:
    (home / "cv.bib").write_text("@misc{a, author={Ada}, title={T}, year={2020}}")
    said = report(*arguments)
    assert said["results"] or said["problems"] or arguments in [("check",), ("lint",)]


def test_results_and_problems_for_programs(home: Path) -> None:
    (home / "cv.yaml").write_text(WARNED)
    said = report("render", "text")
    (made,), (problem,) = said["results"], said["problems"]
    assert (made["path"], made["format"], made["state"]) == ("output/cv.txt", "text", "made")
    assert made["bytes"] == (home / "output/cv.txt").stat().st_size
    assert (problem["file"], problem["line"], problem["path"]) == ("cv.yaml", 3, "basics.summary")
    assert report("render", "text")["results"][0]["state"] == "unchanged"
    failed = report("check", "--set", "basics.name=[a]")["problems"][0]
    assert (failed["file"], failed["level"]) == ("--set basics.name=[a]", "error")


def test_a_wrong_command_is_said_to_programs_too(home: Path) -> None:
    said = report("render", "pdff")
    assert (said["status"], said["results"]) == (2, [])
    assert "did you mean 'pdf'?" in said["problems"][0]["message"]


def test_quiet_says_what_is_wrong_alone(home: Path) -> None:
    outcome = run("render", "text", "-q")
    assert (outcome.status, outcome.out, outcome.err) == (0, "", "")
    assert run("check", "--quiet").err == ""  # there is a note
    (home / "cv.yaml").write_text(WARNED)
    assert len(run("check", "-q").lines) == 1


def test_strict_fails_for_warnings_and_not_for_notes(home: Path) -> None:
    assert (run("check", "--strict").status, run("render", "text", "--strict").status) == (0, 0)
    (home / "cv.yaml").write_text(WARNED)
    assert (run("check").status, run("check", "--strict").status) == (0, 1)
    assert run("render", "text", "--strict", "--force").status == 1
    assert (home / "output/cv.txt").exists()


def test_a_dry_run_says_what_would_be_made_and_why(home: Path) -> None:
    def planned(*arguments: str) -> list[str]:
        before = {path: path.stat().st_mtime_ns for path in home.rglob("*")}
        said = report("render", *arguments, "--dry-run")["results"]
        assert {path: path.stat().st_mtime_ns for path in home.rglob("*")} == before
        return [f"{it['format']}: {it.get('note', it['state'])}" for it in said]

    assert planned("text", "llms") == ["text: not made yet", "llms: not made yet"]
    assert "output" in run("render", "text", "-n").out
    run("render", "text")
    assert planned("text") == ["text: unchanged"]
    assert planned("text", "--force") == ["text: --force asks for it"]
    assert planned("text", "--set", "basics.name=Eve") == ["text: changed: --set"]
    (home / "cv.yaml").write_text("basics: {name: Ada} # the same\n")
    assert planned("text") == ["text: unchanged"]
    (home / "cv.yaml").write_text("basics: {name: Eve}\n")
    assert planned("text") == ["text: changed: cv.yaml"]
    run("render", "text")
    (home / "publications.bib").write_text("@misc{a, title={T}, year={2020}}")
    assert planned("text") == ["text: changed: publications.bib"]
    run("render", "text")
    (home / "output/cv.txt").unlink()
    assert planned("text") == ["text: its files are not as they were written"]


@pytest.mark.parametrize(
    ("setting", "line"),
    [
        ("basics.name=Bob Roe", "Bob Roe"),
        ("basics.name='Ada: x'", "Ada: x"),
        ("basics.label={en: Poet, de: Dichterin}", "Poet"),
        ("work[0].name=ACME", "ACME"),
        ("work.0.highlights=[a, {Outcome: b}]", "- Outcome. b"),
        ("work=[{name: New}]", "New"),
        ("headings.work=Jobs", "Jobs"),
        ("phrases.work=Trades", "Trades"),
    ],
)
def test_a_setting_is_as_if_the_cv_said_so(home: Path, setting: str, line: str) -> None:
    (home / "cv.yaml").write_text("basics: {name: Ada}\nwork: [{name: A}]\n")
    assert run("render", "text").status == 0
    assert run("render", "text", "--set", setting).err == ""
    assert line in (home / "output/cv.txt").read_text("utf-8").splitlines()
    run("render", "text")
    assert (home / "output/cv.txt").read_text("utf-8").splitlines()[0] == "Ada"


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("pdf.theme=clasic", "pdf.theme: there is no theme 'clasic'; did you mean 'classic'?"),
        ("pdf.thme=bold", "pdf.thme: unknown key 'thme'; did you mean 'theme'?"),
        ("work[0].startDate=soon", "work[0].startDate: 'soon' is not a date"),
        ("work[7].name=x", "there is nothing at 'work[7].name' to be changed"),
        ("basics.name.x=1", "there is nothing at 'basics.name.x' to be changed"),
        ("news[0].text=x", "there is nothing at 'news[0].text' to be changed"),
        ("pdf", "write a key, '=' and its value, as in 'pdf.theme=classic'"),
        ("=x", "write a key, '=' and its value"),
        ("pdf.pages=[1", "a '[' that is not closed, or a comma is missing"),
        ("pdf.pages=many", "pdf.pages: expected a whole number"),
    ],
)
def test_what_is_wrong_with_a_setting_points_at_it(home: Path, setting: str, said: str) -> None:
    (home / "cv.yaml").write_text("basics: {name: Ada}\nwork: [{name: A}]\n")
    outcome = run("check", "--set", setting)
    (line,) = outcome.lines
    assert outcome.status == 1
    assert line.startswith(f"--set {setting}: error: {said}")


def test_a_setting_keeps_what_a_shorthand_says(home: Path) -> None:
    (home / "cv.yaml").write_text("basics: {name: Ada}\nlook: bold\n")
    outcome = run("check", "--set", "look.accentColor='#123456'", "--set", "look.theme=nope")
    assert "there is no theme 'nope'" in outcome.err
    assert run("check", "--set", "look.accentColor='#123456'").status == 0


def test_a_cv_comes_through_a_pipe(home: Path) -> None:
    (home / "publications.bib").write_text("@misc{a, title={A Paper}, year={2020}}")

    def piped(text: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "cvtool", *arguments, "--input", "-"]
        return subprocess.run(
            command, input=text, cwd=home, env=environment(), capture_output=True, text=True
        )

    assert piped("basics: {name: Eve}", "render", "text").returncode == 0
    text = (home / "output/cv.txt").read_text("utf-8")
    assert text.startswith("Eve\n")
    assert "A Paper" in text
    assert piped('{"basics": {"name": "Max"}}', "render", "text").returncode == 0
    assert (home / "output/cv.txt").read_text("utf-8").startswith("Max\n")
    wrong = piped("basics: {nme: Eve}", "check")
    assert wrong.stderr.startswith("stdin:1:10: error: basics.nme: unknown key 'nme'")
    assert "--watch goes without" in piped("", "render", "--watch").stderr


def test_the_nearest_cv_above_is_found_and_its_outputs_stay_beside_it(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    below = home / "a/b"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    assert run("render", "text").out.startswith(f"..{os.sep}..{os.sep}output{os.sep}cv.txt")
    assert (home / "output/cv.txt").exists()
    assert run("render", "text", "-o", "here").status == 0
    assert (below / "here/cv.txt").exists()
    assert run("render", "text", "-i", "../../cv.yaml").status == 0
    assert (below / "output/cv.txt").exists()
    monkeypatch.setattr("os.getuid", lambda: os.geteuid() + 1)  # what others put there is not ours
    assert run("check").lines[0].startswith("cv.yaml: error: there is no file 'cv.yaml'")


def test_variables_of_the_environment_stand_for_options(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "other.yaml").write_text("basics: {name: Eve}\n")
    for name, value in {"INPUT": "other.yaml", "RENDER_OUTPUT": "site", "STRICT": "1"}.items():
        monkeypatch.setenv(f"CVTOOL_{name}", value)
    assert run("render", "text").status == 0
    assert (home / "site/cv.txt").read_text("utf-8") == "Eve\n"
    run("render", "text", "-i", "cv.yaml")
    assert (home / "site/cv.txt").read_text("utf-8") == "Ada\n"
    monkeypatch.setenv("CVTOOL_RENDER_JOBS", "x")
    (line,) = run("render", "text").lines
    assert line.startswith("cvtool: error: CVTOOL_RENDER_JOBS in the environment: ")
    monkeypatch.setenv("CVTOOL_VERSION", "1")
    assert "cvtool 0" not in run("formats").out


def test_the_manual_has_all_commands_and_their_options(home: Path) -> None:
    page = run("man").out
    help_text = run("--help").out.partition("Commands:")[2]
    commands = [line.split()[0] for line in help_text.partition("\n\n")[0].splitlines() if line]
    assert len(commands) > 15
    for name in commands:
        assert f".SS cvtool {name}" in page
    assert all(word in page for word in (r"\-\-dry\-run", "CVTOOL_RENDER_OUTPUT", ".TH CVTOOL 1"))
    assert not [line for line in page.splitlines() if line.startswith("'") or len(line) > 2000]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_are_those_of_the_command(home: Path, shell: str) -> None:
    if shell == "bash" and not Path("/bin/bash").exists():
        pytest.fail("there is no bash")
    said = run_process(cwd=home, _CVTOOL_COMPLETE=f"{shell}_source").out
    assert run("completion", shell).out.strip() == said.strip()


def seen(*arguments: str, cwd: Path, **more: str) -> bytes:
    """What a terminal is given."""
    ours, its = pty.openpty()
    command = [sys.executable, "-c", SLOW, *arguments]
    env = environment(TERM="xterm") | more
    subprocess.run(command, cwd=cwd, env=env, stdout=its, stderr=its, check=False)
    os.close(its)
    written = b""
    with suppress(OSError):  # where nothing is written
        written = os.read(ours, 10_000)
    os.close(ours)
    return written


SLOW = """
import time
from unittest import mock
from cvtool.cli import main, printing
from cvtool.pipeline.build import Build
printing._PATIENCE = 0.05
run = Build.run
def slow(build):
    time.sleep(0.2)
    yield from run(build)
with mock.patch.object(Build, "run", slow):
    main()
"""


def test_what_takes_long_says_on_a_terminal_that_it_goes_on(home: Path) -> None:
    written = seen("render", "text", cwd=home)
    assert re.match(rb"(\r\x1b\[Krendering: \d s)+\r\x1b\[Koutput/cv.txt", written)
    assert b"rendering" not in seen("render", "text", "-q", cwd=home)
    command = [sys.executable, "-c", SLOW, "render", "text"]
    piped = subprocess.run(command, cwd=home, env=environment(), capture_output=True, check=False)
    assert piped.stderr == b""
