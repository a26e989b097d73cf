"""Which bodies of keys and which secrets are examples: what people write, and nothing drawn."""

from __future__ import annotations

import base64
import random
import re
import string
from collections.abc import Callable
from pathlib import Path

import pytest

from keyguard.detect.keys.gateway_key import compile_key, find_keys
from keyguard.detect.strength.placeholder import is_placeholder, is_placeholder_body
from keyguard.model import Blob, Confidence, View
from keyguard.settings import KeyFormat
from tests.detect.test_gateway_key import keys_in
from tests.samples import ALPHANUMERIC, body

WRITTEN = [
    line
    for line in (Path(__file__).parent / "bodies_written.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
HEX = "0123456789abcdef"
PLANTED = (
    "tODO", "tesT", "mOCk", "heRe", "YoUr", "sVIX", "TODO", "test", "Mock", "here", "Your", "demo",
    "DEMO", "fake", "Fake", "key", "Api", "abcd", "1234", "4321", "aaaa", "qwer", "sEcReT",
    "eXaMpLe", "StagInG", "tOkEn", "xxxx", "0000", "foo", "BAR", "dev", "prod", "live", "user",
)  # fmt: skip
"""What a random body may well hold, in whatever case."""


@pytest.mark.parametrize("written", WRITTEN)
def test_what_a_person_wrote(written: str) -> None:
    assert is_placeholder_body(written)
    assert keys_in(f"API_KEY=pk_{written[:32]}") == []


@pytest.mark.parametrize("planted", PLANTED)
@pytest.mark.parametrize("alphabet", [ALPHANUMERIC, string.ascii_letters])
@pytest.mark.parametrize("at", [3, 14, 25])
def test_a_few_letters_are_no_example(planted: str, alphabet: str, at: int) -> None:
    drawn = body(f"planted {planted} {at}", 32, alphabet)
    value = drawn[:at] + planted + drawn[at + len(planted) :]
    (detection,) = keys_in(f"API_KEY=pk_{value}")
    assert detection.confidence is Confidence.MEDIUM


def test_what_chance_may_have_drawn_is_shown_on_request_in_the_gateways_variable() -> None:
    rare = body("rare", 25) + "EXAMPLE"
    assert keys_in(f"KEY=pk_{rare}") == []
    (detection,) = keys_in(f"CONNEXEASE_API_KEY=pk_{rare}")
    assert detection.confidence is Confidence.LOW
    assert keys_in("CONNEXEASE_API_KEY=pk_" + "x" * 32) == []


@pytest.mark.parametrize(
    "alphabet",
    [HEX, string.ascii_lowercase + string.digits, string.ascii_letters, ALPHANUMERIC],
)
def test_random_bodies_are_no_examples(alphabet: str) -> None:
    """Less than one in 100,000 is: among 20,000 there is one in every fifth seed at the most."""
    draw = random.Random(f"bodies of {alphabet}")
    assert not any(
        is_placeholder_body("".join(draw.choices(alphabet, k=32))) for _ in range(20_000)
    )


@pytest.mark.parametrize(
    "alphabet", ["ab", "01", "abc", "a-d", "0-7", "acgt", "aeiou0-3", "etaoinshrdlu"]
)
def test_random_bodies_of_a_small_alphabet_are_no_examples(alphabet: str) -> None:
    """Of a configured one: the letters of a word or a row come about by chance there."""
    letters = "".join(re.findall(f"[{alphabet}]", ALPHANUMERIC))
    expression = compile_key(KeyFormat(alphabet=alphabet, length=48))
    draw = random.Random(f"bodies of {alphabet}")
    for _ in range(2_000):
        text = f"API_KEY=pk_{''.join(draw.choices(letters, k=48))}"
        assert list(find_keys(View(Blob("id", text.encode()), text), expression)), text
    for written in (letters[0] * 48, letters[:2] * 24):
        text = f"API_KEY=pk_{written}"
        assert not list(find_keys(View(Blob("id", text.encode()), text), expression))


SYMBOLS = ALPHANUMERIC + string.punctuation
GENERATORS: dict[str, Callable[[random.Random], str]] = {
    "openssl rand -hex 32": lambda draw: draw.randbytes(32).hex(),
    "openssl rand -base64 32": lambda draw: base64.b64encode(draw.randbytes(32)).decode(),
    "token_urlsafe": lambda draw: base64.urlsafe_b64encode(draw.randbytes(32)).decode().strip("="),
    "letters and digits": lambda draw: "".join(draw.choices(ALPHANUMERIC, k=43)),
    "pwgen --symbols": lambda draw: "".join(draw.choices(SYMBOLS, k=32)),
    "Bitwarden": lambda draw: "".join(draw.choices(ALPHANUMERIC + "!@#$%^&*", k=32)),
    "Django": lambda draw: "".join(
        draw.choices(string.ascii_lowercase + string.digits + "!@#$%^&*(-_=+)", k=50)
    ),
}


@pytest.mark.parametrize("generator", GENERATORS)
def test_random_secrets_are_no_placeholders(generator: str) -> None:
    draw = random.Random(generator)
    assert not any(is_placeholder(GENERATORS[generator](draw)) for _ in range(5_000))


@pytest.mark.parametrize(
    "written",
    [
        "xxxxxxxxxxxxxxxx", "XXXXXXXX", "whsec_xxxxxxxx", "whsec_XXXXX=", "********", "••••••••",
        "....", "whsec_...", "abc...xyz", "…", "????", "----------------", "####",
        "[your secret]", "your_secret_here", "YOUR-SECRET", "insert-secret-here", "changeme",
        "change_me", "replace-me", "change-this-secret", "my_placeholder", "example",
        "my-example-secret", "REDACTED", "secret-goes-here", "put your secret here", "todo",
        "TODO", "000000", "aaaa", "dummy-secret", "«secret»", "secret_prod_xxx", "hook-dev-XXX",
    ],
)  # fmt: skip
def test_placeholders_of_secrets(written: str) -> None:
    assert is_placeholder(written)
