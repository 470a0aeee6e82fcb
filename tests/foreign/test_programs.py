"""What TeX and LibreOffice make of the files for them: `make foreign`, where both are there."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from golden import SOURCES, copied, outputs, rendered
from test_typesetting import put

import cvtool


@pytest.mark.parametrize("case", SOURCES)
def test_tex_takes_every_case(case: str, tmp_path: Path) -> None:
    put(outputs(case), "tex", tmp_path)
    set_by_all(tmp_path / "cv.tex")


@pytest.mark.parametrize("case", [case for case, path in SOURCES.items() if path.suffix != ".json"])
def test_tex_takes_every_case_for_moderncv(case: str, tmp_path: Path) -> None:
    source = copied(case, tmp_path / "cv")
    with source.open("a", encoding="utf-8") as file:
        file.write("\nformats: {latex: {template: moderncv}}\n")
    put(rendered(cvtool.load(source, "private"), "latex"), "tex", tmp_path)
    set_by_all(tmp_path / "cv.tex")


def set_by_all(source: Path) -> None:
    """What TeX makes of it, and pdfTeX where that can."""
    is_for_all = not source.read_text(encoding="utf-8").startswith("% !TeX program")
    for engine in ("lualatex", "pdflatex") if is_for_all else ("lualatex",):
        command = (engine, "-interaction=nonstopmode", "-halt-on-error", source.name)
        done = subprocess.run(command, cwd=source.parent, capture_output=True, timeout=300)
        assert done.returncode == 0, done.stdout[-2000:]


@pytest.mark.parametrize("case", ["sample", "everything"])
def test_libreoffice_opens_it(case: str, tmp_path: Path) -> None:
    (tmp_path / "cv.docx").write_bytes(outputs(case)["cv.docx"])
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ("soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", tmp_path)
    subprocess.run([*command, tmp_path / "cv.docx"], check=True, timeout=120)
    assert (tmp_path / "cv.pdf").read_bytes().startswith(b"%PDF")
