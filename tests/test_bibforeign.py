"""What programs and writers leave in .bib files: HTML, macros, marks, names parted in many ways."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from helpers import check, read_bib, run

from cvtool.bib.bibtex import as_bibtex
from cvtool.bib.doubts import unknown_latex
from cvtool.bib.holdings import read_library
from cvtool.bib.library import View
from cvtool.bib.owner import Owner, author_from_name
from cvtool.bib.records import read_files
from cvtool.model.inline import Emph, Link, Text, to_plain
from cvtool.model.publication import Publication, in_words
from cvtool.words import Language

VIEW = View(Owner(("Jane Doe",)), Language())


def shown(text: str, owner: str = "Jane Doe") -> list[Publication]:
    view = View(Owner((owner,)), Language())
    library = read_library(read_files([("x.bib", text.encode())]), view)
    return [each.publication for each in library.holdings]


def one(fields: str, entry_type: str = "article") -> Publication:
    (found,) = shown(f"@{entry_type}{{a, {fields}}}")
    return found


def messages(text: str) -> list[str]:
    return [str(problem) for problem in read_bib(text.encode(), "x.bib")[1]]


def names(authors: str, others: str = "") -> list[str]:
    """The authors as ``family, given`` or as bodies, the owner with a star."""
    found = shown(f"@misc{{a, title={{T}}, author={{{authors}}}}} {others}")[0].authors
    parts = [
        each.literal or f"{each.particle} {each.family}, {each.given}".strip() for each in found
    ]
    return [f"{part}*" if each.is_owner else part for part, each in zip(parts, found, strict=True)]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("CO<sub>2</sub> &amp; air", "CO₂ & air"),
        (r"$\less$b$\greater$Bold$\less$/b$\greater$", "Bold"),
        (r"{\textless}span class={\textquotedbl}nocase{\textquotedbl}{\textgreater}DNA"
         r"{\textless}/span{\textgreater}", "DNA"),
        ("{$<$}scp{$>$}IPCC{$<$}/scp{$>$}", "IPCC"),
        ("&lt;sup&gt;14&lt;/sup&gt;C, &amp;lt;i&amp;gt;x&amp;lt;/i&amp;gt;", "¹⁴C, x"),
        (r"R{\&}amp;D, caf&eacute;, &#945;, 5&#37; \&amp; &#x27;q&#x27;", "R&D, café, α, 5% & 'q'"),
        ("p&lt;0.05, p {\\textless} 0.01, Vec<T>, a < b > c",
         "p<0.05, p < 0.01, Vec<T>, a < b > c"),
        ("<mml:math><mml:msup><mml:mi>R</mml:mi><mml:mn>2</mml:mn></mml:msup></mml:math>", "R²"),
        ("<math><msubsup><mi>B</mi><mi>s</mi><mn>0</mn></msubsup><mfrac><mn>1</mn><mi>n</mi>"
         "</mfrac></math> at <mml:math><mml:msqrt><mml:mi>s</mml:mi></mml:msqrt></mml:math>",
         "Bₛ⁰ 1/n at √s"),
        ('<mml:math x="y"><mml:mi>p</mml:mi><mml:mspace width="1em"/><mml:mover accent="true">'
         "<mml:mi>p</mml:mi><mml:mo>&#xAF;</mml:mo></mml:mover></mml:math>", "p p̄"),
        ("<math><mmultiscripts><mi>C</mi><mn>2</mn><none/><mprescripts/><mn>6</mn><mn>14</mn>"
         "</mmultiscripts><mo>&lt;</mo><mi>&alpha;</mi></math>", "₆¹⁴C₂<α"),
        (r"{\textless}math{\textgreater}{\textless}mi{\textgreater}q{\textless}/mi{\textgreater}"
         r"{\textless}/math{\textgreater}, <math><mi mathvariant='double-struck'>R</mi></math>",
         "q, ℝ"),
        ("<math><mi>x</math>, <math><msup><mi>y</mi></msup></math>, <math><mn>5</mn></math>0",
         "<mi>x, y, 50"),
        ('a <img src="b"/> <br clear="all"/> c', "a c"),
        ("one<br/>two <b>open, AT&T; R&D;", "one two <b>open, AT&T; R&D;"),
        ("{<i>E}. coli</i>", "E. coli"),
        (",,Wort'', ,,{\\'E}t{\\'e}``, \"`x\"' and a,,b", "„Wort”, „Été“, „x“ and a,,b"),
        (r"{\selectlanguage{english}On} \foreignlanguage{german}{Wort}", "On Wort"),
        (r"\colorbox{red}{x} y", "x y"),
        (r"\begin{CJK}{UTF8}{gbsn}中文\end{CJK} text", "中文 text"),
        ("`a ``b'' c'", "‘a “b” c’"),
        ("<<mot>> of vector<<int>>, a << b", "«mot» of vector<<int>>, a << b"),
        (r"\glqq q\grqq, 37\textdegree C, $\slashed{D}$, $\cancel{E}_T$, \textoverline{B}",
         "„q“, 37°C, D̸, E̸T, B̅"),
        (r"\foreignlanguage{german}{Stra{\ss}e}, \foreignquote{german}{q}, it\textquotesingle s",
         "Straße, “q”, it's"),
        (r"\raisebox{1ex}{a}, \colorbox{red}{\hl{b}}", "a, b"),
        (r"$a \vDash b$, M$_\bigstar$, $\roman{mod}\,p$", "a ⊨ b, M★, mod p"),
        ("`single' and ``double'', don't, \\`a la", "‘single’ and “double”, don't, à la"),
        ("$ p $-jets, $phi$6, costs $5 and $10", "p-jets, phi6, costs $5 and $10"),
        (r"$2\sp{n}$ and H\sb{2}O", "2ⁿ and H₂O"),
    ],
)  # fmt: skip
def test_text_says_what_its_writer_saw(written: str, said: str) -> None:
    assert to_plain(one(f"title={{{written}}}").title) == said


def test_a_link_of_html_leads_where_it_leads() -> None:
    link = '<a class="x" href="https://a.b/?c=1&amp;d=2">this</a>'
    found = one(f"title={{T}}, journal={{J}}, note={{See {link}}}")
    assert found.note == (Text("See "), Link((Text("this"),), "https://a.b/?c=1&d=2"))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("<jats:title>Abstract</jats:title><jats:p>We weave.</jats:p>", ["We weave."]),
        ("Abstract: We weave.", ["We weave."]),
        ("ABSTRACT\nWe weave.\n\nFast.", ["We weave.", "Fast."]),
        ("Abstract interpretation is a theory.", ["Abstract interpretation is a theory."]),
        ("Abstract", ["Abstract"]),
    ],
)
def test_an_abstract_is_not_called_one_in_its_own_words(written: str, said: list[str]) -> None:
    found = one(f"title={{T}}, journal={{J}}, abstract={{{written}}}").abstract
    assert list(map(to_plain, found)) == said


def test_html_is_markup() -> None:
    assert one("title={On <i>E. coli</i>}").title == (Text("On "), Emph((Text("E. coli"),)))
    found = one("title={T}, abstract={<jats:p>One.</jats:p><jats:p>Two.</jats:p>}")
    assert [to_plain(each) for each in found.abstract] == ["One.", "Two."]


@pytest.mark.parametrize(
    ("field", "url"),
    [
        ("doi={10/ggfg42}", "https://doi.org/10/ggfg42"),
        ("pages={3--9, doi.org/10.1000/182}", "https://doi.org/10.1000/182"),
        ("number={https://example.org/7}", "https://example.org/7"),
        ("url={doi:10.1000/182}", "https://doi.org/10.1000/182"),
        ("url={10.1000/182}", "https://doi.org/10.1000/182"),
        ("eprint={10.1101/2020.01.02}, eprinttype={other}", "https://doi.org/10.1101/2020.01.02"),
        ("eprint={2020.01.02.123456}, archiveprefix={bioRxiv}",
         "https://doi.org/10.1101/2020.01.02.123456"),
        ("url={osf.io/preprints/af9jq}", "https://osf.io/preprints/af9jq"),
        ("url={https://doi.org/ https://example.org/a}", "https://example.org/a"),
        ("url={<Go to ISI>://WOS:000123}, doi={10.1000/182}", "https://doi.org/10.1000/182"),
        ('url={doi:<a href="https://example.org/a">10.1000/182</a>}', "https://example.org/a"),
        ("url={http://example.org/a%0Ahttp://example.org/b}", "http://example.org/a"),
        ("url={web.math.example.org/~doe/a.pdf}", "https://web.math.example.org/~doe/a.pdf"),
        ("url={http://example.org/sici?sici=0003(1934)2:35<10:A>2.0.CO}",
         "http://example.org/sici?sici=0003(1934)2:35%3C10:A%3E2.0.CO"),
        ("url={https://doi-org.ezproxy.example.edu/10.1000/182}", "https://doi.org/10.1000/182"),
        ("url={http://www.jstor.org.libproxy.example.edu/stable/1}", "http://www.jstor.org/stable/1"),
        ("url={https://www.proxy.example.org/a}", "https://www.proxy.example.org/a"),
        ("url={https://lib.example.edu/login?url=https://example.org/?a=1&b=2}",
         "https://example.org/?a=1&b=2"),
        ("url={https://lib.example.edu/login?url=https%3A%2F%2Fexample.org%2Fa}",
         "https://example.org/a"),
        (f"url={{http://{'a-b.proxy.' * 4000}org/}}", f"http://{'a-b.proxy.' * 4000}org/"),
    ],
)  # fmt: skip
def test_an_address_is_understood_where_it_is_meant(field: str, url: str) -> None:
    entry = f"@article{{a, author={{A}}, title={{T}}, journal={{J}}, year=2020, {field}}}"
    assert (shown(entry)[0].url, messages(entry)) == (url, [])


def test_addresses_have_no_entities_and_a_doi_stands_once() -> None:
    found = one("title={T}, url={https://example.org/?a=1&amp;b=2}, doi={10.1/a&lt;b&gt;c}")
    assert (found.url, found.doi) == ("https://example.org/?a=1&b=2", "10.1/a<b>c")
    again = one("title={T}, url={http://dx.doi.org/10.1000%2F182}, doi={10.1000/182}")
    assert (again.url, again.links) == ("https://doi.org/10.1000/182", ())


PREAMBLE = r"""@preamble{"\newcommand{\tev}{\,TeV} \def\Bs{B_s^0}
 \providecommand*{\me}[1]{\textbf{#1}}
 \newcommand{\at}[2][13]{#2 at #1\tev} \DeclareMathOperator{\Tr}{Tr} \def\cprime{$'$}
 \def\cft#1{\setbox7\hbox{#1}\raise 1ex\box7} \newcommand{\noopsort}[1]{}
 \def\jpsi{J/\psi} \def\na{NA}
 \newcommand{\lhcb}{LHCb\xspace} \newcommand{\etc}{etc.\@\xspace}"}"""


@pytest.mark.parametrize(
    ("title", "said"),
    [
        (r"$\Bs$ at 13\tev, $7\tev$", "Bₛ⁰ at 13 TeV, 7 TeV"),
        (r"\at{runs}, \at[8]{more}", "runs at 13 TeV, more at 8 TeV"),
        (r"$\Tr$ and \cft{e}, {\noopsort{1}}x", "Tr and e, x"),
        (r"$\tau\to\jpsi$, \na", "τ→J/ψ, NA"),
        (r"\lhcb runs, \lhcb{} runs, \lhcb, \etc so", "LHCb runs, LHCb runs, LHCb, etc. so"),
    ],
)
def test_commands_of_the_preamble_stand_for_what_they_say(title: str, said: str) -> None:
    entry = rf"@misc{{a, title={{{title}}}, author={{\me{{Doe}}, Jane and Pol\cprime ski, A.}}}}"
    (found,) = shown(f"{entry} {PREAMBLE}")
    assert to_plain(found.title).replace("Bs0", "Bₛ⁰") == said
    assert [(each.family, each.is_owner) for each in found.authors] == [
        ("Doe", True),
        ("Polʹski", False),
    ]
    assert messages(f"{entry} {PREAMBLE}") == []


@pytest.mark.parametrize("command", ["la", "loop", "wide"])
def test_commands_without_end_cost_nothing(command: str) -> None:
    """Written out, a title with the first of them would have 16 million letters."""
    bomb = "".join(
        rf"\newcommand{{\l{chr(97 + n)}}}{{\l{chr(98 + n)}\l{chr(98 + n)}}} " for n in range(24)
    )
    preamble = f'@preamble{{"{bomb} \\def\\loop{{x\\loop}} \\def\\wide{{{"w" * 5000}}}"}}'
    entries = (rf"@misc{{k{n}, title={{A \{command}{{}} b}}}}" for n in range(300))
    found = shown(f"{preamble} {' '.join(entries)}")
    assert {len(to_plain(each.title)) < 100 for each in found} == {True}


@pytest.mark.parametrize(
    ("written", "people"),
    [
        # marks of the owner
        (r"Roe, Z.R. and \textbf{Doe, J.} and \textit{Poe, C.}",
         ["Roe, Z.R.", "Doe, J.*", "Poe, C."]),
        (r"\textbf{Jane Doe} and {\bfseries Roe, Ann}", ["Doe, Jane*", "Roe, Ann"]),
        (r"{\color{red} Smith, Jane} and {\color{blue}\bfseries Roe, A.}",
         ["Smith, Jane", "Roe, A.*"]),
        (r"\underline{Doe}, J. and {\bf Doe}, Jane", ["Doe, J.*", "Doe, Jane*"]),
        (r"{\textbf{Doe, Jane}} and {{\myname{Roe}}, A.}", ["Doe, Jane*", "{Roe}, A."]),
        (r"\mine{Doe, Jane} and \textcolor{red}{Roe, A.} and {\it Poe}, B.",
         ["Doe, Jane*", "Roe, A.", "Poe, B."]),
        ("**Doe, Jane** and *Ann Roe* and <b>Poe, C.</b> and <u>Bell</u>, D.",
         ["Doe, Jane*", "Roe, Ann", "Poe, C.", "Bell, D."]),
        (r"\textbf{Doe, J. and M{\"u}ller, {\AA}.}", ["Doe, J.*", "Müller, Å."]),
        (r"Doe, Jane$^{1,2}$ and Roe, Ann\textsuperscript{a} and Poe, B.²",
         ["Doe, Jane*", "Roe, Ann", "Poe, B."]),
        # who else but the one in bold
        (r"\textbf{Smith, Jane} and Roe, A.", ["Smith, Jane*", "Roe, A."]),
        (r"\textbf{Smith, Jane} and \textbf{Roe, A.}", ["Smith, Jane", "Roe, A."]),
        (r"\underline{Smith, Jane} and Roe, A.", ["Smith, Jane", "Roe, A."]),
        (r"\textbf{Smith, Jane} and Doe, J.", ["Smith, Jane", "Doe, J.*"]),
        (r"{{M{\"u}ller, A and Doe, Jane}}", ["Müller, A", "Doe, Jane*"]),
        ("{Department of Health and Services}", ["Department of Health and Services"]),
        # what divides people
        ("Jane Doe, Ann Roe, Bob Poe", ["Doe, Jane*", "Roe, Ann", "Poe, Bob"]),
        ("Jane Doe, Ann Roe, and Bob Poe", ["Doe, Jane*", "Roe, Ann", "Poe, Bob"]),
        ("J. Doe, A. B. Roe and C. Poe", ["Doe, J.*", "Roe, A. B.", "Poe, C."]),
        ("Doe, J., Roe, A. B., \\& Poe, C.", ["Doe, J.*", "Roe, A. B.", "Poe, C."]),
        ("Jane Doe & Ann Roe", ["Doe, Jane*", "Roe, Ann"]),
        ("Doe, Jane; Roe, Ann; Poe, Bob", ["Doe, Jane*", "Roe, Ann", "Poe, Bob"]),
        ("Jane Doe et al.", ["Doe, Jane*", "et al."]),
        ("Doe, J., Roe, A., et al", ["Doe, J.*", "Roe, A.", "et al."]),
        ("Jane Doe, PhD and Ann Roe, M.D.", ["Doe, Jane*", "Roe, Ann"]),
        ("Doe J and Roe AB and van der Berg C-D",
         ["Doe, J.*", "Roe, A. B.", "van der Berg, C.-D."]),
        ("Doe J, Roe AB, Poe C.", ["Doe, J.*", "Roe, A. B.", "Poe, C."]),
        ("DOE J and ROE AB", ["DOE, J.*", "ROE, A. B."]),
        ("Doe J. K. and van der Berg C. D. Jr.", ["Doe, J. K.", "van der Berg, C. D."]),
        ("Шевченко О. В.", ["Шевченко, О. В."]),
        ("{Doe, J.} and {Roe, A. B.} and {Acme, S.A.}", ["Doe, J.*", "Roe, A. B.", "Acme, S.A."]),
        # what is meant as it stands
        ("García Márquez, Gabriel and Doe, Jane", ["García Márquez, Gabriel", "Doe, Jane*"]),
        ("García Márquez, Gabriel José", ["García Márquez, Gabriel José"]),
        ("Doe, Jr., Jane and Weinan E and Malcolm X", ["Doe, Jane*", "E, Weinan", "X, Malcolm"]),
        ("Wei LI and Xin WU and Jane DOE", ["LI, Wei", "WU, Xin", "DOE, Jane*"]),
        ("Anders Smith & Sons", ["Anders Smith & Sons"]),
        ("{Barnes and Noble, Inc.} and LHCb Collaboration",
         ["Barnes and Noble, Inc.", "LHCb Collaboration"]),
        ("Jane Doe, on behalf of the XY Collaboration", ["Doe, Jane*", "XY Collaboration"]),
        ("Hans von und zu Stein and José Ortega y Gasset and Jane Doe",
         ["von und zu Stein, Hans", "y Gasset, José Ortega", "Doe, Jane*"]),
        ("Jane Doe* and Roe, Ann*", ["Doe, Jane*", "Roe, Ann"]),
        # accents that end in a space, and what is raised around or amid names
        (r"Ju\v skevi\v c, A. and \c Ce, X. and S\o rensen, B. and Nguy\cftil en, C.",
         ["Juškevič, A.", "Çe, X.", "Sørensen, B.", "Nguyễn, C."]),
        (r"Roe, A. and \textsuperscript{1}Poe, B. AND $^2$Doe, Jane$^{\mathrm{a},\text{b}}$",
         ["Roe, A.", "Poe, B.", "Doe, Jane*"]),
        (r"M$^c$Donald, A. and M\textsuperscript{c}Bell, B. and Gel$^\prime$fand, C.",
         ["McDonald, A.", "McBell, B.", "Gel′fand, C."]),
        ("Doe, Jane <jane@a.org> and Roe, A. [1,2] and Poe, B. (3)",
         ["Doe, Jane*", "Roe, A.", "Poe, B."]),
        ("Prof. Dr. Jane Doe and Dipl.-Ing. Ann Roe and Poe, Dr. Bob and Moe, Dr. and Coe, C.",
         ["Doe, Jane*", "Roe, Ann", "Poe, Bob", "Moe, Dr.", "Coe, C."]),
        (r"D.\,E. Moe and Doe, Jane$^{1*}$ and {others}", ["Moe, D. E.", "Doe, Jane*", "et al."]),
        ("Roe, Ann и Doe, Jane and al.", ["Roe, Ann", "Doe, Jane*", "et al."]),
        # who else is in the list, and as what
        ("Doe, J. and {for the XY Collaboration} and on behalf of the Z Group",
         ["Doe, J.*", "XY Collaboration", "Z Group"]),
        ("Doe, J. et al. (XY Collaboration)", ["Doe, J.*", "XY Collaboration", "et al."]),
        ("Doe, Jane (Ed.) and Roe, A. [eds.]", ["Doe, Jane*", "Roe, A."]),
        ("Jane Doe and Ann Roe and 12 others", ["Doe, Jane*", "Roe, Ann", "et al."]),
        ("Jane Doe und Ann Roe and Doe, J. / Poe, Bob",
         ["Doe, Jane*", "Roe, Ann", "Doe, J.*", "Poe, Bob"]),
        ("José Ortega y Gasset and {Haus und Hof Verlag Berlin}",
         ["y Gasset, José Ortega", "Haus und Hof Verlag Berlin"]),
        # in Chinese, Japanese and Korean
        ("王小明、李四；张三等", ["王小明,", "李四,", "张三,", "et al."]),
        ("王小明，李四 and 王，小明", ["王小明,", "李四,", "王, 小明"]),
        ("王小明 李四 张三", ["王小明,", "李四,", "张三,"]),
        ("山田太郎・鈴木花子 and ジョン・スミス", ["山田太郎,", "鈴木花子,", "ジョン・スミス,"]),
        ("山田 太郎, 鈴木 花子 and 佐々木, 健太郎", ["山田, 太郎", "鈴木, 花子", "佐々木, 健太郎"]),
        ("김철수, 이영희 and 김, 철수", ["김철수,", "이영희,", "김, 철수"]),
        ("_Doe, Jane_ and {Search AND Rescue}", ["Doe, Jane*", "Search AND Rescue"]),
        ("Quill~M and Roe~AB", ["Quill, M.", "Roe, A. B."]),
        (r"A\\A", ["A A,"]),
        (r"Rafa\l Moe and Wa\l esa, L. and \O rsted, H.",
         ["Moe, Rafał", "Wałesa, L.", "Ørsted, H."]),
        ('Poe, Bob . and Ann Roe "', ["Poe, Bob", "Roe, Ann"]),
        (r"{Moe\#}, A. and {Poe$^\dag$}, B.", ["Moe, A.", "Poe, B."]),
        ("Dr. Quill and Dr. Jane Doe and Mr. Moe", ["Quill, Dr.", "Doe, Jane*", "Moe, Mr."]),
        ("Jane Doe and (XY Collaboration)", ["Doe, Jane*", "XY Collaboration"]),
    ],
)  # fmt: skip
def test_people_are_who_is_meant(written: str, people: list[str]) -> None:
    assert [each.replace("{", "").replace("}", "") for each in people] == names(written)


@pytest.mark.parametrize(
    "authors",
    [r"{\color{red} Poe, Jane} and {\color{blue}\bfseries Roe, A.}", "*Jane* Poe and A. *Roe*"],
)
def test_how_a_name_is_shown_makes_no_body_and_no_mark(authors: str) -> None:
    assert in_words(one(f"title={{T}}, author={{{authors}}}").authors) == "Jane Poe, A. Roe"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Jane Doe, Ann Roe, Bob Poe", "'author' has commas between people: put 'and' there"),
        ("Jo Bell and Jane Doe, Ann Roe", "has 'Jane Doe, Ann Roe', which looks like two people"),
        ("Doe & Roe", "has 'Doe & Roe', read as 'Doe' and 'Roe': put 'and' between people"),
        ("Jane Doe, Ann Roe et al.", "has 'Jane Doe, Ann Roe', which looks like two people"),
        ("王小明 李四 张三", "'author' has blanks between people: put 'and' there"),
        ("Jane Doe y Ann Roe", "has 'Jane Doe y Ann Roe', which looks like two people"),
        ("Jane Doe und Ann Roe", "has 'und' between people: put 'and' there"),
        ("Jane Doe and , and Ann Roe", "has an empty name: take out an 'and'"),
        ("Doe, Jane, Roe", "has too many commas in 'Doe, Jane, Roe': put 'and' between people"),
        ("Quill M", "has 'Quill M': write 'Quill, M' if these are initials"),
        ("J. Doe / A. Roe / B. Poe", "has '/' between people: put 'and' there"),
        ("Jane Doe with Ann Roe", "has 'with' between people: put 'and' there"),
    ],
)
def test_what_may_be_meant_otherwise_is_told(written: str, said: str) -> None:
    (message,) = messages(f"@misc{{a, title={{T}}, author={{{written}}}}}")
    assert message.startswith("x.bib:1:")
    assert said in message


@pytest.mark.parametrize(
    "body",
    ["Amt für Neue Technik und Angewandte Optik", "Ministerio de Salud y Vida Sana",
     "(XY Collaboration)", "for the XY Group"],
)  # fmt: skip
def test_a_body_with_an_and_in_its_name_is_one_and_nothing_is_wrong(body: str) -> None:
    assert len(names(f"Doe, Jane and {body}")) == 2
    assert messages(f"@misc{{a, title={{T}}, year=2020, author={{Doe, J. and {body}}}}}") == []


def test_who_stands_elsewhere_in_the_file_is_one_person() -> None:
    other = "@misc{b, title={U}, author={Quill, Mara}}"
    assert names("Mara Quill, Ann Roe", other) == ["Quill, Mara", "Roe, Ann"]
    assert names("Quill M", other) == ["Quill, M."]
    assert names("Mara Quill, Ann Roe") == ["Mara Quill, Ann Roe"]


@pytest.mark.parametrize(
    ("fields", "line", "owner"),
    [
        ("author={Doe, J. and others}, collaboration={LHCb}",
         "J. Doe, et al. (LHCb Collaboration)", 0),
        ("author={Roe, A.}, collaboration={The LHCb collaboration}",
         "A. Roe (LHCb Collaboration)", 1),
        ("author={Roe, A.}, collaboration={ATLAS, CMS and LHCb}",
         "A. Roe (ATLAS, CMS and LHCb Collaborations)", 1),
        ("author={{LHCb Collaboration} and Roe, A.}, collaboration={LHCb}",
         "LHCb Collaboration, A. Roe", 0),
        ("collaboration={LHCb}", "LHCb Collaboration", 0),
    ],
)  # fmt: skip
def test_a_collaboration_stands_behind_its_authors(fields: str, line: str, owner: int) -> None:
    (found,) = shown(f"@misc{{a, title={{T}}, {fields}}}", owner="LHCb Collaboration")
    assert in_words(found.authors) == line
    assert [each.is_owner for each in found.authors].index(True) == min(
        owner if "Doe" not in line else 2, len(found.authors) - 1
    )


def test_every_output_names_the_collaboration(tmp_path: Path) -> None:
    (tmp_path / "cv.yaml").write_text("basics: {name: Jane Doe}\n")
    (tmp_path / "publications.bib").write_text(
        "@article{a, author={Doe, J. and others}, collaboration={LHCb}, title={T}, year=2014,"
        " journal={JHEP}, reportNumber={CERN-EP-2014-1}}"
    )
    assert run("render", "html", "markdown", "text", "llms", "bibtex", "publications",
               "-i", tmp_path / "cv.yaml", "-o", tmp_path / "o").status == 0  # fmt: skip
    for name in ("index.html", "cv.md", "cv.txt", "llms-full.txt"):
        text = (tmp_path / "o" / name).read_text()
        assert "et al. (LHCb Collaboration)" in text, name
        assert "CERN-EP-2014-1" in text, name
    assert json.loads((tmp_path / "o/publications.json").read_text())[0]["author"] == [
        {"family": "Doe", "given": "J."},
        {"literal": "LHCb Collaboration"},
    ]
    bibtex = (tmp_path / "o/publications.bib").read_text()
    assert "author = {Doe, J. and others}" in bibtex
    assert "collaboration = {LHCb}" in bibtex


@pytest.mark.parametrize(
    ("entry_type", "usual", "kind"),
    [
        ("book_section", "incollection", "chapter"),
        ("web_page", "online", "webpage"),
        ("newspaper_article", "article", "article-newspaper"),
        ("magazine_article", "article", "article-magazine"),
        ("generic", "misc", "document"),
        ("conference_proceedings", "inproceedings", "paper-conference"),
        ("encyclopedia_article", "inreference", "entry-encyclopedia"),
        ("working_paper", "techreport", "report"),
        ("computer_program", "software", "software"),
        ("film", "video", "motion_picture"),
        ("chapter", "incollection", "chapter"),
        ("monograph", "book", "book"),
        ("masterthesis", "mastersthesis", "thesis"),
    ],
)
def test_types_of_other_programs_are_the_usual_ones(entry_type: str, usual: str, kind: str) -> None:
    fields = "title={T}, author={A}, year=2020, booktitle={B}, school={S}, institution={I}"
    found = one(fields, entry_type)
    assert (found.entry_type, found.type) == (usual, kind)
    assert messages(f"@{entry_type}{{a, {fields}}}") == []


@pytest.mark.parametrize(
    ("booktitle", "said"),
    [
        ("The Elections of 2020", "The Elections of 2020, 2020"),
        ("Les \u00e9lections de 2020 en Bretagne", "Les \u00e9lections de 2020 en Bretagne, 2020"),
        ("Proceedings of 2020 IEEE Conference", "Proceedings of 2020 IEEE Conference"),
        ("Votes of 2020: EVOTE 2020", "Votes of 2020: EVOTE 2020"),
    ],
)
def test_a_year_that_a_title_is_about_is_not_that_of_the_work(booktitle: str, said: str) -> None:
    assert one(f"title={{T}}, year=2020, booktitle={{{booktitle}}}", "incollection").imprint == said


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("pages", "No Pagination Specified-No Pagination Specified"),
        ("pages", "n/a--n/a"),
        ("pages", "arXiv--2402"),
        ("status", "ppublish"),
        ("volume", "N/A"),
        ("number", "--"),
        ("doi", "n/a"),
    ],
)
def test_what_only_says_that_nothing_is_known_is_not_said(field: str, value: str) -> None:
    found = one(f"title={{T}}, author={{A}}, journal={{J}}, year=2020, {field}={{{value}}}")
    assert (found.imprint, found.source.get(field)) == ("J, 2020", None)


