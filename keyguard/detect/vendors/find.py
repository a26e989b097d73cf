"""Secret keys of other vendors whose keys begin with ``pk_`` or ``sk_`` as the Gateway's do.

The table of vendors has the forms. Publishable keys are made to be shown, and are left alone.
Where several vendors use one form, the nearest name decides.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import groupby

from keyguard.detect.keys.gateway_key import LEFT_BOUNDARY
from keyguard.detect.strength.placeholder import is_placeholder_body
from keyguard.detect.text.assigned_name import assigned_name
from keyguard.detect.text.search import positions
from keyguard.detect.vendors.evidence import nearest_named
from keyguard.fingerprint import digest
from keyguard.model import Confidence, Detection, Kind, View
from keyguard.prefilter.clues import VENDOR_ANCHORS
from keyguard.vendors.table import documented, secret_forms
from keyguard.vendors.vendor import KeyForm, Vendor

_WORTH_A_LOOK = re.compile(r"[lprs]k_[!-~]{16}")
_ANCHOR_LENGTH = 3
_Row = tuple[Vendor, KeyForm, re.Pattern[str]]
_SEPARATOR = re.compile("[^0-9A-Za-z]+")
_LONG_PART = 16
_RIGHT_BOUNDARY = r"(?![A-Za-z0-9_])(?!-[A-Za-z0-9_])"


def find_vendor_keys(view: View, keys: Iterable[Detection]) -> Iterator[Detection]:
    """Every secret key of another vendor; ``keys`` are the Gateway's, which are none of theirs."""
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
    for lead, forms in _forms().get(text[anchor : anchor + _ANCHOR_LENGTH], ()):
        start = anchor - lead
        if start < 0 or not LEFT_BOUNDARY.match(text, start):
            continue
        for vendor, form, pattern in forms:
            match = pattern.match(text, start)
            if match and not _is_example(match[0], match["body"]):
                yield vendor, form, match


@cache
def _forms() -> Mapping[str, list[tuple[int, list[_Row]]]]:
    """The forms by their anchor, in stretches of those with as much in front of it."""
    return {
        anchor: [
            (lead, [(vendor, form, _pattern(form)) for vendor, form in group])
            for lead, group in groupby(rows, key=lambda row: row[1].lead)
        ]
        for anchor, rows in secret_forms().items()
    }


def _pattern(form: KeyForm) -> re.Pattern[str]:
    return re.compile(form.expression + _RIGHT_BOUNDARY)


@lru_cache(maxsize=256)
def _is_example(value: str, body: str) -> bool:
    """Whether no key is written so; the forms of several vendors match one value."""
    parts = [part for part in _SEPARATOR.split(body) if len(part) >= _LONG_PART]
    judged = parts if len(parts) > 1 else [body]  # each part may have an alphabet of its own
    return any(map(is_placeholder_body, judged)) or _is_host(body) or digest(value) in documented()


def _is_host(body: str) -> bool:
    """Whether it is a name in base64 that ends in ``$``: what Clerk's publishable keys hold.

    https://clerk.com/docs/guides/development/clerk-environment-variables
    """
    try:
        return base64.b64decode(body + "=" * (-len(body) % 4), validate=True).endswith(b"$")
    except ValueError:  # not base64, or not even ASCII
        return False
