"""Parts of the homepage for a site that somebody has, and what docs/embedding.md says of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from helpers import ROOT, run
from markdown_it import MarkdownIt
from test_html import Elements

CV = """
basics: {name: Ada Roe, description: I build *engines*., email: ada@roe.example, phone: "555 1"}
work: [{name: Acme, position: Engineer, startDate: 2020}]
news: [{date: 2026-02-01, text: It is out.}]
meta: {lastModified: 2026-03-01}
formats: {fragment: {generator: %s, bibliography: {groupBy: year, show: [abstract]}}}
"""
BIB = """@article{one, title={{On {{Engines}} {%} and}}, author={Roe, Ada}, journal={J}, year=2020,
  abstract={Long.}}
@article{two, title={Two: "2"}, author={Roe, Ada}, journal={J}, year=2019}
"""
DOC = (ROOT / "docs" / "embedding.md").read_text(encoding="utf-8")


def made(tmp_path: Path, generator: str = "none") -> dict[str, str]:
    (tmp_path / "cv.yaml").write_text(CV % generator, encoding="utf-8")
    (tmp_path / "publications.bib").write_text(BIB, encoding="utf-8")
    outcome = run("render", "fragment", "-i", tmp_path / "cv.yaml", "-o", tmp_path / "out")
    assert outcome.status == 0, outcome
    folder = tmp_path / "out" / "fragment"
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())}


def test_the_parts_have_no_head_no_style_and_nothing_private(tmp_path: Path) -> None:
    files = made(tmp_path)
    assert [*files] == ["cv.html", "news.html", "publications.html"]
    for name, text in files.items():
        elements = Elements(text)
        tags = {tag for tag, _ in elements.found}
        assert tags.isdisjoint({"html", "head", "body", "style", "script", "link", "meta"})
        assert elements.attribute("div", "class")[0] == f"cv cv-{name.partition('.')[0]}"
        assert all(each.startswith("cv-") for each in Elements(text).attribute("section", "id"))
        assert "roe.example" not in text
        assert "555" not in text
        assert "{{" not in text
        assert "{%" not in text
    assert "Long." in files["publications.html"]
    assert "@article{one," in files["publications.html"]
    assert "<h2>2020</h2>" in files["publications.html"]


HEADS = {
    "jekyll": {"layout": "page", "permalink": "/publications/"},
    "hugo": {"lastmod": "2026-03-01"},
    "quarto": {"lang": "en"},
    "mkdocs": {},
}


@pytest.mark.parametrize("generator", HEADS)
def test_pages_begin_with_what_their_generator_reads(generator: str, tmp_path: Path) -> None:
    suffix = "qmd" if generator == "quarto" else "md"
    files = made(tmp_path, generator)
    assert [each for each in files if each.endswith(f".{suffix}")] == [
        f"{name}.{suffix}" for name in ("cv", "news", "publications")
    ]
    _, head, body = files[f"publications.{suffix}"].split("---\n", 2)
    said = yaml.safe_load(head)
    assert (
        said
        == {
            "title": "Publications",
            "description": "Publications — Ada Roe",
        }
        | HEADS[generator]
    )
    html = MarkdownIt("commonmark").render(body)
    assert html.count("<h1>") == (generator == "mkdocs")
    assert "<h2>2020</h2>" in html
    assert ("{% raw %}" in body) == (generator == "jekyll")
    assert "I build *engines*." in files[f"cv.{suffix}"]


def test_nothing_is_said_of_what_there_is_not(tmp_path: Path) -> None:
    (tmp_path / "cv.yaml").write_text("basics: {name: Ada Roe}\n", encoding="utf-8")
    run("render", "fragment", "-i", tmp_path / "cv.yaml", "-o", tmp_path / "out")
    assert [each.name for each in (tmp_path / "out").rglob("*.html")] == ["cv.html"]


def test_it_is_made_on_request_only() -> None:
    (line,) = [each for each in run("formats").out.splitlines() if each.split()[0] == "fragment"]
    assert line.endswith("on request")


def test_the_documentation_names_the_generators_and_their_front_matter(tmp_path: Path) -> None:
    for generator, head in HEADS.items():
        (part,) = re.findall(rf"`generator: {generator}`(.*?)(?=\n## )", DOC, re.DOTALL)
        assert all(f"`{key}" in part for key in head), generator
    settings, *_ = re.findall(r"```yaml\n(formats:.*?)```", DOC, re.DOTALL)
    text = f"basics: {{name: Ada}}\nwork: [{{name: A}}]\n{settings}"
    (tmp_path / "cv.yaml").write_text(text, encoding="utf-8")
    assert run("check", "-i", tmp_path / "cv.yaml").status == 0


def test_the_documentation_names_the_classes(tmp_path: Path) -> None:
    documented = set(re.findall(r"`([\w-]+)`", DOC.partition("## Classes")[2]))
    shown = {
        name
        for text in made(tmp_path).values()
        for tag, key, value in Elements(text).values
        for name in value.split()
        if key == "class" and not re.match(r"(h|p|dt|u)-", name)
    }
    assert shown - documented <= {"cv", "news"}