def test_a_work_named_by_its_key_is_told_and_leaves_nothing_of_the_command() -> None:
    entry = "@misc{a, title={T}, author={A}, year=2020, note={See \\cite[pp.~3--4]{b}, Roe (2019)}}"
    found = shown(entry)[0]
    assert to_plain(found.note) == "See , Roe (2019)"
    assert messages(entry) == []
    assert list(unknown_latex({"note": "See \\citep[see][]{b}"})) == [
        "\\citep shows nothing here: say in words which work is meant"
    ]


def test_fonts_in_mathematics_are_no_unknown_commands() -> None:
    entry = (
        "@misc{a, title={{$\\bf C^*$}-algebras, ${\\bf P}^2$, $\\Cal{O}$}, author={A}, year=2020}"
    )
    assert to_plain(shown(entry)[0].title) == "C*-algebras, P\u00b2, O"
    assert list(unknown_latex({"title": "{$\\bf C^*$}, $\\Cal{O}$ of $\\ssf A$"})) == []


def test_pages_in_roman_numbers_stay_small() -> None:
    assert one("title={T}, author={A}, year=2001, pages={xxiii--xxx}", "inbook").imprint == (
        "xxiii–xxx, 2001"
    )


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Doe, J. -C.", "Doe, J.-C."),
        ("{Doe}, M.~-A.", "Doe, M.-A."),
        (r"Do\{{\v{c}}\}i{\'c}, A.", "Doči\u0107, A."),
        (r"R{\{}{\textbackslash}{''}oe{\}}, A.", "Röe, A."),
        (r"Ro{\textbackslash}'{\{}e{\}}, A.", "Roé, A."),
        ("R{\\”oe}, A.", "Röe, A."),
        ("Ro\\’{e}, A.", "Roé, A."),
    ],
)
def test_names_are_mended_where_programs_part_them_or_bend_their_accents(
    written: str, said: str
) -> None:
    assert names(written) == [said]


