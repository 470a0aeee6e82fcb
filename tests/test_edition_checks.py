"""What ``cvtool check`` says of editions: mistakes once, at their places, and what does nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import NAME, check, run

from cvtool.pipeline.editions import EVERY
from cvtool.pipeline.load import load_all
from cvtool.source.layouts import THEMES

HEAD = "languages: [en, zh]\ntags: [back]\nvariants: {ind: {}, acme: {extends: ind, tags: back}}\n"


def errors(folder: Path, source: str) -> list[str]:
    """The errors, without the file."""
    found = (line.partition(": error: ") for line in check(folder, source))
    return [f"{place.removeprefix('cv.yaml:')} {what}" for place, level, what in found if level]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("work: [{name: W, for: null}]", "6:18 work[0].for: expected a name or a list of names, "
         "found nothing"),
        ("work: [{name: W, for: []}]", "6:18 work[0].for: expected a name or a list of names, "
         "found an empty list"),
        ("work: [{name: W, for: {ind: 1}}]", "6:18 work[0].for: expected a name or a list of "
         "names, found keys and values"),
        ("work: [{name: W, except: [ind, 3]}]", "6:32 work[0].except[1]: expected a declared name, "
         "found '3'; known are acme, back, en, ind, private, public, zh"),
        ("work: [{name: W, for: ind+}]", "6:18 work[0].for: expected a declared name, found "
         "'ind+'; did you mean 'ind'?"),
        ("work: [{name: W, for: 'ind, zh'}]", "6:18 work[0].for: expected a declared name, found "
         "'ind, zh'; write several as a list: [ind, zh]"),
        ("work: [{name: W, for: else}]", "6:18 work[0].for: expected a declared name, found "
         "'else'; known are acme, back, en, ind, private, public, zh"),
        ("work: [{name: W, in: []}]", "6:18 work[0].in: expected names, and under each what "
         "differs here: 'industry: {...}'"),
        ("work: [{name: W, in: {ind: V}}]", "6:23 work[0].in.ind: expected keys and values, found "
         "'V'"),
        ("work: [{name: W, fro: ind}]", "6:18 work[0].fro: unknown key 'fro'; did you mean 'for'?"),
        ("work: [{name: W, id: [w]}]", "6:18 work[0].id: expected a name of its own for this "
         "entry, in one text"),
        ("work: [{name: W, priority: high}]", "6:18 work[0].priority: expected a whole number, "
         "found 'high'"),
        ("news: [{text: {else: A, idn: B}}]", "6:25 news[0].text.idn: expected a declared name, "
         "found 'idn'; did you mean 'ind'?"),
        ("news: [{text: {ind: A, esle: B}}]", "6:24 news[0].text.esle: expected a declared name, "
         "found 'esle'; did you mean 'else'?"),
        ("headings: {work: {else: A, idn: B}}", "6:28 headings.work.idn: expected a declared name, "
         "found 'idn'; did you mean 'ind'?"),
        ("work: [{name: W, keywords: [a, {text: b, for: idn}]}]", "6:42 work[0].keywords[1].for: "
         "expected a declared name, found 'idn'; did you mean 'ind'?"),
        ("work: [{name: W, in: {ind: {in: {zh: {nam: V}}}}}]", "6:39 work[0].in.ind.in.zh.nam: "
         "unknown key 'nam'; did you mean 'name'?"),
        ("work: [{name: W, in: {zh+acme: {url: a b}}}]", "6:33 work[0].in.zh+acme.url: 'a b' is "
         "not a web address: write it whole, as in https://example.org"),
        ("work: [{name: W, url: {else: a b}}]", "6:24 work[0].url.else: 'a b' is not a web "
         "address: write it whole, as in https://example.org"),
        ("news: [{text: {en: A, zh: '[a](javascript:1)'}}]", "6:23 news[0].text.zh: 'javascript:1' "
         "is not a link to follow: write an http or https address"),
        ("sections: [wrok]", "6:12 sections[0]: unknown section 'wrok'; did you mean 'work'?"),
        ("pdf: {theme: none}", "6:7 pdf.theme: there is no theme 'none'; known are "
         f"{', '.join(sorted(THEMES))}"),
        ("label: A", "6:1 label: unknown key 'label'; write it under 'basics'"),
        ("theme: bold", "6:1 theme: unknown key 'theme'; write it under 'look'"),
        ("extends: ind", "6:1 extends: 'extends' is said of a variant: write it under 'variants', "
         "below a name"),
        ("except: ind", "6:1 except: 'except' is said of an item, such as an entry or a bullet: "
         "write it in there"),
        ("news: [{text: {en: A, idn: B}}]", "6:23 news[0].text.idn: expected a declared name, "
         "found 'idn'; did you mean 'ind'?"),
        ("work: [{name: W, for: ind zh}]", "6:18 work[0].for: expected a declared name, found "
         "'ind zh'; write several as a list: [ind, zh]"),
        ("in: {ind: null}", "6:6 in.ind: null takes the whole CV away: say what differs"),
        ("in: {ind: {basics: null}}", "6:12 in.ind.basics.name: a CV needs a name, and here "
         "nothing is left of it"),
        ("in: {ind: {basics: {name: {}}}}", "6:21 in.ind.basics.name: expected text, found keys "
         "and values; put quotes around a text that holds ': '"),
        ("custom: [{heading: H, notes: [N], in: {ind: {heading: null}}}]", "6:46 "
         "custom[0].in.ind.heading: missing: write 'heading: ...', or 'heading: \"\"' for none"),
        ("bibliography: {for: {ind: []}}", "6:22 bibliography.for.ind: expected the key of an "
         "entry, or a keyword, or a list of them, found nothing"),
        ("bibliography: {for: {ind: {a: b}}}", "6:22 bibliography.for.ind: expected the key of an "
         "entry, or a keyword, or a list of them, found keys and values"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_once(tmp_path: Path, text: str, expected: str) -> None:
    assert errors(tmp_path, f"{HEAD}{NAME}{text}\n") == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("variants: {for: {}}", "1:12 variants.for: 'for' has a meaning of its own: choose "
         "another"),
        ("variants: {a+b: {}}", "1:12 variants.a+b: 'a+b' is no name of letters and digits: choose "
         "another"),
        ("tags: [a, pdf]", "1:11 tags[1]: 'pdf' is a name already: choose another"),
        ("tags: {a: b}", "1:1 tags: expected a name of letters, digits and hyphens, found keys and "
         "values"),
        ("variants: {a: {extends: [b, c]}, b: {}}", "1:29 variants.a.extends[1]: there is no "
         "variant 'c'; known are b"),
        ("variants: {a: {extends: b}, b: {extends: c}, c: {extends: a}, d: {extends: b}}",
         "1:16 variants.a.extends: this leads back to itself"),
        ("variants: {a: {tags: [x]}}", "1:23 variants.a.tags[0]: unknown tag 'x': cv.yaml declares "
         "none"),
        ("variants: {a: {language: English}}", "1:16 variants.a.language: unknown language "
         "'English': write a tag, such as en"),
        ("languages: [en, zh]\nvariants: {a: {locale: de}}", "2:16 variants.a.locale: unknown "
         "language 'de'; known are en, zh"),
        ("languages: [en, zh]\nvariants: {a: {languages: [zh]}}", "2:16 variants.a.languages: a "
         "variant declares no others: it has one 'language'"),
        ("languages: [en, English]", "1:17 languages[1]: 'English' is no tag of a language, as en, "
         "zh-Hans and pt-BR are; one that you speak is 'language: English'"),
        ("languages: [en, ZH]", "1:17 languages[1]: 'ZH' is no tag of a language, as en, zh-Hans "
         "and pt-BR are"),
        ("variants: {a: {descripton: b}}", "1:16 variants.a.descripton: unknown key 'descripton'; "
         "did you mean 'description'?"),
        ("variants: {a: {pages: 1}}", "1:16 variants.a.pages: unknown key 'pages'; write it under "
         "'pdf'"),
        ("variants: {a: {folder: x}, b: {folder: X}}", "1:32 variants.b.folder: the folder 'X' is "
         "that of the variant 'a': choose another"),
        ("languages: [en, zh]\nvariants: {a: {folder: zh}}", "2:16 variants.a.folder: the folder "
         "'zh' is that of the language 'zh': choose another"),
        ("variants: {a: {folder: cv.pdf}}", "1:16 variants.a.folder: the folder 'cv.pdf' is that "
         "of an output: choose another"),
        ("variants: {a: {folder: b/Index.html}, b: {}}", "1:16 variants.a.folder: the folder "
         "'b/Index.html' is that of an output: choose another"),
        ("variants: {a: {folder: a/Fonts/b}}", "1:16 variants.a.folder: the folder 'a/Fonts/b' is "
         "that of an output: choose another"),
        ("variants: {a: {folder: me.JPG}}", "1:16 variants.a.folder: the folder 'me.JPG' is that "
         "of an output: choose another"),
        ("variants: {a: {folder: nul}}", "1:16 variants.a.folder: the folder 'nul' has a name that "
         "Windows has for a device: choose another"),
        (f"variants: {{a: {{folder: {'b' * 300}}}}}", "1:16 variants.a.folder: the folder "
         f"'{'b' * 59}…' has too long a name: choose another"),
        (f"variants: {{{'b' * 300}: {{}}}}", f"1:12 variants.{'b' * 59}…: the folder '{'b' * 59}…' "
         "has too long a name: choose another"),
        ("tags: [a, a]", "1:11 tags[1]: 'a' is a name already: choose another"),
        ("variants: {a: {locale: [en]}}", "1:16 variants.a.locale: expected text, found a list"),
        ("varaints: {}", "1:1 varaints: unknown key 'varaints'; did you mean 'variants'?"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_declaration_is_told_once(tmp_path: Path, text: str, expected: str) -> None:
    assert errors(tmp_path, f"{text}\n{NAME}") == [expected]


@pytest.mark.parametrize(
    "word",
    ["text", "label", "name", "title", "url", "id", "key", "for", "except", "in", "else",
     "priority"],
)  # fmt: skip
def test_a_word_with_a_meaning_is_no_name(tmp_path: Path, word: str) -> None:
    (message,) = errors(tmp_path, f"tags: [{word}]\n{NAME}")
    assert message == f"1:8 tags[0]: '{word}' has a meaning of its own: choose another"


NAMES = ", ".join(f"known{number}" for number in range(100))
STRANGERS = [f"strange{number}" for number in range(100)]


@pytest.mark.parametrize(
    "text",
    [
        f"work: [{{name: W, for: [{', '.join(STRANGERS)}]}}]",
        f"work: [{', '.join(f'{{name: {{else: W, {name}: V}}}}' for name in STRANGERS)}]",
        f"variants: {{v: {{tags: [{', '.join(STRANGERS)}]}}}}",
        f"variants: {{v: {{extends: [{', '.join(STRANGERS)}]}}, known1x: {{}}}}",
        f"variants: {{v: {{skills: {{{', '.join(f'{name}: null' for name in STRANGERS)}}}}}}}\n"
        "skills: [{name: known1x}]",
    ],
)
def test_of_many_unknown_names_the_first_are_told_what_is_near(tmp_path: Path, text: str) -> None:
    source = tmp_path / "cv.yaml"
    source.write_text(f"tags: [{NAMES}]\n{NAME}{text}\n")
    found = [each.message for each in load_all(source, wanted=EVERY).problems if each.is_error]
    assert len(found) == len(STRANGERS)
    assert sum("; " in each for each in found) == 50
    assert "... and 50 more of this kind" in run("check", "-i", source).lines[-1]


def test_no_shape_of_what_variants_extend_takes_long(tmp_path: Path) -> None:
    pairs = "".join(
        f"  a{i}: {{extends: [a{i - 1}, b{i - 1}]}}\n  b{i}: {{extends: [a{i - 1}, b{i - 1}]}}\n"
        for i in range(1, 25)
    )
    assert errors(tmp_path, f"{NAME}variants:\n  a0: {{}}\n  b0: {{}}\n{pairs}") == []


def test_what_several_editions_share_is_told_once(tmp_path: Path) -> None:
    text = (
        f"variants: {{a: {{}}, b: {{work: {{w: {{startDate: 2022}}}}}}}}\n{NAME}"
        "work: [{name: W, startDate: 2020, endDate: 2019}]\n"
    )
    assert errors(tmp_path, text) == ["4:35 work[0].endDate: 2019 is before the start, 2020"]
    text = "x-n: &n [nobody]\n" + NAME + "work: [{name: V, for: *n}, {name: W, for: *n}]\n"
    assert errors(tmp_path, text) == [
        "1:10 work[0].for[0]: expected public or private, found 'nobody'; known are private, public"
    ]


def test_papers_for_readers_whom_nobody_is_are_told(tmp_path: Path) -> None:
    entry = "@misc{{{}, title={{T}}, author={{A}}, year=2020, keywords={{for:{}}}}}\n"
    names = ("v+w", "v+zh", "v+private", "w")
    text = "".join(entry.format(key, name) for key, name in zip("abcd", names, strict=True))
    (tmp_path / "publications.bib").write_text(text)
    source = tmp_path / "cv.yaml"
    source.write_text(f"languages: [en, zh]\nvariants: {{v: {{}}, w: {{}}}}\n{NAME}")
    lines = [each for each in run("check", "-i", source).lines if "no edition that has" in each]
    (line,) = lines
    assert line.endswith(
        "publications.bib:1:1: warning: 'a', keywords: no edition that has this is 'v' and 'w'"
    )


def test_one_script_that_no_font_has_is_one_warning(tmp_path: Path) -> None:
    source = tmp_path / "cv.yaml"
    runes = f"variants: {{a: {{basics: {{label: ᚠᚢ}}}}, b: {{basics: {{label: ᚱᚲᚷ}}}}}}\n{NAME}"
    source.write_text(f"{runes}  focus: ᚦ\n", encoding="utf-8")
    (line,) = (line for line in run("check", "-i", source).lines if "no font has" in line)
    assert "basics.focus: no font has 'ᚦ'" in line
    lines = run("render", "pdf", "-i", source, "-o", tmp_path / "o").lines
    assert sum("no font has" in line for line in lines) == 1


@pytest.fixture
def beside(tmp_path: Path) -> Path:
    """The folder with the files of variants, beside a cv.yaml."""
    (tmp_path / "variants").mkdir()
    return tmp_path / "variants"


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("v.yaml", b"- a\n", "v.yaml:1:1: error: expected keys and values such as 'basics:', "),
        ("v.yaml", b"a: [", "v.yaml:1:5: error: a '[' or '{' above is never closed"),
        ("v.yaml", b"basics: {labl: a}", "v.yaml:1:10: error: basics.labl: unknown key 'labl'"),
        ("v.yaml", b"basics: {label: {else: A, idn: B}}", "v.yaml:1:27: error: basics.label.idn: "),
        ("v.yaml", b"extends: [w]", "v.yaml:1:11: error: extends[0]: there is no variant 'w'"),
        ("v.yaml", b"work: {x: null}", "v.yaml:1:8: error: work.x: there is no entry 'x' here"),
        ("v.yaml", b"basics: null", "v.yaml:1:1: error: basics.name: a CV needs a name, and here"),
        ("v.yaml", b"basics: {name: ''}", "v.yaml:1:10: error: basics.name: a CV needs a name"),
        ("v.yaml", b"basics: {name: {else: null}}", "v.yaml:1:17: error: basics.name.else: a CV "),
        ("v.yaml", b"language: x", "v.yaml:1:1: error: language: unknown language 'x': write a"),
        ("v.yaml", b"in: {zh: {}}", "v.yaml:1:6: error: in.zh: expected a declared name, found "),
        ("a b.yaml", b"tags: []", "a b.yaml:1:1: error: 'a b' is no name of letters and digits"),
        ("else.yaml", b"tags: []", "else.yaml:1:1: error: 'else' has a meaning of its own"),
        ("v.yml", b"basics: {labl: a}", "v.yml:1:10: error: basics.labl: unknown key 'labl'"),
        ("v.yaml", b"", "v.yaml:1:1: error: the file is empty: say what differs"),
        ("v.yaml", b"tags: []", "v.yaml:1:1: warning: it says nothing, and nothing is for 'v': "),
    ],
)
def test_a_mistake_in_a_file_points_there(
    beside: Path, name: str, data: bytes, expected: str
) -> None:
    (beside / name).write_bytes(data)
    (line,) = check(beside.parent, f"{NAME}work: [{{name: W}}]\n")
    assert line.startswith(f"variants/{expected}")


def test_a_variant_has_one_place(beside: Path) -> None:
    (beside / "v.yaml").write_text("basics: {label: A}\n")
    (line,) = errors(beside.parent, f"variants: {{v: {{basics: {{label: B}}}}}}\n{NAME}")
    assert line == "1:12 variants.v: this variant stands in variants/v.yaml, too: keep one".replace(
        "variants/v", f"{beside}/v"
    )


@pytest.mark.parametrize("make", ["file", "folder", "link"])
def test_what_is_no_folder_and_no_file_is_told(tmp_path: Path, make: str) -> None:
    place = tmp_path / "variants"
    if make == "file":
        place.write_text("")
        expected = "variants: warning: this is no folder that can be read"
    else:
        place.mkdir()
        file = place / "v.yaml"
        file.mkdir() if make == "folder" else file.symlink_to("nowhere")
        expected = (
            f"variants/v.yaml: error: '{file}' is a folder"
            if make == "folder"
            else ("variants/v.yaml: error: there is no file")
        )
    (line,) = check(tmp_path, NAME)
    assert line.startswith(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tags: [a]\n", ["1:8 tags[0]: nothing asks for 'a': write 'for: a' somewhere, or remove "
         "it"]),
        ("tags: a\nwork: [{name: W, for: a}]\n", ["1:1 tags: no variant takes 'a', so nobody reads "
         "what is for it: write 'tags: [a]' in one"]),
        ("tags: [a]\nvariants: {v: {tags: a}}\nwork: [{name: W, for: a}]\n", []),
        ("tags: [a]\nvariants: {v: {tags: a}, w: {basics: {label: L}}}\n"
         "work: [{name: V}, {name: W, except: w, highlights: [{text: A, for: a}]}]\n", []),
        ("variants: {v: {}}\n", ["1:12 variants.v: it says nothing, and nothing is for 'v': it is "
         "the same as the CV itself"]),
        ("variants: {v: {basics: {name: Ada}}}\n", ["1:12 variants.v: this variant says the same "
         "as the CV itself"]),
        ("variants: {v: {}, w: {extends: v}}\nwork: [{name: W, except: v}]\n"
         "skills: [{name: S}]\n", ["1:19 variants.w: it says nothing, and nothing is for 'w': it "
         "is the same as variant 'v'"]),
        ("variants: {v: {}}\nwork: [{name: {v: W, else: V}}]\n", []),
        ("variants: {v: {}}\nwork: [{name: W, in: {v: {name: V}}}]\n", []),
        ("variants: {v: {}}\nwork: [{name: W, except: v}]\n", ["1:12 variants.v: nothing is left "
         "in this variant: what it shows has no entry and no text"]),
        ("variants: {v: {}}\nwork: [{name: W}, {name: V, for: [v+pdf]}]\n", []),
        ("variants: {v: {sections: [work], work: {w: null}}}\nwork: [{name: W}]\n"
         "publications: [{name: P}]\n", ["1:12 variants.v: nothing is left in this variant: what "
         "it shows has no entry and no text"]),
        ("variants: {v: {sections: [work]}, w: {basics: {label: {w: L, v: M}}}}\n"
         "work: [{name: W}]\nskills: [{name: S}]\n", ["1:62 variants.w.basics.label.v: no edition "
         "that has this is 'v'"]),
        ("variants: {v: {sections: [], pdf: {theme: bold}}}\nwork: [{name: W}]\n", ["1:16 "
         "variants.v.sections: an empty list is as if it were not there: all sections are shown"]),
        ("variants: {v: {audience: private}, w: {formats: [pdf]}, u: {pdf: {theme: bold}}}\n", []),
        ("languages: [en, de]\nvariants: {v: {language: de}}\n", []),
    ],
)  # fmt: skip
def test_what_does_nothing_is_a_warning(tmp_path: Path, text: str, expected: list[str]) -> None:
    found = [line.partition(": warning: ") for line in check(tmp_path, text + NAME)]
    assert [f"{place.removeprefix('cv.yaml:')} {what}" for place, _, what in found] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("basics: {name: Ada, label: {en: A, zh: B, ind: C}}", "4:43 basics.label.ind: nobody "
         "reads this: every reader gets other words, of more names or before it; write it "
         "first, or take it out"),
        ("basics: {name: Ada, label: {en: A, zh: B, else: C}}", "4:43 basics.label.else: nobody "
         "reads this: every reader gets other words, of more names or before it; write it "
         "first, or take it out"),
        ("basics: {name: Ada, label: {else: A, own: B, ind: C}}", ""),
        ("basics: {name: Ada, label: {ind: A, own: B, else: C}}", ""),
        ("basics: {name: Ada, phone: {public: A, private: B, else: C}}", "4:52 basics.phone.else: "
         "nobody reads this: every reader gets other words, of more names or before it; write it "
         "first, or take it out"),
        ("basics: {name: Ada, label: {ind+open: A, else: C}}", "4:29 basics.label.ind+open: no "
         "edition that has this is 'ind' and 'open'"),
        ("basics: {name: Ada, in: {ind+open: {label: A}}}", "4:26 basics.in.ind+open: no edition "
         "that has this is 'ind' and 'open'"),
        ("basics: {name: Ada}\nwork: [{name: W, for: [own, ind+open]}]", "5:18 "
         "work[0].for.ind+open: no edition that has this is 'ind' and 'open'"),
        ("basics: {name: Ada, label: {else: A, pdf: B, en+pdf: C, ind+private: D}}", ""),
    ],
)  # fmt: skip
def test_words_that_nobody_reads_are_a_warning(tmp_path: Path, text: str, expected: str) -> None:
    head = "languages: [en, zh]\nvariants: {ind: {pdf: {theme: bold}},\n own: {extends: ind, llms: "
    head += "{headings: {work: V}}}, open: {text: {headings: {work: W}}}}\n"
    found = [line.partition(": warning: ") for line in check(tmp_path, f"{head}{text}\n")]
    told = [f"{place.removeprefix('cv.yaml:')} {what}" for place, _, what in found]
    assert told == [expected] * bool(expected)


def test_what_papers_say_counts(tmp_path: Path) -> None:
    (tmp_path / "publications.bib").write_text(
        "@misc{a, title={A}, author={L}, year=2020, keywords={for: v}}\n"
        "@misc{b, title={B}, author={L}, year=2020}\n"
    )
    assert check(tmp_path, f"variants: {{v: {{}}}}\n{NAME}") == []


LACKING = """languages: [en, zh]
variants: {v: {basics: {summary: {en: S}}}}
basics: {name: Ada, label: {en: A}, focus: {en: B}, summary: Plain., description: {en: C, zh: 丙}}
work:
- {name: {en: W, zh: 乙}, position: P, highlights: [H, {text: 只, for: zh}, {zh: 丁}]}
headings: {work: {en: Jobs}}
"""


def test_texts_that_a_language_lacks_are_counted(tmp_path: Path) -> None:
    source = tmp_path / "cv.yaml"
    source.write_text(LACKING, encoding="utf-8")
    said = [line for line in run("check", "-i", source).lines if "no text" in line]
    assert said == [
        f"{source}:3:21: warning: no text for 'zh' in 4 places: variants.v.basics.summary, "
        "basics.label, basics.focus and 1 more; 'cvtool check --language zh' lists all".replace(
            ":3:21", ":2:25"
        ),
        f"{source}: note: no text for 'zh' in 3 places: basics.summary, work[0].position, "
        "work[0].highlights[0], where one stands for all languages; 'cvtool check --language zh' "
        "lists all",
    ]
    made = run("render", "text", "-i", source, "-o", tmp_path / "o").lines
    assert [line for line in made if "no text" in line] == [
        f"{source}:3:21: warning: no text for 'zh' in 3 places: basics.label, basics.focus, "
        "headings.work; 'cvtool check --language zh' lists all"
    ]


def test_a_language_lists_every_text_that_it_lacks(tmp_path: Path) -> None:
    source = tmp_path / "cv.yaml"
    source.write_text(LACKING, encoding="utf-8")
    outcome = run("check", "-i", source, "--language", "zh")
    said = [line.removeprefix(f"{source}:") for line in outcome.lines if "no text" in line]
    assert [line.split(": no text")[0] for line in said] == [
        "2:25: warning: variants.v.basics.summary",
        "3:21: warning: basics.label",
        "3:37: warning: basics.focus",
        "6:12: warning: headings.work",
        "3:53: note: basics.summary",
        "5:26: note: work[0].position",
        "5:52: note: work[0].highlights[0]",
    ]
    many = "- {name: W, summary: {en: A}}\n" * 80
    source.write_text(f"languages: [en, zh]\n{NAME}work:\n{many}")
    lines = run("check", "-i", source, "--language", "zh").lines
    assert sum("no text for 'zh': the one for 'en' is used" in line for line in lines) == 80


def test_priorities_are_counted_where_nothing_asks_for_them(tmp_path: Path) -> None:
    source = tmp_path / "cv.yaml"
    source.write_text(
        f"{NAME}work: [{{name: W, priority: 2, highlights: [{{text: A, priority: -1}}, B]}}]\n"
    )
    lines = run("check", "-i", source).lines
    (note,) = (line for line in lines if "priority" in line)
    assert note.startswith(f"{source}: note: so many items have a priority, which matters where")
    assert note.endswith(": 2")
    source.write_text(f"{source.read_text()}pdf: {{pages: 1}}\n")
    assert not any("priority" in line for line in run("check", "-i", source).lines)
    source.write_text(f"{NAME}x-own: [{{priority: 2}}]\n")
    assert not any("priority" in line for line in run("check", "-i", source).lines)


def test_a_priority_by_which_nothing_goes_is_told_once(tmp_path: Path) -> None:
    source = tmp_path / "cv.yaml"
    source.write_text(
        "basics: {name: Ada, profiles: [{username: a, priority: 1}]}\npdf: {pages: 1}\n"
        "skills: [{name: S, priority: 2, keywords: [A, {text: B, priority: 1}]}]\n"
        "sections: [{section: skills, priority: 3}]\n"
    )
    (line,) = (line for line in run("check", "-i", source).lines if "nothing goes" in line)
    assert line == (
        f"{source}:1:46: warning: basics.profiles[0].priority: nothing goes by this: sections, "
        "entries, bullets and publications do (and 1 more of the kind)"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("languages: [en, xx, yy]\n", ["1:17: warning: languages[1] 'xx'",
         "1:21: warning: languages[2] 'yy'"]),
        ("variants: {v: {language: xx}, w: {extends: v, basics: {label: L}}}\n",
         ["1:16: warning: variants.v.language 'xx'"]),
    ],
)  # fmt: skip
def test_each_language_without_words_is_told(
    tmp_path: Path, text: str, expected: list[str]
) -> None:
    what = "no headings and dates for"
    told = [line.partition(f": {what} ") for line in check(tmp_path, text + NAME) if what in line]
    assert [
        f"{place.removeprefix('cv.yaml:')} {tag.split()[0]}" for place, _, tag in told
    ] == expected


def test_json_resume_has_no_editions(tmp_path: Path) -> None:
    text = '{"basics": {"name": "A"}, "work": [{"name": "W", "for": "x", "in": [1]}], "tags": []}'
    lines = check(tmp_path, text, "resume.json")
    assert [line.partition("unknown key ")[2].split("'")[1] for line in lines] == [
        *("for", "in", "tags"),
    ]
