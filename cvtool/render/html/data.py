"""What stands in a page without being its text, and how the page's policy knows it.

Source: https://www.w3.org/TR/CSP3/, which hashes the text of the element as it stands.
"""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING

from ...model.plain import Data
from .. import folds
from ..data import address_of

if TYPE_CHECKING:
    from ...model.document import Document


def card_url(document: Document) -> str:
    """The address of the picture, which networks want whole; ``""`` where there is no site."""
    return address_of(document, "card") or ""


def linked_data(data: Data) -> dict[str, str]:
    """JSON-LD for the filter ``script`` as ``data``, and its ``hash`` for the policy.

    No browser executes the element; the policy names it all the same, because some checkers ask.
    """
    text = json.dumps(data, ensure_ascii=False)
    return {"data": text, "hash": policy_hash(text)}


def policy_hash(text: str) -> str:
    """The Content-Security-Policy's name for an element that holds ``text|script``."""
    digest = hashlib.sha256(folds.script(text).encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
