"""What a rule's documentation shows before, the rule finds; what it shows after, it does not."""

from __future__ import annotations

import re
from textwrap import dedent

import pytest

from keyguard.rules import Rule, all_rules
from tests.docs.shop import filled
from tests.tools import Repository, scan_json

RULES = all_rules().values()

_EXAMPLE = re.compile(
    r"^(?P<when>Before|After), in `(?P<path>[^`\n]+)`[^\n]*:\n\n(?P<text>(?:    [^\n]*\n)+)",
    re.MULTILINE,
)


def examples(documentation: str, when: str) -> dict[str, str]:
    """The files that a rule shows before or after, by path."""
    return {
        example["path"]: dedent(example["text"])
        for example in _EXAMPLE.finditer(f"{documentation}\n")
        if example["when"] == when
    }


def found(repository: Repository, files: dict[str, str]) -> set[str]:
    """The rules that fire on these files, tracked by git."""
    for path, text in files.items():
        repository.write(path, filled(text))
    repository.commit()
    return {rule for rule, _ in scan_json("scan", cwd=repository.path).found}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_before(rule: Rule, repository: Repository) -> None:
    assert rule.id in found(repository, examples(rule.documentation, "Before"))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_after(rule: Rule, repository: Repository) -> None:
    files = examples(rule.documentation, "After")
    assert files
    assert rule.id not in found(repository, files)


def test_a_setting_is_shown_as_both_files_spell_it() -> None:
    told = [rule for rule in RULES if ".keyguard.toml" in rule.documentation]
    assert len(told) > 3
    for rule in told:
        assert "`pyproject.toml`" in " ".join(rule.documentation.split())
        tables = re.findall(r"^    \[([\w.]+)\]$", rule.documentation, re.MULTILINE)
        for table in tables:
            assert f"[tool.keyguard.{table}]" in rule.documentation
