"""``keyguard secret --check``: the exit code, and what is said of a secret."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.samples import production_key, staging_key, webhook_secret
from tests.tools import keyguard


@pytest.mark.parametrize(
    ("secret", "code", "said"),
    [
        (webhook_secret("check"), 0, "strong: "),
        ("hunter2", 1, "the documented minimum is 32"),
        (production_key("check"), 1, "weak: this is a key of the Gateway"),
        (staging_key("check"), 1, "weak: this is a key of the Gateway"),
    ],
)
def test_check(secret: str, code: int, said: str, tmp_path: Path) -> None:
    result = keyguard("secret", "--check", cwd=tmp_path, stdin=f"{secret}\n")
    assert (result.code, said in result.err, secret in result.err) == (code, True, False)