@pytest.mark.parametrize(
    ("pages", "said"),
    [
        ("092512 (15 pp.).", "092512 (15 pp.)"),
        ("143--153--143--153", "143–153"),
        ("e117-e123", "e117–e123"),
        ("7:1--7:24", "7:1–7:24"),
        ("pp. 1--7", "1–7"),
        ("7--7", "7"),
        ("S12-S9", "S12–S9"),
        ("45 ff.", "45 ff."),
        ("A7-B9", "A7-B9"),
        ("Paper No. 42, 28", "Paper No. 42, 28 pp."),
    ],
)
def test_pages_are_said_once_and_as_people_write_them(pages: str, said: str) -> None:
    found = one(f"title={{T}}, author={{A}}, journal={{J}}, year=2020, pages={{{pages}}}")
    assert found.imprint == f"J, {said}, 2020"


def test_numbers_of_an_article_stand_without_the_word_for_them() -> None:
    found = one("title={T}, journal={J}, volume={Vol. 12}, number={No. 3}, year={2020.}")
    assert (
        found.imprint == one("title={T}, journal={J}, volume=12, number={(3)}, year=2020").imprint
    )
    assert found.imprint == "J 12(3), 2020"


@pytest.mark.parametrize(
    ("more", "pages", "note"),
    [
        ("pages={e2020XX123456}, note={e2020XX123456 2020XX123456}", "e2020XX123456", ""),
        ("note={e2019XX086188 10.1029/2019XX086188}", "e2019XX086188", ""),
        ("pages={1--9}, note={e2020 in print}", "1–9", "e2020 in print"),
    ],
)
def test_wileys_number_of_an_article_is_no_note(more: str, pages: str, note: str) -> None:
    found = one(f"title={{T}}, author={{A}}, journal={{J}}, year=2020, {more}")
    assert (found.imprint, to_plain(found.note)) == (f"J, {pages}, 2020", note)


