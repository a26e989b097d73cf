"""Every form of ciphertext is tried, and no random secret is taken for one."""

from __future__ import annotations

import re

import pytest

from keyguard.detect.webhook.non_values.ciphertext import FORMS, CiphertextForm, is_ciphertext
from tests.detect.test_languages import TABLES, cases
from tests.samples import ALPHANUMERIC, body

TABLE = next(table for table in TABLES if table.stem == "ciphertext")
ENCRYPTED = [case.text for case in cases(TABLE) if not case.expected]
ALPHABETS = (
    ALPHANUMERIC,
    ALPHANUMERIC + "+/",
    ALPHANUMERIC + "-_",
    "0123456789abcdef",
    ALPHANUMERIC + "!#%&()*,-.:;<>?@[]^_{|}~",
)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.title)
def test_every_form_is_in_the_table(form: CiphertextForm) -> None:
    """Where the expression ends with the value, a quote or the end of the line follows."""
    expression = form.expression.replace(r"\Z", r"(?=[\"'<\n]|\Z)")
    assert any(re.search(expression, text) for text in ENCRYPTED), form.title


@pytest.mark.parametrize("alphabet", ALPHABETS)
@pytest.mark.parametrize("length", [32, 48, 64, 128, 400])
def test_no_random_secret_is_ciphertext(alphabet: str, length: int) -> None:
    secrets = (body((alphabet, length, number), length, alphabet) for number in range(2_000))
    assert not [secret for secret in secrets if is_ciphertext(secret)]
