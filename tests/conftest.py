"""What all tests share: hypothesis finds the same examples each time, nothing leaks in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from shutil import rmtree
from tempfile import mkdtemp

import pytest
from browser import Browser
from golden import SHARED
from hypothesis import settings

from cvtool.store.cache import VARIABLE

settings.register_profile("cvtool", deadline=None, derandomize=True, database=None)
settings.load_profile("cvtool")


@pytest.fixture(autouse=True)
def _no_settings_from_outside(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    for name in ("SOURCE_DATE_EPOCH", "NO_COLOR", "CVTOOL_TRACEBACK"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(VARIABLE, str(tmp_path_factory.getbasetemp() / "cache"))


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):  # the workers have it from whoever starts them
        os.environ[SHARED] = folder = mkdtemp(prefix="cvtool-tests-")
        config.add_cleanup(lambda: rmtree(folder))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: some tests wait for other programs."""
    return (os.cpu_count() or 1) + 1


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="write the goldens of tests/cases")


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--accept"))


@pytest.fixture(scope="session")
def _browsers() -> Iterator[list[Browser]]:
    started: list[Browser] = []
    yield started
    for each in started:
        each.stop()


@pytest.fixture
def browser(_browsers: list[Browser], tmp_path_factory: pytest.TempPathFactory) -> Browser:
    """One Chromium for all tests, and another when it has died."""
    if not _browsers or not _browsers[-1].alive():
        _browsers.append(Browser(tmp_path_factory.mktemp("profile")))
    return _browsers[-1]