@pytest.mark.parametrize(
    ("more", "url", "eprint"),
    [
        ("eprint={https://a.org/pdf/1}", "https://a.org/pdf/1", ""),
        ("url={https://a.org/1}, eprint={https://a.org/pdf/1}", "https://a.org/1", ""),
        ("eprint={https://arxiv.org/abs/2402.01234}", "https://arxiv.org/abs/2402.01234", "2402"),
        ("eprint={cs.LG/2402.01234}", "https://arxiv.org/abs/2402.01234", "cs.LG/2402"),
        ("eprint={https://doi.org/10.1/x}", "https://doi.org/10.1/x", ""),
        ("eprint={hal-123}, eprinttype={hal}, url={https://a.org/1}", "https://a.org/1", "hal-123"),
    ],
)
def test_an_address_of_a_publisher_is_no_number_in_an_archive(
    more: str, url: str, eprint: str
) -> None:
    entry = f"@article{{a, title={{T}}, author={{A}}, journal={{J}}, year=2020, {more}}}"
    found = shown(entry)[0]
    assert found.url == url
    assert eprint in found.source.get("eprint", "")
    assert ("eprint" in found.source) == (eprint != "")


@pytest.mark.parametrize(("end", "name"), [("pdf/1", "PDF"), ("1/full", "Link")])
def test_an_address_in_eprint_is_a_link_beside_another(end: str, name: str) -> None:
    entry = f"@article{{a, title={{T}}, url={{https://a.org}}, eprint={{https://a.org/{end}}}}}"
    (found,) = shown(entry)
    assert [(each.name, each.url) for each in found.links] == [(name, f"https://a.org/{end}")]


