"""Where cvtool runs for others: the action, the container, the hook; and with a Python too old."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers import ROOT, environment

from cvtool.cli import cvtool

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS = ACTION["runs"]["steps"]
(HOOK,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
DOCKER = (ROOT / "Dockerfile").read_text(encoding="utf-8")
PLATFORMS = (ROOT / "docs" / "platforms.md").read_text(encoding="utf-8")
PANGO = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
COMMAND = """#!/bin/sh
echo "$(basename "$0") $*" >>"$LOG"
env | grep ^CVTOOL_ >>"$LOG" || :
[ "$1 $2" != "-m venv" ] || { mkdir -p "$3/bin"; cp "$0" "$3/bin/pip"; cp "$0" "$3/bin/cvtool"; }
"""


def ran(tmp_path: Path, **inputs: str) -> list[str]:
    """The commands that the action runs, by commands that only say so; and variables for them."""
    values = {name: each["default"] for name, each in ACTION["inputs"].items()} | inputs
    known = {f"inputs.{name}": value for name, value in values.items()}
    for name in ("python", "sudo"):
        (tmp_path / name).write_text(COMMAND)
        (tmp_path / name).chmod(0o755)
    known["steps.python.outputs.python-path"] = str(tmp_path / "python")
    known["github.action_path"] = "/action"
    own = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "LOG": str(tmp_path / "log")}
    own["RUNNER_TEMP"] = str(tmp_path / "temp")
    for step in (each for each in STEPS if "run" in each):
        given = {
            name: re.sub(r"\$\{\{ (.+?) \}\}", lambda found: known[found[1]], value)
            for name, value in step.get("env", {}).items()
        }
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        subprocess.run(command, env=own | given, cwd=tmp_path, check=True)
    return (tmp_path / "log").read_text().splitlines()


def test_the_action_installs_itself_and_pango_and_runs_nothing_else(tmp_path: Path) -> None:
    lines = ran(tmp_path, formats="pdf html")
    commands = [line for line in lines if not line.startswith("CVTOOL_")]
    assert [line.split()[0] for line in commands] == [
        "sudo",
        "sudo",
        "python",
        "pip",
        "pip",
        "cvtool",
    ]
    assert PANGO in commands[1]
    assert "--require-hashes" in commands[3]
    assert "--no-index" in commands[4]
    assert commands[4].endswith(" /action")
    assert commands[5] == "cvtool render pdf html"


def test_what_is_given_to_the_action_is_no_command(tmp_path: Path) -> None:
    evil = "$(touch evil); `touch evil` *"
    lines = ran(tmp_path, formats=evil, input=evil, output=evil)
    assert not (tmp_path / "evil").exists()
    assert lines[-4:-3] == [f"cvtool render {evil}"]
    assert f"CVTOOL_INPUT={evil}" in lines
    assert not any("${{" in step.get("run", "") for step in STEPS)


def test_the_action_speaks_of_what_there_is() -> None:
    render = cvtool.commands["render"]
    variables = {name for each in render.params for name in each.envvar or ()}
    named = set(re.findall(r"CVTOOL_\w+", str(STEPS)))
    assert len(named) == 3
    assert named <= variables
    used = set(re.findall(r"inputs\.(\w+)", str(STEPS)))
    assert used == ACTION["inputs"].keys()
    (example,) = re.findall(r"OWNER/cvtool@COMMIT\n +with:\n((?: {10}.*\n)+)", PLATFORMS)
    assert yaml.safe_load(example).keys() == used
    assert all(re.fullmatch(r".+@[0-9a-f]{40}", step["uses"]) for step in STEPS if "uses" in step)


def test_the_hook_checks_what_a_cv_is_made_of() -> None:
    program, command = HOOK["entry"].split()
    assert (program, command in cvtool.commands) == ("cvtool", True)
    files = re.compile(HOOK["files"])
    mine = ["cv.yaml", "people/ada/cv.yaml", "papers.bib", "variants/a.yaml", "pages/about.md"]
    assert [name for name in mine if not files.search(name)] == []
    assert [name for name in ("README.md", "mycv.yaml", "data.yaml") if files.search(name)] == []
    ids = re.findall(r"^ +- id: (.+)$", PLATFORMS, re.MULTILINE)
    assert ids == [HOOK["id"]]


def test_the_container_runs_a_command_that_there_is_and_not_as_root() -> None:
    assert re.findall(r"^ENTRYPOINT (.*)$", DOCKER, re.MULTILINE) == ['["cvtool"]']
    (command,) = re.findall(r'^CMD \["(.*)"\]$', DOCKER, re.MULTILINE)
    assert command in cvtool.commands
    *_, last = DOCKER.split("\nFROM ")
    assert PANGO in last
    assert re.findall(r"^USER (.*)$", last, re.MULTILINE) == ["cv"]
    assert "useradd --create-home cv" in last


def test_the_container_gets_what_a_wheel_is_made_of() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    licences = {Path(each).parts[0] for each in project["project"]["license-files"]}
    needed = {*wheel["only-include"], *licences, project["project"]["readme"], "pyproject.toml"}
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    sent = {line[1:] for line in ignored if line.startswith("!")}
    assert needed | {"requirements.lock"} == sent


def test_the_docs_name_the_libraries_that_the_others_install() -> None:
    assert PANGO in PLATFORMS


@pytest.mark.parametrize("version", [(3, 10, 13), (3, 7, 0)])
def test_a_python_that_is_too_old_gets_a_sentence(version: tuple[int, ...], tmp_path: Path) -> None:
    code = f"import sys; sys.version_info = {version}; import runpy; runpy.run_module('cvtool')"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(),
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    this = ".".join(map(str, version[:2]))
    assert done.stderr == f"cvtool needs Python 3.11 or newer, and this is {this}\n"
