"""Those who judge the site from outside: axe-core, the Nu validator, Lighthouse.

``scripts/setup`` installs them, from tests/node. Without them the tests fail.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from browser import ChromiumError, Tab, executable

NODE = Path(__file__).parent / "node"
_PATIENCE = 300  # seconds
_AXE = """axe.run().then(({violations}) => violations.flatMap(
    ({id, nodes}) => nodes.map(node => id + ': ' + node.html)))"""

Scores = dict[str, dict[str, Any]]
"""Category -> its ``score`` from 0 to 1, and the audits that were ``costly``."""


def axe(tab: Tab) -> list[str]:
    """What axe-core finds wrong in the page, all of its rules taken."""
    if not tab.run("'axe' in window"):
        tab.run(f"{_module('axe-core/axe.min.js').read_text(encoding='utf-8')};0")
    found: list[str] = tab.run(_AXE)
    return found


def nu(urls: list[str]) -> list[str]:
    """The errors and warnings of the Nu validator, each with the address of its page.

    Over http, as the validator takes ``'self'`` in a policy for nothing when it reads files.
    """
    jar = _module("vnu-jar/build/dist/vnu.jar")
    allow = "-Dnu.validator.servlet.allow-forbidden-hosts=true"
    java = _program("java", "default-jre-headless")
    done = _run(java, allow, "-jar", jar, "--stdout", "--format", "json", *urls)
    messages = json.loads(done.stdout)["messages"]
    return [f"{each['url']}:{each.get('lastLine')}: {each['message']}" for each in messages]


def lighthouse(urls: list[str], *categories: str, enough: float = 1) -> list[Scores]:
    """Lighthouse's judgement of each page, in these categories.

    Where time is one, a page is tried again that has not ``enough``; else two are judged at once.
    """
    _module("lighthouse")
    node, asked = _program("node", "nodejs npm"), ",".join(categories)

    def judged(some: list[str]) -> list[Scores]:
        done = _run(node, NODE / "lighthouse.mjs", executable(), asked, str(enough), *some)
        if done.returncode:
            raise ChromiumError(done.stderr)
        return [json.loads(line) for line in done.stdout.splitlines()]

    if "performance" in categories:
        return judged(urls)
    half = len(urls) // 2
    with ThreadPoolExecutor() as pool:
        return [*chain(*pool.map(judged, filter(None, (urls[:half], urls[half:]))))]


def _run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", timeout=_PATIENCE, check=False
    )


@cache
def _program(name: str, packages: str) -> str:
    found = shutil.which(name)
    if not found:
        pytest.fail(f"these tests need {name}: apt-get install {packages}", pytrace=False)
    return found


def _module(name: str) -> Path:
    path = NODE / "node_modules" / name
    if not path.exists():
        missing = "these tests need npm: apt-get install nodejs npm, then scripts/setup test"
        pytest.fail(missing, pytrace=False)
    return path
