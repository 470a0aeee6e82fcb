"""A Document goes to other processes, whatever they or this one imported before."""

from __future__ import annotations

import subprocess
import sys

from helpers import ROOT, environment

ALONE = """
import pickle
import cvtool
document = cvtool.load("cv.yaml")
data = pickle.dumps(document)
assert pickle.loads(data) == document
print(data.hex())
"""
ELSEWHERE = """
import pickle, sys
document = pickle.loads(bytes.fromhex(sys.stdin.read()))
import cvtool
assert document == cvtool.load("cv.yaml")
assert pickle.dumps(document) == pickle.dumps(pickle.loads(pickle.dumps(document)))
"""
POOL = """
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
import cvtool
document = cvtool.load("cv.yaml")
with ProcessPoolExecutor(1, get_context("spawn")) as pool:
    there = pool.submit(cvtool.render, document, "markdown").result()
assert there == cvtool.render(document, "markdown")
"""


def python(code: str, given: str = "") -> str:
    """Runs the code in a process of its own, beside the sample: what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment(),
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout


def test_a_document_is_the_same_in_another_process() -> None:
    python(ELSEWHERE, python(ALONE))


def test_a_pool_of_processes_renders_it() -> None:
    python(POOL)
