"""Files of the user's to which a CV links, or which it has on its site: copied, and linked wherever
they are named; none that is private, that leads out, or that would be in the way.
"""

from __future__ import annotations

import gzip
import io
import os
import re
import sys
from contextlib import suppress
from pathlib import Path
from zlib import crc32

import pytest
from helpers import NAME, check, run
from pdfs import links
from PIL import Image
from PIL.PngImagePlugin import PngInfo

import cvtool
from cvtool.store.bare import bare

SITE = "https://ada.example/me/"
PAPER = "@article{{k, title={{T}}, author={{Doe, Ada}}, journal={{J}}, year=2020,\n  {}}}\n"
CV = f"""
basics:
  name: Ada Doe
  url: {SITE}
  summary: "[Prose](a/prose.pdf#page=2), [the CV](cv.pdf), [spaces](<b c.txt>)."
talks: [{{name: Talk, date: 2020, url: talk.html, slides: a/slides.pdf}}]
education: [{{institution: U, thesis: "[On numbers](thesis.pdf)"}}]
site: {{files: static/}}
"""
OWN = ["a/prose.pdf", "b c.txt", "talk.html", "a/slides.pdf", "thesis.pdf", "a/k.pdf", "poster.pdf"]
STATIC = [".well-known/x", "CNAME", "favicon.ico", "sub/v.html"]


def fill(folder: Path, text: str = CV, bib: str = "pdf={a/k.pdf}, poster={poster.pdf}") -> Path:
    (folder / "cv.yaml").write_text(text)
    (folder / "publications.bib").write_text(PAPER.format(bib))
    for name in (*OWN, *(f"static/{each}" for each in STATIC)):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"{name}\n")
    return folder


def render(folder: Path, *formats: str) -> dict[str, str]:
    """The outputs as text, by their paths."""
    outcome = run("render", *formats, "-i", folder / "cv.yaml", "-o", folder / "output")
    assert (outcome.status, outcome.err) == (0, ""), outcome
    return files_in(folder / "output")


def files_in(folder: Path) -> dict[str, str]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text("latin-1") for path in found}


@pytest.mark.parametrize("bib", ["url={a/k.pdf}", "url={a/k.pdf}, pdf={a/k.pdf}"])
def test_the_address_of_a_paper_may_be_that_of_its_pdf(tmp_path: Path, bib: str) -> None:
    page = render(fill(tmp_path, bib=bib), "html")["publications/k.html"]
    assert f'<meta name="citation_pdf_url" content="{SITE}a/k.pdf">' in page


def test_files_are_copied_and_linked_from_everywhere(tmp_path: Path) -> None:
    made = render(fill(tmp_path), "html", "markdown", "llms", "feed", "jsonresume", "pdf")
    assert {name: made[name] for name in OWN} == {name: f"{name}\n" for name in OWN}
    assert {name: made[name] for name in STATIC} == {name: f"static/{name}\n" for name in STATIC}
    here = ["a/prose.pdf#page=2", "b%20c.txt", "talk.html", "a/slides.pdf", "thesis.pdf", "a/k.pdf"]
    for name in [*here, "poster.pdf", "cv.pdf"]:
        assert f'href="{name}"' in made["index.html"]
        assert f"{SITE}{name}" in made["cv.md"] or name == "cv.pdf"
    page = made["publications/k.html"]
    assert 'href="../a/k.pdf"' in page
    assert f'<meta name="citation_pdf_url" content="{SITE}a/k.pdf">' in page
    for name in ("llms-full.txt", "feed.json", "resume.json"):
        assert f"{SITE}a/k.pdf" in made[name]
        assert f"{SITE}a/slides.pdf" in made[name]
    found = links((tmp_path / "output/cv.pdf").read_bytes())
    assert {f"{SITE}{name}" for name in here} <= {*found}


def test_without_an_address_of_the_site_links_are_ways_and_cv_pdf_has_none(tmp_path: Path) -> None:
    fill(tmp_path, CV.replace(f"  url: {SITE}\n", ""))
    made = render(tmp_path, "html", "markdown", "pdf")
    assert 'href="a/k.pdf"' in made["index.html"]
    assert 'href="../a/k.pdf"' in made["publications/k.html"]
    assert '"url": "../a/k.pdf"' in made["publications/k.html"]
    assert "](a/k.pdf)" in made["cv.md"]
    assert links((tmp_path / "output/cv.pdf").read_bytes()) == []
    assert "write 'site: {url: ...}'" in run("check", "-i", tmp_path / "cv.yaml").err


