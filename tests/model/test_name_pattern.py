"""Names that tell what a file is are seen alike, name by name and among many."""

from __future__ import annotations

import pytest

from keyguard.formats.table import NAMED_ONLY
from keyguard.model.at_once import AT_ONCE
from keyguard.model.name_pattern import NO_NAMES

TELLING = (b"a.br", b"dir/a.z01", b"a.zip.001", b"a.tgz.aa", b".7z.part12", b"a.br.br")
OTHERS = (b"a.bra", b"br", b"a.zip", b"a.z1", b"a.br.txt", b"")


@pytest.fixture(autouse=True, params=["by re", "at once"])
def _engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "by re":
        monkeypatch.setattr(AT_ONCE, "compile", None)
    else:
        pytest.importorskip("keyguard.prefilter.hyperscan_cache")


def as_in_a_tree(*names: bytes) -> bytes:
    return b"".join(b"100644 %s\0%s" % (name, bytes(range(20))) for name in names)


@pytest.mark.parametrize("name", TELLING)
def test_is_seen_among_others(name: bytes) -> None:
    names = as_in_a_tree(*OTHERS, name, *OTHERS)
    assert NAMED_ONLY.fits(name)
    assert NAMED_ONLY.may_be_in(names)
    assert [*NAMED_ONLY.ends_in(names)] == [names.index(name + b"\0") + len(name) + 1]


def test_others_are_not_seen() -> None:
    assert not any(map(NAMED_ONLY.fits, OTHERS))
    names = as_in_a_tree(*OTHERS, b"a.b\nr")
    assert not NAMED_ONLY.may_be_in(names)
    assert [*NAMED_ONLY.ends_in(names)] == []


def test_without_an_expression_no_name_is() -> None:
    assert not any(map(NO_NAMES.fits, (*TELLING, *OTHERS)))
    assert not NO_NAMES.may_be_in(as_in_a_tree(*TELLING))