def test_an_address_that_leads_nowhere_or_where_the_doi_does_is_no_link_of_its_own() -> None:
    (found,) = shown(
        "@article{a, title={T}, journal={J}, doi={10.1/x}, url={https://a.org}, "
        "eprint={https://doi.org/10.1/x}, pdf={http://a.prod.b.lan/1.pdf}}"
    )
    assert [(each.name, each.url) for each in found.links] == [("DOI", "https://doi.org/10.1/x")]
    (nowhere,) = shown("@article{a, title={T}, url={<GotoISI>://0001}}")
    assert "url" not in as_bibtex(nowhere)


@pytest.mark.parametrize(
    ("entry_type", "more", "said"),
    [
        ("book", "publisher={Rome: Loom Press}, address={Rome}", "Rome: Loom Press, 2020"),
        ("book", "publisher={Rome Press}, address={Rome}", "Rome: Rome Press, 2020"),
        (
            "book",
            "publisher={Office of Looms and of Machines.}, address={Rome}",
            "Rome: Office of Looms and of Machines, 2020",
        ),
        ("phdthesis", "type={Theses}", "PhD thesis, S, 2020"),
        ("phdthesis", "type={doctoralthesis}", "PhD thesis, S, 2020"),
        ("thesis", "type={{PhD} Thesis}", "PhD thesis, S, 2020"),
        ("phdthesis", "type={Habilitation}", "Habilitation, S, 2020"),
        ("phdthesis", "note={Ph.D. Thesis}", "PhD thesis, S, 2020"),
        ("techreport", "institution={Technical Report 7, U}", "Technical Report 7, U, 2020"),
    ],
)
def test_what_a_thesis_or_report_is_is_said_once_in_words_of_the_cv(
    entry_type: str, more: str, said: str
) -> None:
    found = one(f"title={{T}}, author={{A}}, school={{S}}, year=2020, {more}", entry_type)
    assert (found.imprint, found.note) == (said, ())


