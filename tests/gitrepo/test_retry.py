"""While git replaces a pack its index may be missing or half written: that passes by itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from keyguard.gitformat.types import GitObject, Unreadable
from keyguard.gitrepo.objects import pack_dir
from tests.gitrepo.prefilters import read
from tests.gitrepo.repositories import whole, write_pack

UNFINISHED: dict[str, Callable[[Path], object]] = {
    "no index": Path.unlink,
    "half an index": lambda index: index.write_bytes(index.read_bytes()[:500]),
    "an empty index": lambda index: index.write_bytes(b""),
}


@pytest.mark.parametrize("unfinished", UNFINISHED.values(), ids=UNFINISHED)
@pytest.mark.parametrize("pauses", range(1, pack_dir.ATTEMPTS + 1))
def test_an_index_that_git_is_writing_is_waited_for(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    unfinished: Callable[[Path], object],
    pauses: int,
) -> None:
    """Git is done with it in one of the pauses, or too late."""
    index = write_pack(tmp_path, [whole(b"content")]).with_suffix(".idx")
    sound = index.read_bytes()
    unfinished(index)
    lengths = []

    def pause(seconds: float) -> None:
        lengths.append(seconds)
        if len(lengths) == pauses:
            index.write_bytes(sound)

    monkeypatch.setattr(pack_dir, "sleep", pause)
    (found,) = read(tmp_path)
    in_time = pauses < pack_dir.ATTEMPTS
    assert isinstance(found, GitObject if in_time else Unreadable)
    assert len(lengths) == min(pauses, pack_dir.ATTEMPTS - 1)
    assert all(seconds > 0 for seconds in lengths)
