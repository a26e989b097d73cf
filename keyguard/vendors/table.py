"""All vendors in one table, and what derives from its rows."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from keyguard.vendors.lookalikes import LOOKALIKES
from keyguard.vendors.named import NAMED
from keyguard.vendors.prefixed import PREFIXED
from keyguard.vendors.vendor import KeyForm, Vendor

VENDORS: tuple[Vendor, ...] = (*LOOKALIKES, *PREFIXED, *NAMED)
"""Where a text names several, the first of them counts."""


@cache
def vendors_by_key() -> Mapping[str, Vendor]:
    """The rows by what a detection calls their vendors."""
    return {vendor.key: vendor for vendor in VENDORS}


@cache
def secret_forms() -> Mapping[str, tuple[tuple[Vendor, KeyForm], ...]]:
    """The forms of secret keys by their anchor, in the order in which they are tried.

    What is recognised by itself comes first, and of that the form that leaves the fewest lengths
    open: Stripe's form would hide others.
    """
    forms = [(vendor, form) for vendor in VENDORS for form in vendor.forms if not form.publishable]
    forms.sort(key=lambda row: (row[1].named, row[1].longest - row[1].shortest))
    anchors = dict.fromkeys(form.anchor for _, form in forms)
    return {anchor: tuple(row for row in forms if row[1].anchor == anchor) for anchor in anchors}


@cache
def clues() -> tuple[tuple[str, str], ...]:
    """The clues of all secret keys, each after a word that every match of it holds."""
    forms = [form for rows in secret_forms().values() for _, form in rows]
    return tuple(dict.fromkeys((form.word, form.clue) for form in _shortest_of_each(forms)))


def _shortest_of_each(forms: list[KeyForm]) -> list[KeyForm]:
    """Of forms that differ in their length alone, the shortest: its clue is in all of them."""
    shortest: dict[tuple[str, ...], KeyForm] = {}
    for form in sorted(forms, key=lambda form: form.shortest):
        shortest.setdefault((form.behind, form.prefix, form.alphabet, form.tail, form.probe), form)
    return list(shortest.values())


@cache
def documented() -> frozenset[str]:
    """Digests of all keys that a vendor's documentation prints."""
    return frozenset().union(*(vendor.documented for vendor in VENDORS))
