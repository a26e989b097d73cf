"""Which files git stores in another form, asked of one git however many there are."""

from __future__ import annotations

import pytest

from keyguard.errors import KeyguardError
from keyguard.gitrepo.command.check_attr import AT_A_TIME, Filters
from keyguard.gitrepo.repository import Repository as Opened
from tests.tools import Repository

SEALED = [b"sealed/%s/%03d.env" % (b"long" * 20, number) for number in range(200)]
PLAIN = [b"plain/%03d.env" % number for number in range(200)]


@pytest.fixture
def filters(repository: Repository) -> Filters:
    """Those of a repository that encrypts one folder."""
    repository.write(".gitattributes", "sealed/** filter=git-crypt\n*.bin filter=lfs\n")
    repository.commit()
    return Filters(Opened.find(repository.path))


def test_knows_those_among_more_than_a_pipe_holds(filters: Filters) -> None:
    assert sum(map(len, SEALED)) > 4 * AT_A_TIME
    for _ in range(2):
        assert filters.among([*PLAIN, *SEALED, b"large.bin"]) == set(SEALED)
    assert filters.among([]) == set()


def test_a_git_that_has_ended_is_asked_anew(filters: Filters) -> None:
    assert filters.among(SEALED[:1]) == set(SEALED[:1])
    process = filters._git._process
    assert process is not None
    process.kill()
    process.wait()
    assert filters.among(SEALED) == set(SEALED)


def test_a_git_that_fails_says_why(filters: Filters, repository: Repository) -> None:
    (repository.path / ".git" / "index").write_bytes(b"DIRC damaged")
    with pytest.raises(KeyguardError, match="git check-attr failed"):
        filters.among(SEALED)
