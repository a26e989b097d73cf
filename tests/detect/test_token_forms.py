"""Every way in which a header's credential is taken is needed, and finds what it is there for."""

from __future__ import annotations

import re

import pytest

from keyguard.detect.webhook.comparison.token_forms import (
    EXPECTED,
    PARAMETERS,
    REMOVALS,
    TokenForm,
    found_in,
)

TABLES = (REMOVALS, PARAMETERS, EXPECTED)
ROWS = [(table, form, example) for table in TABLES for form in table for example in form.examples]


def found(forms: tuple[TokenForm, ...], example: str) -> re.Match[str] | None:
    return next(found_in(example.replace("«", "").replace("»", ""), forms), None)


def form_id(value: object) -> str:
    return value.title if isinstance(value, TokenForm) else ""


@pytest.mark.parametrize(("table", "form", "example"), ROWS, ids=form_id)
def test_every_example_is_matched_by_its_own_form_alone(
    table: tuple[TokenForm, ...], form: TokenForm, example: str
) -> None:
    match = found((form,), example)
    assert match is not None
    if match.lastgroup:
        assert f"«{match[match.lastgroup]}»" in example
    others = tuple(each for each in table if each is not form)
    assert found(others, example) is None


def test_every_form_has_an_example() -> None:
    assert all(form.examples for table in TABLES for form in table)