def test_what_is_to_appear_stands_first_and_what_nobody_knows_last(tmp_path: Path) -> None:
    whens = ["year=1990", "year={unknown}", "date={forthcoming}", "year={n.d.}", "year={in press}"]
    whens += ["note={To appear in J.}", "note={Reviewed by A}"]
    entries = (f"@misc{{k{n}, title={{T{n}}}, {when}}}\n" for n, when in enumerate(whens))
    (tmp_path / "publications.bib").write_text("".join(entries))
    check(tmp_path, "basics: {name: A}\n")
    run("render", "publications", "markdown", "-i", tmp_path / "cv.yaml", "-o", tmp_path / "o")
    text = (tmp_path / "o/cv.md").read_text()
    assert sorted(range(7), key=lambda n: text.index(f"T{n}")) == [2, 4, 5, 0, 1, 3, 6]
    assert "unknown" not in text


def test_what_is_said_to_appear_lacks_no_year_and_an_eprint_of_nowhere_is_told() -> None:
    entry = "@article{a, author={A}, title={T}, journal={J}, %s}"
    assert messages(entry % "note={In press}") == []
    assert messages(entry % "year=2000, eprint={abc}, eprinttype={osf}") == [
        "x.bib:1:60: warning: 'a': 'eprint' is 'abc', of which nobody knows where it is: "
        "write its address in 'url'"
    ]


