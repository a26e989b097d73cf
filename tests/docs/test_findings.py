"""The list of findings names every script, and none that is gone."""

from __future__ import annotations

import re

from tests.docs.pages import PROJECT

FINDINGS = PROJECT / "findings"


def test_every_script_is_in_the_list() -> None:
    rows = re.findall(
        r"^\| \[([a-z0-9-]+)\]\(([a-z0-9-]+)\.sh\) \|", (FINDINGS / "README.md").read_text(), re.M
    )
    assert all(name == file for name, file in rows)
    assert sorted(file for _, file in rows) == sorted(each.stem for each in FINDINGS.glob("*.sh"))
