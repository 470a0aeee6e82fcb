"""The citation forms by the names that cv.yaml has for them, and the CSL style behind each."""

from __future__ import annotations

from collections.abc import Mapping

STYLES: Mapping[str, str] = {
    "ieee": "ieee",
    "acm": "association-for-computing-machinery",
    "apa": "apa",
    "mla": "modern-language-association",
    "chicago": "chicago-author-date",
    "nature": "nature",
    "vancouver": "elsevier-vancouver",
}