def test_a_link_in_a_note_leads_where_it_is_meant_or_is_told() -> None:
    entry = "@misc{a, author={A}, title={T}, year=2000, note={See \\href{%s}{it}}}"
    note = shown(entry % "www.example.org/a")[0].note
    assert note[1] == Link((Text("it"),), "https://www.example.org/a")
    assert messages(entry % "www.example.org/a") == []
    assert to_plain(shown(entry % "papers/a.pdf")[0].note) == "See it"
    assert messages(entry % "papers/a.pdf") == [
        "x.bib:1:44: warning: 'a': 'note' leads to 'papers/a.pdf', which is no web address, so its "
        "words alone are shown: write https://... there"
    ]


def test_fields_that_many_entries_have_twice_are_one_warning() -> None:
    text = "".join(f"@misc{{k{n}, title={{T{n}}}, note={{A}}, note={{B}}}}\n" for n in range(4))
    assert [each for each in messages(text) if "fields" in each] == [
        "x.bib:1:33: warning: 'k0': it has two fields 'note': the first one counts; take one out "
        "(4 entries, this is the first; then 'k1', 'k2', 'k3')"
    ]


def test_one_cause_is_one_warning(tmp_path: Path) -> None:
    entry = "@oddity{k%d, author={{\\myname{Doe}}, J.}, title={A \\odd{b} $\\odd$}, year=2020}\n"
    (tmp_path / "publications.bib").write_text("".join(entry % n for n in range(3)))
    said = [line for line in check(tmp_path, "basics: {name: J. Doe}\n") if "warning" in line]
    assert [line for line in said if "k0" in line or "k1" in line or "k2" in line] == [
        "publications.bib:1:1: warning: 'k0': '@oddity' is no known type, and shown like @misc "
        "(3 entries, this is the first; then 'k1', 'k2')",
        "publications.bib:1:1: warning: 'k0': the command \\odd is unknown, and only the text "
        "around it is shown (3 entries, this is the first; then 'k1', 'k2')",
    ]