def test_what_did_not_change_is_not_made_again_and_what_is_linked_no_more_goes(
    tmp_path: Path,
) -> None:
    render(fill(tmp_path), "html")
    again = run("render", "html", "-i", tmp_path / "cv.yaml", "-o", tmp_path / "output")
    assert re.fullmatch(r"(.*unchanged.*\n)+", again.out)
    (tmp_path / "a/k.pdf").write_text("another\n")
    assert render(tmp_path, "html")["a/k.pdf"] == "another\n"
    fill(tmp_path, CV.replace("slides: a/slides.pdf", ""))
    (tmp_path / "static/favicon.ico").unlink()
    made = render(tmp_path, "html")
    assert "a/slides.pdf" not in made
    assert "a/k.pdf" in made


def test_folders_of_which_all_files_are_gone_go_with_them(tmp_path: Path) -> None:
    cv = f"{NAME}  summary: '[a](a/b/x.txt)'\n"
    fill(tmp_path, cv)
    for name in ("a/b/x.txt", "posts/2024-01-01-p.md", "static/deep/er/y.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("Words.\n")
    (tmp_path / "cv.yaml").write_text(f"{cv}site: {{files: static}}\n")
    made = {name.rpartition("/")[0] for name in render(tmp_path, "html")}
    assert {"a/b", "posts", "deep/er", "publications"} <= made
    (tmp_path / "output/deep/mine.txt").touch()
    (tmp_path / "posts/2024-01-01-p.md").unlink()
    (tmp_path / "publications.bib").unlink()
    (tmp_path / "cv.yaml").write_text(NAME)
    render(tmp_path, "html")
    left = [path.name for path in (tmp_path / "output").rglob("*") if path.is_dir()]
    assert sorted(left) == ["deep", "fonts"]


def test_no_file_is_copied_to_which_only_something_unseen_leads(tmp_path: Path) -> None:
    made = render(fill(tmp_path, f"{CV}sections: [summary]\n"), "html")
    assert "thesis.pdf" not in made
    assert "a/prose.pdf" in made


def test_private_files_are_in_private_alone(tmp_path: Path) -> None:
    text = CV.replace("a/slides.pdf}", "a/slides.pdf, for: private}")
    fill(tmp_path, f"{text}publications: [{{key: k, for: private}}]\n")
    public = render(tmp_path, "html", "markdown")
    private = files_in(tmp_path / "private")
    mine = {"a/slides.pdf", "talk.html", "a/k.pdf", "poster.pdf"}
    assert mine.isdisjoint(public)
    assert private.keys() == mine | {"cv.md", ".cvtool.json", ".gitignore"}
    assert not re.search("slides|talk.html|k.pdf", "".join(public.values()))
    assert "](a/slides.pdf)" in private["cv.md"]
    assert f"]({SITE}thesis.pdf)" in private["cv.md"]
    public = render(fill(tmp_path), "html", "markdown")
    assert mine <= public.keys()
    assert not mine & files_in(tmp_path / "private").keys()


MISSING = (
    "there is no file '0000.pdf' beside cv.yaml: put it there, or write its whole address, as in "
    "https://example.org/0000.pdf"
)
NEAR = (
    "there is no file 'a/k1.pdf' beside cv.yaml; did you mean 'k.pdf'?; or write its whole "
    "address, as in https://example.org/a/k1.pdf"
)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("0000.pdf", MISSING),
        ("a/k1.pdf", NEAR),
        ("../x.pdf", "'../x.pdf' lies outside the folder of cv.yaml: copy it beside cv.yaml"),
        ("out.pdf", "'out.pdf' lies outside the folder of cv.yaml: copy it beside cv.yaml"),
        ("cv.yaml", "'cv.yaml' is read by cvtool, and may say what is private: copy it"),
        ("all.bib", "'all.bib' is read by cvtool, and may say what is private: copy it"),
        ("style.css", "cvtool itself makes a file 'style.css': call yours otherwise"),
        (".hidden.pdf", "'.hidden.pdf' is hidden, so it stays at home: rename it"),
        ("made/cv.pdf", "'made/cv.pdf' is an output of cvtool: link to its place on the site"),
        ("pipe.pdf", "'pipe.pdf' cannot be read: it is a pipe or a device, not a file"),
        ("huge.pdf", "'huge.pdf' cannot be read: larger than 100 MB: make it smaller"),
        ("a", "'a' is a folder: write the path of a file"),
        ("a\\k.pdf", "there is no file 'a\\k.pdf' beside cv.yaml; write 'a/k.pdf', with '/'"),
        ("A/K.pdf", "'A/K.pdf' and"),
        ("example", "'example' is not a web address: write it whole, as in https://example.org"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="pipes and links are POSIX's")
def test_a_file_that_cannot_go_out_is_an_error_at_its_line(
    tmp_path: Path, name: str, said: str
) -> None:
    (home := tmp_path / "home").mkdir()
    fill(home)
    (tmp_path / "out.pdf").touch()
    (home / "out.pdf").symlink_to(tmp_path / "out.pdf")
    for each in (".hidden.pdf", "style.css", "made/cv.pdf", "made/.cvtool.json", "A/K.pdf"):
        (home / each).parent.mkdir(exist_ok=True)
        (home / each).touch()
    (home / "all.bib").write_text(PAPER.format("pdf={a/k.pdf}"))
    os.mkfifo(home / "pipe.pdf")
    (home / "huge.pdf").touch()
    os.truncate(home / "huge.pdf", 200_000_000)
    text = f"{NAME}bibliography: all.bib\nnews:\n- text: '[A](a/k.pdf)'\n- text: '[B]({name})'\n"
    (line,) = check(home, text)
    assert line.startswith(f"cv.yaml:6:3: error: news[1].text: {said}")


def test_a_missing_file_of_a_paper_is_an_error_at_its_line(tmp_path: Path) -> None:
    fill(tmp_path, NAME, "note={N},\n  slides={0000.pdf}")
    assert check(tmp_path, NAME) == [f"publications.bib:3:11: error: 'k': {MISSING}"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nothing", "there is no folder 'nothing' beside cv.yaml"),
        (".", "this is the folder of cv.yaml: name one inside of it, as in static/"),
        ("..", "'..' lies outside the folder of cv.yaml: copy it beside cv.yaml"),
        ("bad", "cvtool itself makes what 'bad/index.html' is: call it otherwise"),
        ("made", "'made/.cvtool.json' is hidden"),
    ],
)
def test_a_folder_for_the_site_that_cannot_be(tmp_path: Path, name: str, said: str) -> None:
    for each in ("bad/index.html", "made/.cvtool.json", "made/cv.md"):
        (tmp_path / each).parent.mkdir(exist_ok=True)
        (tmp_path / each).touch()
    lines = check(tmp_path, f"{NAME}site: {{files: {name}}}\n")
    wanted = "'made/cv.md' is an output of cvtool" if name == "made" else said
    assert [wanted in line for line in lines] == [True]
    assert lines[0].startswith("cv.yaml:3:8: error: site.files: ")


