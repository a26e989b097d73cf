"""Secret keys of other vendors whose keys begin with ``pk_`` or ``sk_`` as the Gateway's do.

The table of vendors has the forms. Publishable keys are made to be shown, and are left alone.
Where several vendors use one form, the nearest name decides.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import groupby

from keyguard.detect.keys.gateway_key import LEFT_BOUNDARY
from keyguard.detect.strength.placeholder import ALPHANUMERIC, is_placeholder_body
from keyguard.detect.text.assigned_name import assigned_name
from keyguard.detect.text.search import positions
from keyguard.detect.vendors.evidence import nearest_named
from keyguard.fingerprint import digest
from keyguard.model import Confidence, Detection, Kind, View
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple
from keyguard.prefilter.clue_kinds import ClueKind, ClueKinds
from keyguard.prefilter.clues import VENDOR_ANCHORS
from keyguard.vendors.table import documented, secret_forms
from keyguard.vendors.vendor import KeyForm, Vendor

VENDOR_CLUES = ClueKinds({ClueKind.VENDOR_KEY})
_WORTH_A_LOOK = lazy_pattern(r"[lprs]k_[!-~]{16}")
_ANCHOR_LENGTH = 3
_SEPARATOR = lazy_pattern("[^0-9A-Za-z]+")
_LONG_PART = 16
_RIGHT_BOUNDARY = r"(?![A-Za-z0-9_])(?!-[A-Za-z0-9_])"


class _Stretch(NamedTuple):
    """Forms that follow each other in the table and have as much in front of their anchor."""

    lead: int
    any: re.Pattern[str]
    """Matches what any of them does."""
    rows: list[tuple[Vendor, KeyForm, re.Pattern[str]]]


def find_vendor_keys(view: View, keys: Iterable[Detection]) -> Iterator[Detection]:
    """Every secret key of another vendor; ``keys`` are the Gateway's, which are not among them."""
    text = view.text
    ours = {key.start for key in keys}
    for anchor in positions(text, VENDOR_ANCHORS):
        if anchor in ours or not _WORTH_A_LOOK.match(text, anchor):
            continue
        candidates = list(_candidates(text, anchor))
        if not candidates:
            continue
        _, _, first = candidates[0]
        start, end = first.span()
        name = assigned_name(text, start)
        vendors = frozenset(vendor.name for vendor, _, _ in candidates)
        owner = nearest_named(vendors, text, start, end, name)
        for vendor, form, match in candidates:
            if vendor.name == owner if owner else not form.named:
                yield Detection(
                    view=view,
                    start=match.start(),
                    end=match.end(),
                    kind=Kind.VENDOR_KEY,
                    value=match[0],
                    confidence=Confidence.HIGH if owner else Confidence.MEDIUM,
                    name=name,
                    vendor=vendor.key,
                )
                break


def _candidates(text: str, anchor: int) -> Iterator[tuple[Vendor, KeyForm, re.Match[str]]]:
    """Whose key may have its anchor at ``text[anchor]``, in the order of the table's forms."""
    begins: dict[int, bool] = {}
    for stretch in _stretches().get(text[anchor : anchor + _ANCHOR_LENGTH], ()):
        start = anchor - stretch.lead
        if start < 0 or not stretch.any.match(text, start):
            continue
        if start not in begins:
            begins[start] = LEFT_BOUNDARY.match(text, start) is not None
        for vendor, form, pattern in stretch.rows if begins[start] else ():
            match = pattern.match(text, start)
            if match and not _is_example(match[0], match["body"]):
                yield vendor, form, match


@cache
def _stretches() -> Mapping[str, list[_Stretch]]:
    """The forms by their anchor."""
    return {
        anchor: [
            _stretch(lead, list(group))
            for lead, group in groupby(rows, key=lambda row: row[1].lead)
        ]
        for anchor, rows in secret_forms().items()
    }


def _stretch(lead: int, rows: Sequence[tuple[Vendor, KeyForm]]) -> _Stretch:
    anonymous = (form.expression.replace("?P<body>", "?:", 1) for _, form in rows)
    return _Stretch(
        lead,
        lazy_pattern(f"(?:{'|'.join(anonymous)}){_RIGHT_BOUNDARY}"),
        [(vendor, form, lazy_pattern(form.expression + _RIGHT_BOUNDARY)) for vendor, form in rows],
    )


@lru_cache(maxsize=256)
def _is_example(value: str, body: str) -> bool:
    """Whether no key is written so; the forms of several vendors match one value."""
    parts = [part for part in _SEPARATOR.split(body) if len(part) >= _LONG_PART]
    judged = parts if len(parts) > 1 else [body]  # each part may have an alphabet of its own
    return (
        any(is_placeholder_body(part, ALPHANUMERIC) for part in judged)
        or _is_host(body)
        or digest(value) in documented()
    )


def _is_host(body: str) -> bool:
    """Whether it is a name in base64 that ends in ``$``: what Clerk's publishable keys hold.

    https://clerk.com/docs/guides/development/clerk-environment-variables
    """
    try:
        return base64.b64decode(body + "=" * (-len(body) % 4), validate=True).endswith(b"$")
    except ValueError:  # not base64, or not even ASCII
        return False
