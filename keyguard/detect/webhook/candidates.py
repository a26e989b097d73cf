"""Whatever a text has in the place of a webhook's secret: set to a name, compared, or sent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise

from keyguard.detect.text.search import lowered
from keyguard.detect.webhook.calls import SENT_CLUES, secrets_sent
from keyguard.detect.webhook.header import AUTHORIZATION, BEARER, SIGNED
from keyguard.detect.webhook.naming.names import (
    NAME_CLUES,
    Named,
    find_names,
    find_own_names,
    speaks_of_webhooks,
)
from keyguard.detect.webhook.naming.other_names import OTHER_NAME_CLUES, find_other_names
from keyguard.detect.webhook.naming.unnamed import UNNAMED_CLUES, find_unnamed
from keyguard.detect.webhook.values.assigned import Value, values_of
from keyguard.detect.webhook.values.sql_rows import row_values
from keyguard.model import Part, View
from keyguard.model.patterns import lazy_pattern
from keyguard.prefilter.clue_kinds import ANY_CLUE, ClueKind, ClueKinds

Candidate = tuple[str, Value]
"""A literal that may be a webhook's secret, and the name that it has or would have."""
COMPARED_CLUES = ClueKinds({ClueKind.HEADER, ClueKind.COMPARISON, ClueKind.TOKEN})
_NOT_SENT = lazy_pattern(r"eyJ|.{0,5}$|(?:token|invalid|wrong|valid)$", re.IGNORECASE)
"""JSON web tokens, and what tests and API clients send."""
_ENDS_CELL = frozenset((*',;\t"\n\r', ""))
"""What is behind a name that is a cell of CSV."""
_HEADER_NAME = lazy_pattern(r"(?:HTTP_)?x[-_]", re.IGNORECASE)
_SEVERAL = lazy_pattern(r"(?i:secret|token|password|secret[-_]?key)[sS]\Z")
_OF_HEADERS = ("auth", "bearer", "credential", "http_token")
"""Text that compares a header holds one of these."""
_SAYS_WEBHOOK = lazy_pattern(rb"web[-_ .]?hook|connexease", re.IGNORECASE)
"""In the path of a handler."""


def candidates_in(view: View, clues: ClueKinds = ANY_CLUE) -> Iterator[Candidate]:
    """Whatever a view with these clues has in the place of a webhook's secret."""
    if view.restated:
        return
    if view.adjoining:
        yield from _in_binary(view)
        return
    if view.blob.part is Part.NAME:
        yield from _in_path(view.text)
    for named in _names_in(view, clues):
        yield from ((named.name, _without_scheme(value)) for value in _values(view, named))
    if not COMPARED_CLUES.isdisjoint(clues) and _may_compare(view):
        from keyguard.detect.webhook.comparison.compared import (
            compared_secrets,  # most texts compare nothing
        )

        yield from ((AUTHORIZATION, value) for value in compared_secrets(view, clues))
    if not UNNAMED_CLUES.isdisjoint(clues):
        from keyguard.detect.webhook.values.signing_keys import signing_keys  # few texts sign

        about, named_so = _is_about_webhooks(view), _is_named_so(view)
        keys = signing_keys(view, about_webhooks=about, named_so=named_so)
        yield from ((SIGNED, value) for value in keys)
    for sent, start in secrets_sent(view.text) if not SENT_CLUES.isdisjoint(clues) else ():
        if not _NOT_SENT.match(sent):
            yield AUTHORIZATION, Value(sent, start, quoted=True)


def _names_in(view: View, clues: ClueKinds) -> Iterator[Named]:
    if not NAME_CLUES.isdisjoint(clues):
        yield from find_names(view.text, about_webhooks=view.topics.webhooks)
    if not OTHER_NAME_CLUES.isdisjoint(clues):
        yield from find_other_names(view.text, about_webhooks=_is_about_webhooks(view))
    if not UNNAMED_CLUES.isdisjoint(clues):
        yield from find_unnamed(view.text)


def readable(view: View, ends: Iterable[int] = ()) -> View:
    """A view as text, with all positions unchanged.

    A character that no text holds ends a line, and so does whatever is at ``ends``, the ends of
    strings.
    """
    if not view.adjoining:
        return view
    from keyguard.detect.webhook.values.in_binary import in_lines  # most content is text

    text = in_lines(view.text, is_character_a_byte=view.binary)
    starts = [0, *(end + 1 for end in sorted(set(ends)))]
    text = "\n".join(
        text[start : following - 1] for start, following in pairwise((*starts, len(text) + 1))
    )
    return view._replace(text=text, binary=False, adjoining=False)


