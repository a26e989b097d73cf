"""Expressions that an earlier run has compiled are what Python would compile, and nobody else's."""

from __future__ import annotations

import marshal
import re
import sys
from pathlib import Path

import pytest

from keyguard.storage import kept_patterns
from keyguard.storage.kept_patterns import KEPT_AS, KeptPatterns
from tests.model.lazy_patterns import every_lazy_pattern
from tests.samples import production_key
from tests.tools import Repository, keyguard

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="the cache is elsewhere"),
    pytest.mark.skipif(sys.version_info < (3, 11), reason="its steps have other names"),
]

TEXTS = [(f"{number}(?P<rest>[a-z]{{{number}}})", re.IGNORECASE) for number in range(1, 20)]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a user's cache, empty."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache/keyguard"


def kept() -> KeptPatterns:
    """Patterns that were compiled and stored."""
    patterns = KeptPatterns("1")
    for text, flags in TEXTS:
        patterns.compile(text, flags)
    patterns.keep()
    return patterns


def plant_nothing(file: Path) -> None:
    """Puts patterns that match nothing in the place of all that are kept."""
    _, *nothing = kept_patterns._form(
        kept_patterns._steps()[0].parse("(?!)(?P<rest>)", 0), kept_patterns._steps()[1], 0
    )
    index, parts = kept_patterns._load(str(file))
    planted = {}
    for key, (start, length, _) in index.items():
        flags, *_ = marshal.loads(parts[start : start + length])
        planted[key] = marshal.dumps((flags, *nothing))
    file.write_bytes(kept_patterns._content(planted))


def works() -> bool:
    """Whether the patterns, known or compiled anew, are those that Python compiles."""
    patterns = KeptPatterns("1")
    return all(patterns.compile(*each) == re.compile(*each) for each in TEXTS)


def test_every_pattern_is_known_as_it_was_compiled(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = [each.__reduce__()[1] for each in every_lazy_pattern()]
    first = KeptPatterns("1")
    for text, flags in sources:
        first.compile(text, flags)
    first.keep()
    second = KeptPatterns("1")
    monkeypatch.setattr(re, "compile", None)
    monkeypatch.setattr(kept_patterns, "_form", None)
    known = [second.compile(*source) for source in sources]
    monkeypatch.undo()
    for again, (text, flags) in zip(known, sources, strict=True):
        expected = re.compile(text, flags)
        assert again == expected
        assert again.groupindex == expected.groupindex


@pytest.mark.parametrize("damage", ["empty", "cut", "changed"])
def test_what_is_damaged_is_compiled_anew(cache: Path, damage: str) -> None:
    kept()
    (file,) = cache.iterdir()
    content = file.read_bytes()
    middle = len(content) // 2
    changed = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
    file.write_bytes({"empty": b"", "cut": content[:middle], "changed": changed}[damage])
    assert works()
    kept()
    assert file.read_bytes() == content


def test_a_python_with_other_steps_keeps_nothing(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_patterns, "_form", lambda *_: (0, []))
    kept()
    assert works()
    assert not cache.exists()


@pytest.mark.parametrize("which", ["folder", "file"])
def test_what_others_can_write_is_not_used(cache: Path, which: str) -> None:
    kept()
    (file,) = cache.iterdir()
    assert not (cache.stat().st_mode | file.stat().st_mode) & 0o077
    plant_nothing(file)
    assert not works(), "else the rest of this test shows nothing"
    path = cache if which == "folder" else file
    path.chmod(path.stat().st_mode | 0o020)
    assert works()


def test_another_version_takes_nothing(cache: Path) -> None:
    kept()
    (file,) = cache.iterdir()
    plant_nothing(file)
    assert KeptPatterns("2").compile(*TEXTS[0]) == re.compile(*TEXTS[0])


def test_a_run_that_knows_them_finds_the_same(cache: Path, repository: Repository) -> None:
    repository.write("app/config.js", f'const WEBHOOK_SECRET = "x"; send("{production_key()}")\n')
    first = keyguard("scan", "--format", "json", cwd=repository.path, own_process=True)
    assert [path.suffix for path in cache.iterdir()].count(KEPT_AS) == 1
    again = keyguard("scan", "--format", "json", cwd=repository.path, own_process=True)
    assert (again.code, again.out, again.err) == (first.code, first.out, first.err)
    assert first.code == 1