def test_a_manual_stays_though_another_entry_refers_to_it() -> None:
    text = (
        "@manual{p, title={P}, author={Roe, A.}, year=2020}"
        "@proceedings{q, title={Q}, editor={Roe, A.}, year=2020}"
        "@article{a, title={T}, author={Doe, J.}, journal={J}, year=2020, crossref={p}}"
        "@inproceedings{b, title={U}, author={Doe, J.}, year=2020, crossref={q}}"
    )
    library = read_library(read_files([("x.bib", text.encode())]), VIEW)
    assert [each.key for each in library.holdings if each.is_listed] == ["p", "a", "b"]


@pytest.mark.parametrize(
    ("authors", "shown", "said"),
    [
        ("Jane Doe, Ann Roe, Bob Poe", "Jane Doe, Ann Roe, Bob Poe", "is read as 3 people: write"),
        ("Jane Doe and Ann Roe", "Jane Doe, Ann Roe", "is read as 2 people: write each as an item"),
        ("J. Doe; A. Roe", "J. Doe, A. Roe", "is read as 2 people: write each as an item of"),
        ("Jane Doe und Ann Roe", "Jane Doe, Ann Roe", "is read as 2 people: write each as an item"),
        ("Doe, Jane, Roe", "Doe, Jane, Roe", "may be several people: write each as an item of"),
        ("'{Jane Doe and Ann Roe}'", "Jane Doe and Ann Roe", ""),
        ("Department of Arts and Sciences", "Department of Arts and Sciences", ""),
        ("Simon & Daughter", "Simon & Daughter", ""),
        ("Jane Doe et al.", "Jane Doe, et al.", ""),
        ("Quill M', 'Roe AB", "M. Quill, A. B. Roe", ""),
        ("Malcolm X", "Malcolm X", ""),
        ("*Ann* Roe', '**Jane Doe**", "Ann Roe, Jane Doe", ""),
        ("Ann Roe*', 'Jane Doe*', 'Bob {Poe", "Ann Roe*, Jane Doe*, Bob {Poe", ""),
    ],
)
def test_an_author_in_cv_yaml_who_is_several_is_told(
    tmp_path: Path, authors: str, shown: str, said: str
) -> None:
    listed = authors if authors.startswith("'") else f"'{authors}'"
    source = f"basics: {{name: Jane Doe}}\npublications:\n  - {{name: T, authors: [{listed}]}}\n"
    messages = [each for each in check(tmp_path, source) if "has no markup" not in each]
    assert [said in each for each in messages] == [True] * bool(said)
    assert all(each.startswith("cv.yaml:3:25: warning: publications[0].aut") for each in messages)
    assert run("render", "text", "-i", tmp_path / "cv.yaml", "-o", tmp_path / "o").status == 0
    assert f"   {shown}\n" in (tmp_path / "o/cv.txt").read_text()


@pytest.mark.parametrize("line", ["image: pics\\me.png", "bibliography: bib\\x.bib"])
def test_a_path_of_windows_is_told_how_to_be_written(tmp_path: Path, line: str) -> None:
    indent = "  " if line.startswith("image") else ""
    (said,) = check(tmp_path, f"basics:\n  name: A\n{indent}{line}\n")
    assert f"write '{line.split(': ')[1].replace(chr(92), '/')}', with '/' between folders" in said


def test_a_name_of_cv_yaml_may_be_marked() -> None:
    assert author_from_name("**Jane Doe***", Owner(("Jane Doe",))).is_owner
    found = author_from_name("**B. Poe**", Owner(("Jane Doe",)))
    assert (found.name, found.marks) == ("B. Poe", "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("TY  - JOUR\nTI  - A\nER  - \n", "this is RIS, and"),
        ("\n%0 Journal Article\n%T A\n", "this is EndNote's own format, and"),
        ("PMID- 12\nTI  - A\n", "this is PubMed's own format, and"),
        ('[{"id": "a", "title": "A @ B"}]', "this is JSON, and"),
        ("<html>Sign in: a@b.example</html>", "this is HTML or XML, and"),
        ("Doe, J. A paper.", "no entry, as @article{key, ...} is one, is in this file, and"),
        ("% no paper yet\n\n", ""),
        ("Of JabRef 2\n@string{j = {J}}", ""),
        ("", ""),
    ],
)
def test_a_file_in_which_nothing_is_bibtex_is_told(text: str, said: str) -> None:
    what = f"x.bib:1:1: warning: {said} nothing of it is shown: export it as BibTeX"
    assert messages(text) == ([what] if said else [])
