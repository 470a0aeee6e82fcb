"""What TeX and LibreOffice make of the files for them: `make foreign`, where both are there."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from golden import SOURCES, outputs


@pytest.mark.parametrize("case", SOURCES)
def test_tex_takes_every_case(case: str, tmp_path: Path) -> None:
    source = tmp_path / "cv.tex"
    source.write_bytes(outputs(case)["cv.tex"])
    is_for_all = not source.read_text(encoding="utf-8").startswith("% !TeX program")
    for engine in ("lualatex", "pdflatex") if is_for_all else ("lualatex",):
        command = (engine, "-interaction=nonstopmode", "-halt-on-error", source.name)
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=300)
        assert done.returncode == 0, done.stdout[-2000:]


@pytest.mark.parametrize("case", ["sample", "everything"])
def test_libreoffice_opens_it(case: str, tmp_path: Path) -> None:
    (tmp_path / "cv.docx").write_bytes(outputs(case)["cv.docx"])
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ("soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", tmp_path)
    subprocess.run([*command, tmp_path / "cv.docx"], check=True, timeout=120)
    assert (tmp_path / "cv.pdf").read_bytes().startswith(b"%PDF")
