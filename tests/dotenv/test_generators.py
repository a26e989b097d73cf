"""Secrets of real generators in env files: none is called strong that a program gets cut short, and
none short that it gets whole.
"""

from __future__ import annotations

import random
import re
import string

import pytest

from keyguard.dotenv.read import value_of
from keyguard.dotenv.table import BY_ID, USUAL
from keyguard.model import Detection
from keyguard.pipeline.loaded import as_loaded
from tests.detect.test_languages import secrets_in, view_of

LETTERS = string.ascii_letters + string.digits
GENERATORS = {
    "get_random_secret_key of Django": ("abcdefghijklmnopqrstuvwxyz0123456789!@#$%^&*(-_=+)", 50),
    "openssl rand -base64 32": (LETTERS + "+/", 43),
    "openssl rand -hex 32": ("0123456789abcdef", 64),
    "pwgen -sy 40": (LETTERS + string.punctuation, 40),
    "Bitwarden, 40": (LETTERS + "!@#$%^&*", 40),
    "1Password, 40": (LETTERS + "!@#$%^&*()-_=+[]{}|;:,.<>?", 40),
    "salts of WordPress": (LETTERS + "!@#$%^&*()-_ []{}<>~`+=,.;:/?|", 64),
    "secrets.token_urlsafe": (LETTERS + "-_", 43),
}
SECRETS = [
    "".join(random.Random(f"{title} {number}").choices(alphabet, k=length)).strip()
    for title, (alphabet, length) in GENERATORS.items()
    for number in range(12)
] + ["//" + "".join(random.Random("slashes").choices(LETTERS, k=42)) + "="]
LINES = [
    f"WEBHOOK_SECRET={quote}{secret}{quote}\n" for secret in SECRETS for quote in ("", "'", '"')
]


def is_called_short(detection: Detection) -> bool:
    return any(re.search(r"\d characters", reason) for reason in detection.weakness)


@pytest.mark.parametrize("line", LINES)
def test_is_judged_by_what_each_loader_reads(line: str) -> None:
    (found,) = secrets_in(view_of(line, ".env"))
    for loader in USUAL:
        value = value_of(line, "WEBHOOK_SECRET", BY_ID[loader])
        if value is not None:
            loaded = as_loaded(found, [loader])
            assert loaded is not None
            assert is_called_short(loaded) is (len(value) < 32), (loader, value)
            assert len(value) >= 32 or loaded.weakness


@pytest.mark.parametrize("line", LINES)
def test_is_judged_by_the_shortest_where_nobody_says(line: str) -> None:
    (found,) = secrets_in(view_of(line, ".env"))
    values = (value_of(line, "WEBHOOK_SECRET", BY_ID[loader]) for loader in USUAL)
    shortest = min(len(value) for value in values if value is not None)
    loaded = as_loaded(found, [])
    assert loaded is not None
    assert is_called_short(loaded) is (shortest < 32)
