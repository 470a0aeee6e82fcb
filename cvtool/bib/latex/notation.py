"""mhchem's formulas, siunitx's quantities and the like, as LaTeX that needs no package.

Sources: the manuals of mhchem 4 (chemical formulas, charges, isotopes, arrows) and siunitx 3
(numbers, units, prefixes).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ...model.later import pattern
from .tables import GROUP, PREFIXES, UNITS

_CALL = pattern(
    rf"\\(ce|cf|ch|si|unit|num|ang|SI|qty|SIrange|qtyrange|numrange|isotope|ion)"
    rf"(?![A-Za-z])\s*(?:\[([^]]*)\]\s*)?{GROUP}"
    rf"(?:\s*{GROUP})?(?:\s*{GROUP})?"
)
_ARROWS = {"->": "→", "<-": "←", "<->": "↔", "<=>": "⇌", "<=>>": "⇌", "<<=>": "⇌"}
_CHEMISTRY = pattern(
    r"(?P<kept>\$[^$]*\$|\\[A-Za-z]+|\\.)"
    r"|(?P<arrow><<=>|<=>>|<=>|<->|->|<-)"
    r"|(?P<sign>[\^_])(?P<script>\{[^{}]*\}|\d*[+-]|\d+|[^\s{}])"
    r"|(?<=[A-Za-z)\]}])(?P<count>\d+(?:\.\d+)?)"
    r"|(?<=[\w)\]}])(?P<charge>[+-]+)(?=[\s)\],;]|$)"
    r"|(?<=[\w)\]}])(?P<bond>[-#])(?=[A-Z(\[])"
    r"|\s?(?<=[\w)\]}\s])(?P<point>[*.])\s?(?=[\dA-Z(])"
)
_COUNTS = {"SI": 2, "qty": 2, "ion": 2, "numrange": 2, "SIrange": 3, "qtyrange": 3}
_ROMAN = dict(
    zip("123456789", ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"), strict=True)
)
_BONDS = {"-": "–", "#": "≡"}
_TOKEN = pattern(r"\\([A-Za-z]+)\s*(?:\{(-?\d{1,3})\})?|([^\W\d]+|[%°µ])|\^\{?(-?\d{1,3})\}?|(/)")
_NUMBER = pattern(r"([eEdD])([+-]?\d+)")
_BEFORE = {"square": 2, "cubic": 3}
_BEHIND = {"squared": "2", "cubed": "3", "tothe": "", "raiseto": ""}


_MATRIX = pattern(r"\\begin\{([pbBvV]?)matrix\}(.{0,2000}?)\\end\{\1matrix\}", re.DOTALL)
_ENDS_ROW = pattern(r"\s*\\\\(?:\[[^\]]*\])?\s*")
_AROUND = {"p": ("(", ")"), "b": ("[", "]"), "B": ("\\{", "\\}")}
_AROUND |= {"v": ("|", "|"), "V": ("‖", "‖")}


def spelled_out(text: str) -> str:
    """The LaTeX without commands of these packages, matrices in a line: ``(a b; c d)``."""
    if "matrix}" in text:
        text = _MATRIX.sub(_in_a_line, text)
    return _CALL.sub(_spelled, text) if "\\" in text else text


def _in_a_line(found: re.Match[str]) -> str:
    left, right = _AROUND.get(found[1], ("", ""))
    rows = filter(None, _ENDS_ROW.split(found[2].strip()))
    said = "; ".join(" ".join(row.replace("&", r"\ ").split()) for row in rows)
    return f"{left}{said}{right}"


def _spelled(found: re.Match[str]) -> str:
    name, option, *arguments = found.groups()
    if name == "isotope":
        return f"\\textsuperscript{{{option or ''}}}{arguments[0]}" + _braced(arguments[1:])
    count = _COUNTS.get(name, 1)
    taken = [each or "" for each in arguments[:count]]
    return _said(name, *taken) + _braced(arguments[count:])


def _braced(arguments: Iterable[str | None]) -> str:
    return "".join(f"{{{each}}}" for each in arguments if each is not None)


def _said(name: str, first: str, second: str = "", third: str = "") -> str:
    if name in ("ce", "cf", "ch"):
        return f"{{{_CHEMISTRY.sub(_particle, first.strip())}}}"
    if name in ("si", "unit"):
        return _unit(first)
    if name in ("SI", "qty"):
        return _quantity(_number(first), second)
    if name == "ang":
        return _angle(first)
    if name == "ion":
        return f"{first}~{_ROMAN.get(second, second.upper())}"
    if name == "num":
        return _number(first)
    span = f"{_number(first)}--{_number(second)}"
    return span if name == "numrange" else _quantity(span, third)


def _particle(found: re.Match[str]) -> str:
    kind = found.lastgroup
    if kind == "kept":
        return found[0]
    if kind == "arrow":
        return _ARROWS[found[0]]
    if kind == "bond":
        return _BONDS[found[0]]
    if kind == "point":
        return "·"
    is_raised = kind == "charge" or found["sign"] == "^"
    body = (found["script"] or found["count"] or found["charge"]).strip("{}")
    return f"\\text{'super' if is_raised else 'sub'}script{{{body}}}"


def _quantity(number: str, unit: str) -> str:
    unit = _unit(unit)
    return f"{number}{unit}" if unit in ("°", "′", "″") else f"{number}~{unit}"


def _number(text: str) -> str:
    text = text.replace("+-", "±").replace("\\pm", "±").replace(" ", "")
    text = re.sub(r"(?<=\d)x(?=\d)", " × ", text)
    text = _NUMBER.sub(r"×10\\textsuperscript{\2}", text)
    text = re.sub(r"^-(?=\d)", "−", text.removeprefix("×"))
    return text.replace("±", " ± ").strip()


def _angle(text: str) -> str:
    return "".join(part + sign for part, sign in zip(text.split(";"), "°′″", strict=False) if part)


def _unit(text: str) -> str:
    """A unit with powers, as in ``m s⁻²``."""
    units: list[str] = []
    powers: list[int] = []
    prefix, power = "", 1
    for name, argument, letters, exponent, slash in _TOKEN.findall(text):
        if slash or name == "per":
            power = -abs(power)
        elif name in PREFIXES:
            prefix += PREFIXES[name]
        elif name in _BEFORE:
            power *= _BEFORE[name]
        elif units and (exponent or name in _BEHIND):
            powers[-1] *= int(exponent or _BEHIND[name] or argument or 1)
        elif letters or name:
            units.append(prefix + (letters or UNITS.get(name, f"\\{name}")))
            powers.append(power)
            prefix, power = "", 1
    written = zip(units, powers, strict=True)
    return "~".join(
        unit if power == 1 else f"{unit}\\textsuperscript{{{power}}}" for unit, power in written
    )
