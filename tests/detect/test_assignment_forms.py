"""Every form in which a value is given is needed, and finds what it is there for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from keyguard.detect.webhook.forms import assignment_forms, said_forms
from keyguard.detect.webhook.naming.names import Named, find_names
from keyguard.detect.webhook.naming.unnamed import find_unnamed
from keyguard.detect.webhook.values import literal_first
from keyguard.detect.webhook.values.assigned import values_of
from keyguard.model import Blob, View

TABLES = {
    "assignment_forms": assignment_forms,
    "literal_first": literal_first,
    "said_forms": said_forms,
}
ROWS = [(name, row) for name, table in TABLES.items() for row in range(len(table.FORMS))]


def form_id(value: object) -> str:
    return str(value)


def marked(example: str) -> tuple[str, int, str]:
    """An example as text, and where in it the value begins, and the value."""
    before, _, rest = example.partition("«")
    value, _, after = rest.partition("»")
    assert value, f"{example!r} has no value between «»"
    return before + value + after, len(before), value


def names_in(text: str) -> Iterator[Named]:
    names = [*find_names(text), *find_unnamed(text)]
    assert names, f"no name in {text!r}"
    yield from names


def found(table: str, row: int, text: str, named: Named) -> tuple[str, int] | None:
    """What one form alone finds."""
    if table == "literal_first":
        start = max(0, named.start - literal_first.LONGEST_LITERAL)
        return literal_first.FORMS[row].match(text, start, named.start)
    form = TABLES[table].FORMS[row]
    match = form.after.match(text, named.end) if form.fits(text, named) else None
    if match is None:
        return None
    group = "bare" if match.groupdict().get("bare") is not None else "value"
    return match[group], match.start(group)


def values_in(text: str) -> list[tuple[str, int]]:
    """What all forms together, and all else that looks for values, find."""
    view = View(Blob("id", text.encode()), text)
    return [
        (value.text, value.start) for named in names_in(text) for value in values_of(view, named)
    ]


@pytest.mark.parametrize(("table", "row"), ROWS, ids=form_id)
def test_every_example_is_matched_by_its_own_form(table: str, row: int) -> None:
    form = TABLES[table].FORMS[row]
    assert form.examples, form.title
    for example in form.examples:
        text, start, value = marked(example)
        finds = [found(table, row, text, named) for named in names_in(text)]
        assert any(
            find and find[1] <= start and find[0][start - find[1] :].startswith(value)
            for find in finds
        ), (form.title, example, finds)
        assert (value, start) in values_in(text), (form.title, example)


@pytest.mark.parametrize(("table", "row"), ROWS, ids=form_id)
def test_every_form_is_needed(table: str, row: int, monkeypatch: pytest.MonkeyPatch) -> None:
    module = TABLES[table]
    form = module.FORMS[row]
    others = type(module.FORMS)(each for each in module.FORMS if each is not form)
    monkeypatch.setattr(module, "FORMS", others)
    missed = []
    for example in form.examples:
        text, start, value = marked(example)
        if (value, start) not in values_in(text):
            missed.append(example)
    assert missed, f"{form.title}: others find all of its examples"


def test_titles_name_one_form_each() -> None:
    titles = [form.title for table in TABLES.values() for form in table.FORMS]
    assert len(set(titles)) == len(titles)
