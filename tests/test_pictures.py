"""Pictures on the homepage, scaled and their pixels alone; the sign of the site, and charts."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from io import BytesIO
from pathlib import Path

import pytest
from helpers import NAME, check, run
from PIL import Image

import cvtool

PAPERS = """
@article{a, title={A}, author={Doe, Ada}, journal={J}, year=2020, preview={img/a.jpg}}
@article{b, title={B}, author={Doe, Ada}, journal={J}, year=2023, preview={img/b.png}}
@article{c, title={C}, author={Doe, Ada}, journal={J}, year=2023}
"""
CV = """
basics: {name: Dr. Ada King Doe, image: me.jpg, url: "https://ada.example",
  profiles: [{network: arXiv, username: doe_a_1}, {network: Nobody, url: "https://n.example"}]}
meta: {lastModified: 2025-07-01}
work:
- {name: Works, position: Boss, startDate: 2020-07, image: img/b.png}
- {name: Mill, position: Hand, startDate: 2015, endDate: 2016}
projects: [{name: Loom, image: {file: img/a.jpg, alt: A <loom>}}]
"""


def fill(folder: Path, site: str = "") -> Path:
    (folder / "img").mkdir()
    noise = Image.effect_noise((2000, 1000), 60).convert("RGB")
    exif = Image.Exif()
    exif[0x010E] = "Secret words"
    for name in ("img/a.jpg", "me.jpg"):
        noise.save(folder / name, exif=exif)
    Image.new("RGBA", (300, 200), (200, 0, 0, 90)).save(folder / "img/b.png")
    (folder / "publications.bib").write_text(PAPERS)
    (folder / "cv.yaml").write_text(f"{CV}{site}")
    return folder


def site(folder: Path) -> dict[str, bytes]:
    document = cvtool.load(folder / "cv.yaml")
    return {each.path: each.data for each in cvtool.render(document, "html")}


def test_pictures_are_small_and_hold_nothing_but_pixels(tmp_path: Path) -> None:
    made = site(fill(tmp_path))
    page = made["index.html"].decode()
    shown = re.findall(
        r'<picture class="(\w+)"><source srcset="([^"]+)" type="image/webp"><img src="([^"]+)" '
        r'alt="([^"]*)" width="(\d+)" height="(\d+)" loading="lazy"',
        page,
    )
    assert [(each[0], each[3], each[4], each[5]) for each in shown] == [
        ("logo", "", "128", "85"),
        ("figure", "A &lt;loom&gt;", "640", "320"),
        ("teaser", "", "300", "200"),
        ("teaser", "", "640", "320"),
    ]
    for _, webp, usual, _, width, height in shown:
        for name, kinds in ((webp, ["WEBP"]), (usual, ["JPEG", "PNG"])):
            picture = Image.open(BytesIO(made[name]))
            assert picture.format in kinds
            assert picture.size == (int(width), int(height))
            assert len(made[name]) < 200_000
    assert Image.open(BytesIO(made["portrait.webp"])).size == (720, 360)
    assert '<source srcset="portrait.webp" type="image/webp">' in page
    paper = made["publications/a.html"].decode()
    assert f'srcset="../{shown[1][1]}"' in paper
    pictures = [data for name, data in made.items() if name.endswith(("webp", "jpg", "png"))]
    assert not any(word in data for data in pictures for word in (b"Secret", b"Exif", b"EXIF"))
    assert site(tmp_path) == made


@pytest.mark.parametrize(
    ("preview", "said"),
    [
        ("gone.png", "warning: 'a': there is no file 'gone.png' beside cv.yaml"),
        ("../x.png", "warning: 'a': '../x.png' lies outside the folder of cv.yaml: copy it beside"),
        (
            "cv.yaml",
            "warning: 'a': 'cv.yaml' is not a JPEG, PNG, WebP, GIF or SVG picture",
        ),
        ("https://e.org/x.png", "warning: 'a': a picture elsewhere is never fetched: save it"),
    ],
)
def test_a_picture_of_a_paper_that_cannot_be_shown(tmp_path: Path, preview: str, said: str) -> None:
    entry = f"@misc{{a, title={{A}}, author={{Doe}}, year=2020,\n preview={{{preview}}}}}"
    (tmp_path / "publications.bib").write_text(entry)
    (line,) = check(tmp_path, NAME)
    assert line.startswith(f"publications.bib:2:11: {said}")
    assert run("render", "text", "-i", tmp_path / "cv.yaml").status == 0


def test_a_picture_of_an_entry_that_cannot_be_shown(tmp_path: Path) -> None:
    (line,) = check(tmp_path, f"{NAME}projects:\n- name: A\n  image: gone.png\n")
    said = "cv.yaml:5:3: error: projects[0].image: there is no file 'gone.png'"
    assert line.startswith(said)


def test_of_a_picture_that_moves_the_first_is_shown_and_that_is_said(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (30, 20), colour) for colour in ("red", "blue")]
    frames[0].save(tmp_path / "a.gif", save_all=True, append_images=frames[1:])
    (tmp_path / "cv.yaml").write_text(f"{NAME}projects:\n- {{name: A, image: a.gif}}\n")
    outcome = run("check", "-i", tmp_path / "cv.yaml")
    assert "a.gif: note: this picture moves: the first one in it is shown" in outcome.err


_DRAWING = """<?xml version="1.0"?><!-- Secret -->
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x.dtd" [<!ENTITY of "http://www.w3.org/2000/svg">]>
<svg xmlns="&of;" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:ink="http://ink.example"
  viewBox="0 0 40 20" ink:export="/home/Secret.png" onload="Secret()" data-of="Secret">