def test_hidden_files_of_the_folder_are_said_to_stay(tmp_path: Path) -> None:
    (fill(tmp_path) / "static/.secret").touch()
    (tmp_path / "static/.DS_Store").touch()
    outcome = run("check", "-i", tmp_path / "cv.yaml")
    assert [line for line in outcome.lines if "stays at home" in line] == [
        f"{tmp_path}/static/.secret: note: hidden, so it stays at home: rename it, if it is for "
        "the site"
    ]


def test_a_file_that_changed_meanwhile_is_not_copied(tmp_path: Path) -> None:
    """Whoever puts another one there between reading and writing gets nothing out."""
    document = cvtool.load(fill(tmp_path) / "cv.yaml")
    (own,) = (each for each in document.files if each.path == "a/k.pdf")
    (tmp_path / "a/k.pdf").write_text("another\n")
    from cvtool.store.files import data_of

    with pytest.raises(OSError, match="changed meanwhile"):
        data_of(own)


def test_each_language_has_the_files_that_it_links_to(tmp_path: Path) -> None:
    more = "languages: [en, de]\nnews: [{text: {en: '[A](en.pdf)', de: '[A](de.pdf)'}}]\n"
    fill(tmp_path, CV + more)
    for name in ("en.pdf", "de.pdf"):
        (tmp_path / name).touch()
    made = render(tmp_path, "html")
    assert {"en.pdf", "de/de.pdf", "a/k.pdf", "de/a/k.pdf", "CNAME"} <= made.keys()
    assert {"de.pdf", "de/en.pdf", "de/CNAME"}.isdisjoint(made)
    assert 'href="de.pdf"' in made["de/index.html"]