def _in_binary(view: View) -> Iterator[Candidate]:
    """Whatever the parts of a binary have that name a webhook's secret: strings whose length is in
    front of them, and lines of text."""
    from keyguard.detect.webhook.values.counted import counted_value, string_end
    from keyguard.detect.webhook.values.in_binary import parts_of

    for begin, part in parts_of(view):
        counted: list[Value] = []
        ends: list[int] = []
        for named in find_own_names(part.text):
            if value := counted_value(part.text, named):
                counted.append(value)
                yield named.name, _without_scheme(value.moved(begin))
            elif end := string_end(part.text, named):
                ends.append(end)
        for name, value in candidates_in(readable(part, ends)):
            if not any(each.start < value.end and value.start < each.end for each in counted):
                yield name, value.moved(begin)


def _in_path(path: str) -> Iterator[Candidate]:
    from keyguard.detect.webhook.values.in_path import value_in_path  # few names hold a secret

    for named in find_own_names(path):
        if value := value_in_path(path, named):
            yield named.name, Value(*value, quoted=False)


def may_be_set_elsewhere(view: View, clues: ClueKinds) -> bool:
    """Whether a part of a text has a comparison, or signs, with a constant that may be in another
    part."""
    if view.binary:
        return False
    if not UNNAMED_CLUES.isdisjoint(clues):
        from keyguard.detect.webhook.values.signing_keys import signs_with_other_part

        about, named_so = _is_about_webhooks(view), _is_named_so(view)
        if signs_with_other_part(view.text, about_webhooks=about, named_so=named_so):
            return True
    if COMPARED_CLUES.isdisjoint(clues) or not _may_compare(view):
        return False
    from keyguard.detect.webhook.comparison.compared import compares_with_other_part

    return compares_with_other_part(view, clues)


def _without_scheme(value: Value) -> Value:
    """The part of a whole header that is the secret."""
    if not value.text.startswith(BEARER):
        return value
    return value._replace(
        text=value.text[len(BEARER) :], start=value.start + len(BEARER), written=0
    )


def _values(view: View, named: Named) -> Iterator[Value]:
    """What a name is set to beside it, in another member or column, or is compared with."""
    rows = row_values(view.text, named)
    if rows is None and view.text[named.end : named.end + 1] in _ENDS_CELL:
        from keyguard.detect.webhook.values.csv_rows import csv_values  # few texts are tables

        rows = csv_values(view.text, named)
    if rows is not None:
        yield from (Value(*cell, quoted=True) for cell in rows)
        return
    values = [value for value in values_of(view, named) if value.text]
    yield from values
    if _SEVERAL.search(named.name):
        yield from _members(view.text, named.end, values)
    if any(value.line is None or view.blob.places for value in values):
        return  # what only an env file would set hides nothing while the file may be any other
    from keyguard.detect.webhook.values.columns import (
        column_values,  # most names are set beside them
    )
    from keyguard.detect.webhook.values.columns_apart import values_apart
    from keyguard.detect.webhook.values.pairs import paired
    from keyguard.detect.webhook.values.sheet_cells import is_in_sheet, values_of_cell

    if is_in_sheet(view.text, named):
        yield from (Value(*cell, quoted=True) for cell in values_of_cell(view.text, named))
        return
    if pair := paired(view.text, named):
        yield Value(*pair, quoted=True)
        return
    for cell in chain(column_values(view.text, named), values_apart(view.text, named)):
        yield Value(*cell, quoted=True)
    if _HEADER_NAME.match(named.name):
        from keyguard.detect.webhook.comparison.compared import compared_with

        yield from compared_with(view, named)


def _members(text: str, end: int, values: list[Value]) -> Iterator[Value]:
    """What else is in the list that a name is set to."""
    from keyguard.detect.webhook.comparison.members import members_of  # few names are plural

    known = {value.start for value in values}
    for member in members_of(text, end):
        if member.start not in known:
            yield Value(text[member.start : member.end], member.start, quoted=True)


def _may_compare(view: View) -> bool:
    """Whether a text may compare the header of a webhook's call with anything."""
    lower = lowered(view.text)
    return any(word in lower for word in _OF_HEADERS) and _is_about_webhooks(view)


def _is_named_so(view: View) -> bool:
    """Whether a file is called after webhooks; before its name is known, it may be."""
    return not view.blob.places or any(map(_SAYS_WEBHOOK.search, view.paths))


def _is_about_webhooks(view: View) -> bool:
    """Whether a text mentions webhooks, or is called so; before its name is known, it may be."""
    return view.topics.webhooks or _is_named_so(view) or speaks_of_webhooks(view.text)
