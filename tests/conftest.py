"""What all tests share: hypothesis finds the same examples each time, nothing leaks in."""

from __future__ import annotations

import pytest
from hypothesis import settings

settings.register_profile("cvtool", deadline=None, derandomize=True, database=None)
settings.load_profile("cvtool")


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SOURCE_DATE_EPOCH", "NO_COLOR", "CVTOOL_TRACEBACK"):
        monkeypatch.delenv(name, raising=False)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="write the goldens of tests/cases")


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--accept"))
