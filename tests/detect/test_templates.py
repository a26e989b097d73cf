"""What is a template in the language of its file, and what only has the signs of one.

``templates.txt`` has the form of the tables in ``languages/``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from keyguard.model import Blob, Confidence, View
from tests.detect.test_languages import Case, cases, secrets_in, view_of
from tests.samples import body

ALL = list(cases(Path(__file__).parent / "templates.txt"))


@pytest.mark.parametrize("case", ALL, ids=lambda case: f"{case.path}: {case.text}")
def test_template(case: Case) -> None:
    shown = [s for s in secrets_in(view_of(case.text, case.path)) if s.confidence > Confidence.LOW]
    assert sorted((s.start, s.end) for s in shown) == sorted(case.expected)


@pytest.mark.parametrize(
    "case", [case for case in ALL if case.expected], ids=lambda case: case.text
)
def test_literal_is_seen_before_its_place_is_known(case: Case) -> None:
    view = View(Blob("id", case.text.encode()), case.text)
    starts = {detection.start for detection in secrets_in(view)}
    assert starts >= {start for start, _ in case.expected}


def test_there_are_as_many_of_each() -> None:
    hits = sum(bool(case.expected) for case in ALL)
    assert hits > 60
    assert len(ALL) - hits > 60


@pytest.mark.parametrize(
    ("path", "text", "weak"),
    [
        ("a.json", '{"webhookSecret": "%s"}', True),
        ("a.py", 'WEBHOOK_SECRET = "%s"', True),
        ("a.ts", "const webhookSecret = '%s'", True),
        ("a.properties", "webhook.secret=%s", True),
        ("a.yml", 'webhook_secret: "%s"', True),
        ("a.yml", "webhook_secret: '%s'", False),
        ("a.toml", "webhook_secret = '%s'", False),
    ],
)
def test_backslashes_of_the_language_add_nothing(path: str, text: str, weak: bool) -> None:
    """31 characters, one of them behind a backslash, are 32 only where that is a character too."""
    written = f"{body('escaped', 15)}\\${body('escapes', 15)}"
    (found,) = secrets_in(view_of(text % written, path))
    assert bool(found.weakness) is weak
