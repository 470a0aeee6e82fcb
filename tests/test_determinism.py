"""The same input makes the same bytes: in any process, time zone, language, folder and year."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from golden import OUTPUTS, ROOT, SOURCES, outputs

SETTINGS: dict[str, dict[str, str]] = {
    "far east": {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8"},
    "far west, dated": {
        **{"PYTHONHASHSEED": "4711", "TZ": "Pacific/Pago_Pago", "LC_ALL": "C"},
        **{"SOURCE_DATE_EPOCH": "86400", "LANG": "zh_CN.UTF-8"},
    },
}
PROJECT = "a project of its own"
UNSET = ("SOURCE_DATE_EPOCH", "LC_ALL", "LANG", "TZ", "PYTHONHASHSEED")


def start(folder: Path, settings: dict[str, str]) -> subprocess.Popen[str]:
    """``render --all`` of a copy of the case with everything, in ``folder``."""
    project = folder / PROJECT
    ignored = shutil.ignore_patterns("expected")
    shutil.copytree(SOURCES["everything"].parent, project, ignore=ignored)
    environment = {name: value for name, value in os.environ.items() if name not in UNSET}
    return subprocess.Popen(
        [sys.executable, "-m", "cvtool", "render", "--all", "--output", str(folder / "made")],
        cwd=project,
        env=environment | {"PYTHONPATH": str(ROOT)} | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Setting -> the folder with the outputs that it made; all are made at the same time."""
    folders = {name: tmp_path_factory.mktemp("elsewhere") for name in SETTINGS}
    running = {name: start(folders[name], SETTINGS[name]) for name in SETTINGS}
    said = {name: process.communicate(timeout=120)[0] for name, process in running.items()}
    for name, process in running.items():
        assert process.returncode == 0, f"{name}: {said[name]}"
    return {name: folder / "made" for name, folder in folders.items()}


@pytest.mark.parametrize("setting", SETTINGS)
def test_bytes_are_the_same_everywhere(setting: str, made: dict[str, Path]) -> None:
    here = outputs("everything")
    public, private = made[setting], made[setting].with_name(PROJECT) / "private"
    there = {
        name: (private if (private / name).exists() else public).joinpath(name).read_bytes()
        for name in here
    }
    assert set(OUTPUTS) <= here.keys()
    made_here = [name for name in here if here[name]]  # the others are copies of files
    assert [name for name in made_here if there[name] != here[name]] == []


def test_epoch_dates_what_has_no_date(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import cvtool

    source = tmp_path / "cv.yaml"
    source.write_bytes(SOURCES["name-only"].read_bytes())
    undated = [output.data for output in cvtool.render(cvtool.load(source), "text")]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    dated = [output.data for output in cvtool.render(cvtool.load(source), "text")]
    assert undated != dated
    assert b"2 Jan 1970" in dated[0]
