"""What can't be merged: lines that no worker wrote, and what is neither these nor a store."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from keyguard.fleet.records import RepositoryState
from tests.fleet.made import HERE, scanned, write_result
from tests.fleet.store.merge.merging import KEY, found, merge, report, run
from tests.tools import Repository, keyguard

FINDING: dict[str, Any] = {
    "rule": "production-key", "severity": "high", "confidence": "high", "message": "x", "fix": "x",
    "fingerprint": "0" * 32, "credential": {"kind": "production-key", "vendor": "connexease",
    "redacted": "pk_****", "digest": "1" * 32}, "environment": "none", "surface": "none",
    "path": "a", "line": 1, "column": 1, "end_line": 1, "end_column": 2, "via": [],
    "occurrences": 1, "commit": None, "author": None, "date": None, "state": "head",
    "suppressed": None,
}  # fmt: skip
REPOSITORY = {
    "type": "repository", "source": "a", "network": "n", "state": "scanned", "reason": "",
    "head": "", "size": 0,
}  # fmt: skip
STAMPED = {"type": "stamp", "version": "1", "rules": "1", "settings": "1"}
END = {"type": "end"}


def found_in(**changes: object) -> dict[str, object]:
    return {"type": "finding", "source": "a", "finding": {**FINDING, **changes}}


MALFORMED = {
    "no end": [STAMPED, REPOSITORY, found_in()],
    "cut short": [STAMPED, REPOSITORY, '{"type": "fin'],
    "no object": [STAMPED, "[]", END],
    "another type": [STAMPED, {"type": "secret"}, END],
    "a field more": [STAMPED, {**REPOSITORY, "x": 1}, END],
    "a field less": [{"type": "stamp", "version": "1"}, END],
    "another state": [STAMPED, {**REPOSITORY, "state": "fine"}, END],
    "a list for a text": [STAMPED, {**REPOSITORY, "head": ["a"]}, END],
    "a text for a number": [STAMPED, {**REPOSITORY, "size": "many"}, END],
    "a huge number": [STAMPED, REPOSITORY, found_in(line=10**30), END],
    "no number": [STAMPED, REPOSITORY, found_in(line="\x1b[31m"), END],
    "a value for a digest": [STAMPED, REPOSITORY, found_in(fingerprint=KEY), END],
    "another severity": [STAMPED, REPOSITORY, found_in(severity="fatal"), END],
    "another environment": [STAMPED, REPOSITORY, found_in(environment="moon"), END],
    "no credential": [STAMPED, REPOSITORY, found_in(credential=None), END],
    "nothing at all": [],
    "no JSON": ["keyguard"],
    "bytes": [b"\xff\xfe"],
    "deep": ["[" * 100_000],
}


@pytest.mark.parametrize("lines", MALFORMED.values(), ids=MALFORMED)
def test_what_no_worker_wrote_is_told_and_the_rest_is_merged(
    tmp_path: Path, leaky: Repository, lines: list[Any]
) -> None:
    write_result(tmp_path / "lines", "n1", *scanned("good", leaky))
    bad = tmp_path / "lines" / "n0.jsonl"
    written = [each if isinstance(each, (str, bytes)) else json.dumps(each) for each in lines]
    bad.write_bytes(b"\n".join(x if isinstance(x, bytes) else x.encode() for x in written))
    result = merge(tmp_path / "all", tmp_path / "lines", code=2)
    assert result.err == (
        f"keyguard: {bad} is not a whole result, so nothing of it was taken; scan its repositories "
        "again.\n"
    )
    document = report(tmp_path / "all")
    assert [each["repository"] for each in document["repositories"]] == [f"{HERE}good"]


def test_the_sample_that_others_are_made_of_is_whole(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(
        "\n".join(map(json.dumps, [STAMPED, REPOSITORY, found_in(), END]))
    )
    merge(tmp_path / "all", tmp_path / "a.jsonl")
    assert found(report(tmp_path / "all")) == [("a", "a", "head")]


WRONG = [
    (["nothing"], "holds neither a fleet's store nor result lines"),
    (["all"], "is the store that is merged into"),
    (["all/fleet.db"], "is the store that is merged into"),
    (["text"], "is no database"),
    ([], "Missing argument"),
]


@pytest.mark.parametrize(("from_", "said"), WRONG)
def test_what_can_not_be_merged_is_told(
    tmp_path: Path, leaky: Repository, from_: list[str], said: str
) -> None:
    run(tmp_path / "all", RepositoryState("a", "", "scanned"))
    (tmp_path / "nothing").mkdir()
    (tmp_path / "text").write_text("nothing\n" * 100)
    result = keyguard("fleet", "merge", "all", *from_, cwd=tmp_path)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert result.err.count("\n") == 1


def test_a_merge_that_is_not_whole_is_a_gap_until_all_was_read_again(
    tmp_path: Path, leaky: Repository
) -> None:
    lines = tmp_path / "lines"
    write_result(lines, "n1", *scanned("a", leaky))
    (lines / "n2.jsonl").write_text("")
    merge(tmp_path / "all", lines, code=2)
    assert [gap["kind"] for gap in report(tmp_path / "all")["gaps"]] == ["run"]
    later = run(tmp_path / "later", *scanned("a", leaky), *scanned("b", leaky))
    merge(tmp_path / "all", later)
    assert report(tmp_path / "all")["complete"]