@pytest.mark.parametrize("more", ["", "phone: '1'"], ids=["all", "with-private"])
def test_links_lead_to_files_of_the_folder_and_to_pages_for_every_reader(
    tmp_path: Path, more: str
) -> None:
    links = "[s](sub/v.html) [a](pages/about.md) [b](about.html#x) [w](work.html) [p](posts.html)"
    head = f"name: Ada, url: '{SITE}', summary: '{links}', {more}"
    cv = f"basics: {{{head}}}\nwork: [{{name: W}}]\nlanguages: [en, de]\n"
    fill(tmp_path, cv + "site: {files: static, pages: [work]}\n")
    for name in ("pages/about.md", "posts/2024-01-01-p.md"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("Words.\n")
    made = render(tmp_path, "html", "markdown")
    assert made.keys() & {"sub/v.html", "de/sub/v.html"} == {"sub/v.html", "de/sub/v.html"}
    assert not any(name.endswith("about.md") for name in made)
    for base, text in (("", made["cv.md"]), ("de/", made["de/cv.md"])):
        for path in ("sub/v.html", "about.html", "about.html#x", "work.html", "posts.html"):
            assert f"({SITE}{base}{path})" in text
    private = tmp_path / "private/cv.md"
    assert private.exists() == bool(more)
    assert not more or f"[s]({SITE}sub/v.html) [a]({SITE}about.html)" in private.read_text()


@pytest.mark.parametrize("where", ["cv.yaml", "a page"])
@pytest.mark.parametrize("lead", ["pages/secret.md", "img/link.txt", "img/text.txt", "img/out.txt"])
def test_no_link_brings_out_what_is_read_or_handed_out(
    tmp_path: Path, where: str, lead: str
) -> None:
    for name in ("pages", "img"):
        (tmp_path / name).mkdir()
    cv = "basics: {name: Ada, phone: 555 0199, summary: 'S'}\n"
    (tmp_path / "cv.yaml").write_text(cv)
    (tmp_path / "pages/secret.md").write_text("---\nfor: private\n---\n555 0199\n")
    run("render", "text", "-i", tmp_path / "cv.yaml", "-o", tmp_path / "out")
    for name, to in (("link", "cv.yaml"), ("text", "pages/secret.md"), ("out", "private/cv.txt")):
        (tmp_path / f"img/{name}.txt").symlink_to(tmp_path / to)
    if where == "cv.yaml":
        (tmp_path / "cv.yaml").write_text(cv.replace("S'", f"[S]({lead})'"))
    else:
        (tmp_path / "pages/open.md").write_text(f"[S](../{lead})\n")
    outcome = run("render", "html", "-i", tmp_path / "cv.yaml", "-o", tmp_path / "out")
    is_page = where == "a page" and lead == "pages/secret.md"
    assert outcome.status == (0 if is_page else 1), outcome
    for text in files_in(tmp_path / "out").values():
        assert "555 0199" not in text
        assert "secret" not in text


def test_no_file_takes_the_place_of_a_page_or_of_another(tmp_path: Path) -> None:
    (tmp_path / "cv.yaml").write_text("basics: {name: Ada}\nsite: {files: static}\n")
    for name in ("static/About.html", "pages/about.md"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("Words.\n")
    assert "static/About.html: error: it would be one file on the site with 'about.html'" in (
        run("check", "-i", tmp_path / "cv.yaml").err
    )


def test_pictures_of_pages_keep_apart_and_bring_nothing_of_a_camera(tmp_path: Path) -> None:
    for name in ("p.png", "p.jpg", "Q.PNG", "q.png", "r.tiff"):
        Image.new("RGB", (8, 8), "red" if name[0] == "q" else "blue").save(tmp_path / name)
    (tmp_path / "cv.yaml").write_text("basics: {name: Ada}\n")
    (tmp_path / "pages").mkdir()
    page = tmp_path / "pages/a.md"
    page.write_text("![1](../p.png) ![2](../p.jpg) ![3](../Q.PNG) ![4](../q.png) [5](../p.jpg)\n")
    made = render(tmp_path, "html")
    shown = re.findall(r'<(?:source srcset|img [^>]*src)="([^"]*)"', made["a.html"])
    assert len({*map(str.lower, shown)} & {*map(str.lower, made)}) == 8
    assert '<a href="p.jpg">' in made["a.html"]
    assert "p.jpg" in made
    page.write_text("![gps](../r.tiff)\n")
    assert "a.md:1:8: error: 'r.tiff' is of a kind" in run("check", "-i", tmp_path / "cv.yaml").err


def camera(path: Path, kind: str, side_up: int = 1) -> bytes:
    """A picture with what cameras and programs write into such, and behind it."""
    exif = Image.Exif()
    exif[0x0110], exif[0x0112] = "Secret", side_up
    exif.get_ifd(0x8825)[2] = (1.0, 2.0, 3.0)
    more: dict[str, object] = {"exif": exif, "xmp": b"<x:xmpmeta Secret>", "comment": b"Secret"}
    if kind == "PNG":
        more["pnginfo"] = texts = PngInfo()
        texts.add_itxt("XML:com.adobe.xmp", "Secret", zip=True)
        texts.add_text("Author", "Secret")
    if kind == "GIF":
        more |= {"save_all": True, "append_images": [Image.new("RGB", (8, 4), "red")], "loop": 3}
    picture = Image.effect_noise((8, 4), 90).convert("RGB")
    picture.save(path, kind, **({"progressive": True} if kind == "JPEG" else {}), **more)
    path.write_bytes(path.read_bytes() + b"Secret")
    assert path.read_bytes().count(b"Secret") > 1
    return path.read_bytes()


@pytest.mark.parametrize("where", ["a link", "a page", "static"])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_of_a_picture_that_is_copied_nothing_goes_out_but_what_is_seen(
    tmp_path: Path, kind: str, where: str
) -> None:
    (tmp_path / "static").mkdir()
    name = f"there.{kind.lower()}"
    path = tmp_path / ("static" if where == "static" else "") / name
    written = camera(path, kind)
    lead = {"a link": f"summary: '[me]({name})'", "a page": "", "static": ""}[where]
    (tmp_path / "cv.yaml").write_text(f"{NAME}  {lead}\nsite: {{files: static}}\n")
    if where == "a page":
        (tmp_path / "pages").mkdir()
        (tmp_path / "pages/a.md").write_text(f"[me](../{name})\n")
    outcome = run("render", "html", "-i", tmp_path / "cv.yaml", "-o", tmp_path / "output")
    assert (outcome.status, outcome.err) == (0, "")
    made = (tmp_path / "output" / name).read_bytes()
    assert not re.search(b"Secret|[Ee]xif|EXIF|xmp", made)
    before, now = Image.open(io.BytesIO(written)), Image.open(io.BytesIO(made))
    assert now.info.keys() <= {*before.info} - {"exif", "xmp", "comment", "Author"}
    assert getattr(now, "n_frames", 1) == getattr(before, "n_frames", 1)
    assert now.convert("RGB").tobytes() == before.convert("RGB").tobytes()
    again = run("render", "html", "-i", tmp_path / "cv.yaml", "-o", tmp_path / "output")
    assert re.fullmatch(r"(.*unchanged.*\n)+", again.out)


def block(name: bytes, said: bytes) -> bytes:
    """A segment of JPEG, a chunk of PNG, one of WebP, or an extension of GIF."""
    if len(name) == 1:
        return b"\xff" + name + (len(said) + 2).to_bytes(2) + said
    if name.startswith(b"!"):
        return name + bytes([len(said)]) + said + b"\0"
    if name.isupper():
        return name + len(said).to_bytes(4, "little") + said
    return len(said).to_bytes(4) + name + said + crc32(name + said).to_bytes(4)


@pytest.mark.parametrize(
    ("kind", "at", "odd"),
    [
        *(("JPEG", 2, block(bytes([it]), b"Exif\0\0Secret")) for it in (0xE0, 0xEE, 0xF0, 0xC8)),
        ("PNG", 33, block(b"sPLT", b"Secret\0\x08")),
        ("GIF", 13 + 768, block(b"!\x01", b"." * 12 + b"Secret")),
        ("GIF", 13 + 768, block(b"!\xff\x0bNETSCAPE2.0\x03\x01\0\0", b"Secret")),
        ("GIF", 13 + 768, block(b"!\xf9\x04....", b"Secret")),
        ("WEBP", -1, block(b"EXIF", b"Secret")),
    ],
)
def test_nothing_goes_out_by_an_odd_way(kind: str, at: int, odd: bytes) -> None:
    out = io.BytesIO()
    first, *others = (Image.effect_noise((64, 64), it).convert("RGB") for it in (50, 90))
    more = {"save_all": True, "append_images": others} if kind == "WEBP" else {}
    first.save(out, kind, **more)
    data = out.getvalue()
    if kind == "WEBP":  # into a frame
        frame = data.index(b"ANMF") + 4
        size = int.from_bytes(data[frame : frame + 4], "little")
        at = frame + 4 + size
        longer = (size + len(odd)).to_bytes(4, "little")
        data = data[:frame] + longer + data[frame + 4 :]
    made = bare(data[:at] + odd + data[at:])
    assert b"Secret" not in made
    with Image.open(io.BytesIO(made)) as now, Image.open(out) as before:
        assert now.convert("RGB").tobytes() == before.convert("RGB").tobytes()


_HEAD = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'"


@pytest.mark.parametrize(
    "data",
    [
        f"\ufeff{_HEAD}><script>Secret</script></svg>".encode("utf-16-le"),
        f"<?xml version='1.0' encoding='UTF-16'?>{_HEAD} onload='Secret'/>".encode("utf-16-be"),
        f"<!--{'x' * 200_000}-->{_HEAD} onload='Secret'/>".encode(),
        f"<!DOCTYPE svg [<!ENTITY x ']>'>]>{_HEAD} onload='Secret'/>".encode(),
        f"<!DOCTYPE svg PUBLIC 'a' 'b>c'>{_HEAD} onload='Secret'/>".encode(),
        b"<x-y:svg xmlns:x-y='http://www.w3.org/2000/svg' viewBox='0 0 9 9' onload='Secret'/>",
        f"{_HEAD} ONLOAD='Secret'/>".encode(),
        f"{_HEAD}><style>svg {{fill: image-set('#a' 1x, 'Secret' 2x)}}</style></svg>".encode(),
    ],
)
def test_a_drawing_is_known_however_it_begins(data: bytes) -> None:
    made = bare(data)
    assert made.startswith(b"<svg ")
    assert b"Secret" not in made


def test_a_picture_that_ends_too_early_is_no_fault() -> None:
    for kind in ("WEBP", "GIF", "PNG", "JPEG"):
        out = io.BytesIO()
        frames = [Image.new("RGB", (9, 9), each) for each in ("red", "blue")]
        more = {"save_all": True, "append_images": frames[1:]} if kind != "JPEG" else {}
        frames[0].save(out, kind, **more)
        for end in range(len(out.getvalue())):
            with suppress(ValueError):
                bare(out.getvalue()[:end])


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_that_lies_on_its_side_is_set_upright(tmp_path: Path, kind: str) -> None:
    written = Image.open(io.BytesIO(camera(tmp_path / "there", kind, 6)))
    with Image.open(io.BytesIO(bare((tmp_path / "there").read_bytes()))) as made:
        assert (made.format, made.size, dict(made.getexif())) == (kind, (4, 8), {})
        if kind == "PNG":
            assert made.tobytes() == written.transpose(Image.Transpose.ROTATE_270).tobytes()


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_picture_that_moves_stays_whole(tmp_path: Path, kind: str) -> None:
    exif = Image.Exif()
    exif[0x0112], frames = 6, [Image.new("RGB", (8, 4), each) for each in ("red", "blue")]
    frames[0].save(tmp_path / "there", kind, save_all=True, append_images=frames[1:], exif=exif)
    with Image.open(io.BytesIO(bare((tmp_path / "there").read_bytes()))) as made:
        assert (made.n_frames, dict(made.getexif())) == (2, {})  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.tiff", b"II*\0Secret", "is of a kind that may say where it was taken, which cvtool"),
        ("a.heic", b"\0\0\0\x18ftypheic....infeExif", "is of a kind that may say where it was"),
        ("a.jpg", b"\xff\xd8\xff\xe1\0\x08Exif\0\0", "is damaged: no program can show it as"),
        ("a.png", b"\x89PNG\r\n\x1a\n1234", "is damaged: no program can show it as a picture"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'>", "is no drawing that browsers show"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "says no size: write 'viewBox"),
        ("a.svgz", gzip.compress(b"<svg onload='x'/>", mtime=0), "is a drawing that is packed"),
        ("a.svg", b"<?xml version='1.0' encoding='Shift_JIS'?><svg/>", "is no drawing that "),
        ("a.jp2", b"\0\0\0\x0cjP  ....Exif", "is of a kind that may say where it was taken"),
        ("a.svg", b"<svg>" + b"<g>" * 300 + b"</g>" * 300 + b"</svg>", "has elements too deep in "),
    ],
)
def test_a_picture_that_cannot_be_told_apart_is_an_error(
    tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(data)
    (line,) = check(tmp_path, f"{NAME}  summary: '[me]({name})'\n")
    assert line.startswith(f"cv.yaml:3:3: error: basics.summary: '{name}' {said}")