<metadata>Secret</metadata><title>Secret</title><style>.a{fill:#c00}</style>
<style>@import url(https://Secret.example)</style><script>Secret</script>
<a xlink:href="javascript:Secret"><rect class="a" width="9" height="9" fill="url(#g)"/></a>
<circle r="8" style="fill:url('https://Secret.example')"/><use href="https://Secret.example/#x"/>
<image xlink:href="file:///Secret"/><animate attributeName="href" to="javascript:Secret"/>
<foreignObject>Secret</foreignObject><text>Ada &amp; Co</text></svg>"""


def test_a_drawing_stays_one_and_brings_nothing_else(tmp_path: Path) -> None:
    fill(tmp_path)
    (tmp_path / "img/logo.svg").write_text(_DRAWING)
    cv = CV.replace("img/b.png", "img/logo.svg").replace("img/a.jpg", "img/logo.svg")
    (tmp_path / "cv.yaml").write_text(cv.replace("Doe,", "Doe, summary: '[L](img/logo.svg)',"))
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages/a.md").write_text("![Drawn](../img/logo.svg)\n")
    outcome = run("render", "html", "-i", tmp_path / "cv.yaml", "-o", tmp_path / "out")
    assert "img/logo.svg: note: no part of a drawing, and so left out: a script, " in outcome.err
    page = (tmp_path / "out/index.html").read_text()
    shown = re.findall(r'<img src="(pictures/logo-\w+\.svg)" alt="[^"]*" width="(\d+)"', page)
    assert [width for _, width in shown] == ["128", "640"]
    here = re.findall(r'<img .*src="(pic[^"]*)" alt="Drawn" width="40" height="20"',
                      (tmp_path / "out/a.html").read_text())  # fmt: skip
    for name in ("img/logo.svg", *(each for each, _ in shown), *here):
        made = (tmp_path / "out" / name).read_text()
        assert not re.search("Secret|script|url.http|DOCTYPE|foreign|<a|ink", made)
        assert '<rect class="a" width="9" height="9" fill="url(#g)" />' in made
        assert "<text>Ada &amp; Co</text>" in made
    assert len(here) == 1


def _repeated(times: int, levels: int, form: str = '<use href="#{}"/>') -> str:
    """A drawing whose parts repeat one another."""
    groups = "".join(
        f'<g id="g{level}">{times * form.format(f"g{level - 1}")}</g>'
        for level in reversed(range(1, levels))
    )
    inside = f'<g id="g0"><path d="M0 0h9"/></g>{groups}'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{inside}</svg>'


@pytest.mark.parametrize(
    ("drawn", "said"),
    [
        (_repeated(10, 9), "repeats its parts so often that no browser can show it: save it as"),
        (_repeated(9, 9, "<path fill=\"url( '#{}')\"/>"), "repeats its parts so often that no"),
        (_repeated(1, 999), "has elements too deep in one another: save it as PNG"),
        (_repeated(5000, 2), ""),
        (_repeated(3, 8).replace('"M0 0h9"/>', '"M0 0h9"/><use href="#g7"/>'), ""),
    ],
    ids=["uses", "paint", "chain", "one level", "circle"],
)
def test_a_drawing_that_grows_without_end_is_refused(tmp_path: Path, drawn: str, said: str) -> None:
    (tmp_path / "a.svg").write_text(drawn)
    (tmp_path / "cv.yaml").write_text(f"{NAME}  summary: '[A](a.svg)'\n")
    outcome = run("check", "-i", tmp_path / "cv.yaml")
    assert f": error: basics.summary: 'a.svg' {said}" in outcome.err or not said
    assert ("error" in outcome.err) == bool(said)


def test_pixels_in_a_drawing_bring_nothing_of_a_camera(tmp_path: Path) -> None:
    photo = (fill(tmp_path) / "img/a.jpg").read_bytes()
    inside = (
        f'<image width="4" height="4" href="data:image/jpeg;base64,{b64encode(photo).decode()}"/>'
    )
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="1in" height="2in">{inside}</svg>'
    (tmp_path / "img/b.svg").write_text(svg)
    (tmp_path / "cv.yaml").write_text(CV.replace("img/a.jpg", "img/b.svg"))
    (made,) = (
        data.decode()
        for name, data in site(tmp_path).items()
        if "pictures/b-" in name and "svg" in name
    )
    (within,) = re.findall('href="data:image/jpeg;base64,([^"]*)"', made)
    assert b"Secret" in photo
    assert b"Secret" not in b64decode(within)
    assert Image.open(BytesIO(b64decode(within))).tobytes() == Image.open(BytesIO(photo)).tobytes()
    assert 'viewBox="0 0 96 192"' in made


@pytest.mark.parametrize("papers", ["cards", "columns"])
def test_papers_stand_as_the_site_says(tmp_path: Path, papers: str) -> None:
    page = site(fill(tmp_path, f"site: {{papers: {papers}}}\n"))["index.html"].decode()
    assert f'<main id="_content" class="in-{papers}">' in page


def test_charts_say_in_words_what_they_show(tmp_path: Path) -> None:
    made = site(fill(tmp_path, "site: {charts: [papers, positions]}\n"))
    said = re.findall(r'role="img"[^>]* aria-label="([^"]*)"', made["index.html"].decode())
    assert said == [
        "Experience – Boss, Works, Jul 2020 – Present; Hand, Mill, 2015 – 2016",
        "Publications – 2020: 1, 2023: 2",
    ]
    bars = re.findall(r'<rect x="(\d+)" y="(\d+)" width="(\d+)"', made["index.html"].decode())
    assert len(bars) == 4
    assert b"<svg class=" not in site_without(tmp_path)


def test_pages_of_papers_have_their_form_and_their_chart(tmp_path: Path) -> None:
    made = site(fill(tmp_path, "site: {papers: cards, charts: [papers], pages: [publications]}\n"))
    page = made["publications.html"].decode()
    assert '<main id="_content" class="leaf in-cards">' in page
    assert 'aria-label="Publications – 2020: 1, 2023: 2"' in page


def test_what_lasts_ends_with_the_last_date_that_is_known(tmp_path: Path) -> None:
    fill(tmp_path)
    source = CV.replace("meta: {lastModified: 2025-07-01}", "site: {charts: [positions]}")
    (tmp_path / "cv.yaml").write_text(source)
    bars = re.findall(rb'<rect x="(\d+)" y="\d+" width="(\d+)"', site(tmp_path)["index.html"])
    assert bars[0] == (b"302", b"138")  # from the middle of 2020 to 2023, of 2015 to 2023
    (tmp_path / "cv.yaml").write_text(re.sub("- {name: Mill.*\n", "", source))
    assert b"<rect" not in site(tmp_path)["index.html"]


def test_words_above_a_bar_stay_in_the_chart(tmp_path: Path) -> None:
    fill(tmp_path)
    long = "Head of the Department of Very Long Names and of Everything Else That There Is"
    source = CV.replace("position: Boss", f"position: {long}")
    (tmp_path / "cv.yaml").write_text(f"{source}site: {{charts: [positions]}}\n")
    page = site(tmp_path)["index.html"].decode()
    (x, word), *_ = re.findall(r'<text x="(\d+)" y="14" text-anchor="end">([^<]*)', page)
    assert (x, word) == ("440", f"{long[:54]}…")


def site_without(folder: Path) -> bytes:
    (folder / "cv.yaml").write_text(CV)
    return site(folder)["index.html"].replace(b'<svg class="icon"', b"")


def test_the_sign_of_the_site_is_made_of_initials_unless_there_is_one(tmp_path: Path) -> None:
    made = site(fill(tmp_path))
    assert ">AD</text>" in made["favicon.svg"].decode()
    assert Image.open(BytesIO(made["favicon.ico"])).info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    assert b'<link rel="icon" href="../favicon.svg">' in made["publications/a.html"]
    (tmp_path / "static").mkdir()
    (tmp_path / "static/favicon.png").touch()
    (tmp_path / "cv.yaml").write_text(f"{CV}site: {{files: static}}\n")
    made = site(tmp_path)
    assert {name for name in made if name.startswith("favicon")} == {"favicon.png"}
    assert re.findall(rb'rel="icon" href="([^"]*)"', made["index.html"]) == [b"favicon.png"]


def test_accounts_have_the_sign_of_their_network_or_a_globe(tmp_path: Path) -> None:
    page = site(fill(tmp_path))["index.html"].decode()
    signs = re.findall(r'<span class="icon brand" aria-hidden="true"><svg.*?d="([^"]{9})', page)
    folder = Path(__file__).parent.parent / "templates/pdf/icons"
    wanted = [(folder / f"{name}.svg").read_text() for name in ("arxiv", "web")]
    assert len(signs) == 2
    assert all(sign in svg for sign, svg in zip(signs, wanted, strict=True))
