"""Of the places of one finding, the one that is easiest to reach is shown."""

from __future__ import annotations

import pytest

from tests.samples import production_key
from tests.tools import Repository, keyguard, scan_json

ORDER = ("head", "index", "history", "unreachable")
WORDS = {
    "head": "still at head",
    "index": "staged for the next commit",
    "history": "only in history: in older commits of branch main",
    "unreachable": "in objects that nothing reaches",
}


def text(name: str, states: tuple[str, ...], state: str) -> str:
    """A file in one state: the later the state in the order, the earlier the line of the key."""
    if state not in states:
        return f"{name} = None  # {state}\n"
    lines = "\n" * (len(ORDER) - ORDER.index(state))
    return f'{lines}{name} = "{production_key(name)}"  # {state}\n'


SETS = {
    f"a{number}": tuple(state for bit, state in enumerate(ORDER) if number >> bit & 1)
    for number in range(1, 1 << len(ORDER))
}
"""A name for every set of states that the places of a key can have."""


@pytest.fixture
def everywhere(repository: Repository) -> Repository:
    """A file for each set of states, in each of which its key is on another line."""

    def write(state: str) -> None:
        for name, states in SETS.items():
            repository.write(f"{name}.py", text(name, states, state))

    repository.commit()
    for state in ("unreachable", "history", "head"):
        write(state)
        repository.commit(state)
        if state == "unreachable":
            repository.git("reset", "--quiet", "--soft", "HEAD^")
    repository.git("reflog", "expire", "--expire=now", "--all")
    write("index")
    repository.git("add", "--all")
    return repository


def test_the_first_state_is_shown_and_all_are_counted(everywhere: Repository) -> None:
    findings = scan_json("history", cwd=everywhere.path).json["findings"]
    assert {each["path"]: (each["state"], each["occurrences"]) for each in findings} == {
        f"{name}.py": (states[0], len(states)) for name, states in SETS.items()
    }


def test_each_state_is_told_in_its_own_words(everywhere: Repository) -> None:
    paths = {f"{name}.py": states[0] for name, states in SETS.items() if len(states) == 1}
    blocks = keyguard("history", "--verbose", cwd=everywhere.path).out.split("\n\n")
    said = {
        path: {state for state, words in WORDS.items() if words in " ".join(facts.split()).lower()}
        for path, _, facts in (block.partition("\n") for block in blocks)
        if path in paths
    }
    assert said == {path: {state} for path, state in paths.items()}


@pytest.mark.parametrize("command", ["history", "audit"])
def test_whoever_brought_a_value_is_told_by_every_rule(
    repository: Repository, command: str
) -> None:
    """That an env file is tracked is told of the newest content alone."""
    key = production_key("first")
    first = repository.commit_file(".env", f"API_KEY={key}\n")
    repository.commit_file(".env", f"MORE=1\nAPI_KEY={key}\n")
    findings = scan_json(command, cwd=repository.path).json["findings"]
    assert {each["rule"]: each["commit"] for each in findings} == {
        "production-key": first,
        "tracked-env-file": first,
    }
