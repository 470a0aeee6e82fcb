"""Whatever stands in the input, cvtool makes outputs of it or says what is wrong, and where.

The usual run is short, and the same each time. ``make fuzz`` looks at other inputs each time; each
that fails joins the corpus, and is looked at from then on.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from zlib import crc32

import judges
import pytest
from bibs import bibliographies
from helpers import NAME, Outcome, png
from hypothesis import HealthCheck, Phase, given, settings
from layouts import WHERE, templates
from oracle import FaultError, Kind, check_lines, judge
from pictures import pictures
from plaindata import BIB, cvs, resumes
from styles import sheets

CORPUS = Path(__file__).parent / "corpus"
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "0"))
"""How many inputs of each kind ``make fuzz`` looks at."""
PAGES, PAGES_EVERY = "-pages", 20
"""Of so many inputs one makes cv.pdf, too, and so does what is marked so in the corpus."""

_LOOKS = f"{NAME}  summary: '*So* <b>'\npdf: {{theme: mine}}\nsite: {{theme: mine}}\n"
_SITE = "templates/html/themes/mine.css"
KINDS = {
    each.name: each
    for each in (
        Kind("yaml", "yaml", cvs, ("cv.yaml",), {BIB: "@misc{a, title={T}, year=2020}"}),
        Kind("resume", "json", resumes, ("cv.json",), {}),
        Kind(
            "bib",
            "bib",
            bibliographies,
            ("publications.bib",),
            {"cv.yaml": "basics:\n  name: Ada Lovelace\n"},
        ),
        Kind(
            "css",
            "css",
            sheets,
            ("templates/pdf/themes/mine.css", _SITE),
            {"cv.yaml": _LOOKS},
            True,
        ),
        Kind(
            "template",
            "j2",
            templates,
            tuple(f"templates/{each}" for each in WHERE),
            {"cv.yaml": NAME},
            True,
        ),
        Kind("picture", "bin", pictures, ("me.png",), {"cv.yaml": f"{NAME}  image: me.png\n"}),
    )
}
SHORT = {"yaml": 60, "resume": 20, "bib": 25, "css": 10, "template": 15, "picture": 25}

settings.register_profile(
    "short",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[*HealthCheck],
    phases=[Phase.generate, Phase.shrink],
)
settings.register_profile("long", settings.get_profile("short"), derandomize=False)


@dataclass
class Search:
    """Looks for faults of one kind of input: each once, and the least input that has it."""

    kind: Kind
    folder: Path
    least: dict[str, bytes] = field(default_factory=dict)
    told: dict[str, FaultError] = field(default_factory=dict)
    sought: str = ""
    with_pages: bool = False
    count: int = 0
    good: int = 0

    def look(self, data: bytes) -> None:
        """Raises the fault that is sought, or the first that was not told before."""
        self.count += 1
        with_pages = self.with_pages or not crc32(data) % PAGES_EVERY
        try:
            self.good += judge(self.kind, data, self.folder, with_pages)
        except FaultError as fault:
            if fault.kind in self.told or self.sought not in ("", fault.kind):
                return
            self.sought, self.with_pages = fault.kind, with_pages
            if len(data) <= len(self.least.get(fault.kind, data)):
                self.least[fault.kind] = data
            raise

    def run(self, profile: settings) -> None:
        """Looks at as many inputs as the profile says, or until the first fault."""
        self.sought, self.with_pages = "", False
        given(data=self.kind.inputs)(profile(lambda data: self.look(data)))()

    def keep(self) -> None:
        """Puts the least input with the fault that was sought into the corpus."""
        data = self.least[self.sought]
        mark = PAGES if self.with_pages else ""
        name = f"{sha256(data).hexdigest()[:12]}{mark}.{self.kind.suffix}"
        (CORPUS / self.kind.name).mkdir(parents=True, exist_ok=True)
        (CORPUS / self.kind.name / name).write_bytes(data)


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_comes(kind: str, tmp_path: Path) -> None:
    search = Search(KINDS[kind], tmp_path / "cv")
    if not EXAMPLES:
        search.run(settings(settings.get_profile("short"), max_examples=SHORT[kind]))
        assert search.good > search.count // 4
        return
    while search.count < EXAMPLES:
        left = EXAMPLES - search.count
        try:
            search.run(settings(settings.get_profile("long"), max_examples=left))
        except FaultError as fault:
            search.told[fault.kind] = fault
            search.keep()
            print(f"\n{kind}: {fault}\n{search.least[fault.kind]!r}", flush=True)
    print(f"{kind}: {search.count} inputs, {search.good} of them made outputs", flush=True)
    assert not search.told, "\n".join(map(str, search.told.values()))


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*/*.*")), ids=lambda path: path.name)
def test_what_once_failed(path: Path, tmp_path: Path) -> None:
    with_pages = PAGES in path.name or bool(EXAMPLES)
    judge(KINDS[path.parent.name], path.read_bytes(), tmp_path / "cv", with_pages)


# fmt: off
OFFENCES = [
    ("a.html", b"<p onclick='x'>"), ("a.html", b"<script src='https://example.org'></script>"),
    ("a.html", b"<script src='script.js'>alert(1)</script>"), ("a.html", b"<iframe>"),
    ("a.html", b"<a href=' java\nscript:alert(1)'>"), ("a.html", b"<style>*{}</style>"),
    ("cv.md", b"<b>a</b>"), ("cv.md", b"[a](javascript:x)"), ("cv.txt", b"\0"), ("../cv.txt", b""),
    ("resume.json", b'{"basics": {"url": "a b"}}'), ("publications.json", b'[{"type": "x"}]'),
    ("feed.json", b"{}"), ("atom.xml", b"<a href='javascript:x'/>"),
    ("publications.bib", b"@article{a, title = {"), ("publications.bib", b"@article{a}\n@b"),
    ("portrait.png", png(2000, 1)), ("a.ris", b"TY  - GEN\r\nx\r\nER  - \r\n"),
    ("a.ris", b"TY  - GEN\r\nTY  - GEN\r\nER  - \r\n"), ("cv.typ", b"#a["),
    ("cv.typ", b'#read("/a")'),
    ("contact.vcf", b"BEGIN:VCARD\r\nKEY:a\r\nEND:VCARD\r\n"), ("contact.vcf", b"FN:a\r\nFN:b\r\n"),
    ("contact.vcf", b"FN:" + b"a" * 80 + b"\r\n"), ("cv.tex", b"\\hypersetup{} \\input{a}"),
    ("cv.tex", b"\\hypersetup{} a_b"), ("cv.tex", b"\\hypersetup{} {"),
]
PRINTED = [
    (0, "Traceback (most recent call last):\n"),
    (1, "cvtool: error: this is a fault in cvtool: x\n"),
    (0, "{}/cv.yaml:1:1: error: x\n"), (1, "{}/cv.yaml:1:1: warning: x\n"), (2, ""),
    (1, "{}/cv.yaml: error: x\n"), (1, "{}/cv.yaml:1:9: error: x\n"),
    (1, "{}/cv.yaml:3:1: error: x\n"),
    (1, "/etc/passwd:1:1: error: x\n"), (1, "{}/cv.yaml:1:1: error: \u202ex\n"),
    (1, f"{{}}/cv.yaml:1:1: error: {'x' * 501}\n"), (1, "{}/cv.yaml:1:1: error: \x1b[0m\n"),
]
# fmt: on


@pytest.mark.parametrize(("name", "data"), OFFENCES)
def test_the_judges_bite(name: str, data: bytes) -> None:
    assert list(judges.of(name, data))


@pytest.mark.parametrize("text", [b"NaN", b"{", b"\xff"])
def test_what_cannot_be_read_is_an_exception(text: bytes) -> None:
    with pytest.raises(ValueError, match=r"NaN|Expecting|decode"):
        list(judges.of("profile.json", text))


@pytest.mark.parametrize(("status", "printed"), PRINTED)
def test_the_oracle_bites(tmp_path: Path, status: int, printed: str) -> None:
    (tmp_path / "cv.yaml").write_text("a: b\n")
    good = f"{tmp_path}/cv.yaml:1:5: warning: x\n"
    check_lines(Outcome(0, "", good), tmp_path)
    with pytest.raises(FaultError):
        check_lines(Outcome(status, "", good + printed.format(tmp_path)), tmp_path)
