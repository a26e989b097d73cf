"""The file of rotations: what is malformed is told, and what it says is made harmless."""

from __future__ import annotations

import json
import os

import pytest

from keyguard.rotation.file import FILE_NAME
from tests.rotation.leaked import DIGEST, KEY, rotation
from tests.tools import Repository, keyguard

MALFORMED = {
    "no JSON": "{",
    "marks of a merge": "<<<<<<< ours\n{}\n",
    "a list": "[]",
    "another schema": '{"schema": "keyguard-baseline/1", "rotations": []}',
    "no rotations": '{"schema": "keyguard-rotation/1"}',
    "deep": "[" * 100_000,
    "a key in place of a digest": [{"digest": KEY, "kind": "production-key", "steps": []}],
    "no steps": [{"digest": DIGEST, "kind": "production-key", "steps": []}],
    "a kind that is none": [{"digest": DIGEST, "kind": "x", "steps": [{"step": "started"}]}],
    "a step that is none": [
        {"digest": DIGEST, "kind": "staging-key", "steps": [{"step": "x", "date": "", "by": ""}]}
    ],
    "a date that is none": [
        {
            "digest": DIGEST,
            "kind": "staging-key",
            "steps": [{"step": "started", "date": "\x1b[31m", "by": ""}],
        }
    ],
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_file(name: str, leak: Repository) -> None:
    content = MALFORMED[name]
    if isinstance(content, list):
        content = json.dumps({"schema": "keyguard-rotation/1", "rotations": content})
    leak.write(FILE_NAME, content)
    assert rotation(leak, "show").code == 2
    assert rotation(leak, "start").code == 2
    audited = keyguard("audit", cwd=leak.path)
    assert audited.code == 1, "a reminder does not fail"
    assert FILE_NAME in audited.err
    assert (leak.path / FILE_NAME).read_text() == content


def test_text_of_the_file_is_made_harmless(leak: Repository) -> None:
    steps = [{"step": "started", "date": "2026-01-31", "by": f"::error::\x1b[31m\n{KEY}"}]
    rotations = [{"digest": DIGEST, "kind": "staging-key", "steps": steps}]
    leak.write(FILE_NAME, json.dumps({"schema": "keyguard-rotation/1", "rotations": rotations}))
    for format in ("text", "json"):
        result = rotation(leak, "show", "-f", format)
        assert result.code == 0
        assert "\x1b" not in result.out
        assert "\n::" not in result.out


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes by name")
def test_nothing_waits_for_a_pipe(leak: Repository) -> None:
    os.mkfifo(leak.path / FILE_NAME)
    assert rotation(leak, "show").code == 2
    assert FILE_NAME in keyguard("audit", cwd=leak.path).err
