"""A guess at custom rules never leaves out one that matches."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("hyperscan")

from keyguard.detect.custom.shortlist import Guess, as_hyperscan_has_it  # needs hyperscan
from tests.tools import Repository, scan_json

ALIKE = (
    r"acme_[a-z0-9]{4}",
    r"(?i)[\w.-]{0,50}?(?:acme)(?:[ \t\w.-]{0,20})[\s'\"]{0,3}(?:=|>|:{1,3}=|:)([a-z0-9]{4})",
    r"\b(ak-[A-Z]{2})(?:[\x60'\"\s;]|\\[nr]|$)",
    r"(?:^|[^a])x\B",
    r"^key$",
    r"(?s)a.b",
    r"[^\s]{3}=",
    r"\Aacme",
    r"(?P<name>a|b){2,}",
    r"(?-i:Acme)|(?i:key)",
    r"x*",
    r"(?a)\b(p8e-(?i:[a-z0-9]{2}))(?:[`'\" ;]|[\\][nr]|\Z)",
    r"\W\D\S",
)
OTHERS = (
    r"(?<=acme)_",  # looks behind, which hyperscan leaves out
    r"acme(?=_)",
    r"(a)\1",
    r"(?>ac)me",
    r"a{,3}b",  # a repeat here, text there
    r"ac\Kme",
    r"\mkey\M",
    r"(?:acme){e<=1}",
    r"acme(?i)KEY",
    r"(?x) acme",
    r"\p{Lu}k",
    r"schl\u00fcssel",
    r"\vkey",
    "acme|a\0b|key",  # hyperscan reads no further than the NUL
    "acme\\\0|key",
)
BROKEN = r"(?:(?:acme){900}){900}"
"""Both read it alike, but it is too large for hyperscan."""
GUESS = Guess([*ALIKE, *OTHERS, BROKEN])
PIECES = st.sampled_from(
    [
        *("acme", "p8e-", "ACME", "Acme", "key", "KEY", "ab12", "ak-AB", "\\n", "\r\n"),
        *"_=:'`\"xab.- \n\r\t\x0b\x1c\u00e4\u212a",
    ]
)


@pytest.mark.parametrize("expression", ALIKE)
def test_is_left_to_hyperscan(expression: str) -> None:
    assert as_hyperscan_has_it(expression) is not None
    assert GUESS.possible("~") != GUESS.possible("\u00e4")


@pytest.mark.parametrize("expression", OTHERS)
def test_is_left_to_regex(expression: str) -> None:
    assert as_hyperscan_has_it(expression) is None
    assert len(ALIKE) + OTHERS.index(expression) in GUESS.possible("~")


def test_what_is_not_known_after_all_is_left_to_regex() -> None:
    assert as_hyperscan_has_it(BROKEN)
    assert len(ALIKE) + len(OTHERS) in GUESS.possible("~")


def test_leaves_out_nothing_that_matches() -> None:
    matched, left_out = set(), 0

    @given(st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=40))
    def check(text: str) -> None:
        nonlocal left_out
        possible = GUESS.possible(text)
        for number, expression in enumerate([*ALIKE, *OTHERS, BROKEN]):
            if regex.search(expression, text):
                matched.add(expression)
                assert number in possible, expression
            left_out += number not in possible

    check()
    assert len(matched) > 9
    assert left_out > 99


def test_most_rules_are_not_asked() -> None:
    assert len(GUESS.possible("nothing here")) < len(ALIKE) + len(OTHERS)


def test_histories_find_what_trees_find(repository: Repository) -> None:
    rules = [
        f"[[patterns]]\nid = 'rule-{number}'\ndescription = 'x'\nexpression = '''{expression}'''\n"
        for number, expression in enumerate([*ALIKE, *OTHERS[:4]])
        if expression != "x*"
    ]
    repository.write(".keyguard.toml", "exclude = ['.keyguard.toml']\n" + "\n".join(rules))
    for number in range(4):
        repository.write(f"{number}.txt", f"acme_ab12\nACME_KEY = ab12\nak-AB\nkey\n{number} aa\n")
    repository.commit()
    history, tree = (
        scan_json(command, "--all", cwd=repository.path) for command in ("history", "scan")
    )
    assert {each for each in history.found if each[1] != "(commit message)"} == tree.found
    assert len({rule for rule, _ in tree.found}) > 6
