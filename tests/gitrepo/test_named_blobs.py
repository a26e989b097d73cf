"""One git that goes on answering says what a git of its own says of each name."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from keyguard.gitrepo.command.cat_file import NamedBlobs, blob_at
from keyguard.gitrepo.repository import Repository as Opened
from tests.tools import Repository

CONTENTS = {
    "plain.txt": "two\nlines\n",
    "no end of line": "text",
    "empty": "",
    "folder/inner.json": '{"a": 1}\n',
    "looks missing": "an answer that is missing\n",
    "two\nlines.txt": "behind a line break\n",
}
LINKS = {"link": "folder/inner.json", "dangling": "nowhere", "out": "/etc/hostname", "loop": "loop"}
ASKED = (
    "plain.txt", "nowhere.txt", "folder", "empty", "link", "dangling", "out", "loop",
    "plain.txt/below", "no end of line", "looks missing", "two\nlines.txt", "", "plain.txt",
)  # fmt: skip


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository.create(tmp_path / "r")
    for name, target in LINKS.items():
        os.symlink(target, made.path / name)
    made.commit(**CONTENTS)
    return made


def test_answers_are_those_of_a_git_for_each(repository: Repository) -> None:
    opened = Opened.find(repository.path)
    named = NamedBlobs(opened)
    revisions = [f"{commit}:{path}" for commit in ("HEAD", "0" * 40) for path in ASKED]
    answers = [named.read(revision) for revision in revisions]
    assert answers == [blob_at(opened, revision) for revision in revisions]
    assert [content for content in answers if content is not None] == [
        CONTENTS[LINKS.get(path, path)].encode()
        for path in ASKED
        if LINKS.get(path, path) in CONTENTS and "\n" not in path
    ]


def test_an_object_that_is_damaged_is_none_and_ends_nothing(repository: Repository) -> None:
    damaged = repository.git("rev-parse", "HEAD:plain.txt").strip()
    path = repository.path / ".git" / "objects" / damaged[:2] / damaged[2:]
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-9])
    named = NamedBlobs(Opened.find(repository.path))
    read = [named.read(f"HEAD:{name}") for name in ("empty", "plain.txt", "folder/inner.json")]
    assert read == [b"", None, b'{"a": 1}\n']
