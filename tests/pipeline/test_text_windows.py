"""What is judged of a large text by its parts is what is judged of it as a whole."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import pytest

from keyguard.decode.text_windows import AROUND
from keyguard.detect.detector import Detector
from keyguard.model import Blob, Detection, PackedText, Place, Problem, Region, Skip, State
from keyguard.model.source import Located
from keyguard.model.source_map import outermost, way
from keyguard.pipeline.in_place import find_in_place
from keyguard.pipeline.screen import Screener
from keyguard.prefilter.select import FastPrefilter
from keyguard.settings import KeyFormat, Settings
from tests.decode.encoders import zipped
from tests.pipeline.test_screen import FILLERS, HITS, with_fillers
from tests.samples import production_key, webhook_secret

DETECTOR = Detector.for_format(KeyFormat())
SETTINGS = Settings()
SCREENER = Screener(DETECTOR, FastPrefilter(KeyFormat()), SETTINGS.limits)
PLACE = Place(b"config/settings.yaml", State.TREE)

Seen = Detection | Problem | Skip


def far(filler: str) -> str:
    """So much of a filler that no part reaches across it."""
    return filler * (5 * AROUND // 2 // len(filler))


def judged(blob: Blob) -> list[Seen]:
    located = Located({blob.id: (PLACE,)})
    return [found for found, _ in find_in_place([blob], located, DETECTOR, SETTINGS)]


def described(found: Seen) -> tuple[object, ...]:
    """All that a report can tell of it."""
    if not isinstance(found, Detection):
        return (found,)
    view, start, end = outermost(found)
    lines = Region(view.text.count("\n", 0, start), start, view.text.count("\n", 0, end), end)
    return (lines, view.text, way(found), *found[3:])


def seen(data: bytes) -> Blob:
    blob = Blob("id", data)
    result = SCREENER.screen(blob)
    return blob._replace(windows=result.windows, inside=result.inside)


ENCODINGS = ("utf-8", "utf-8-sig", "latin-1", "utf-16", "utf-32-be")


@pytest.mark.parametrize(
    ("turn", "encoding", "packed"),
    [*((*each, False) for each in enumerate(ENCODINGS)), (1, "utf-8", True), (2, "latin-1", True)],
)
def test_parts_show_what_the_whole_shows(turn: int, encoding: str, packed: bool) -> None:
    shown = parts = 0
    pairs = list(zip(HITS[turn::10], HITS[turn + 5 :: 10], strict=False))
    for (first, second), filler in with_fillers(pairs, turn):
        text = f"{far(filler)}\n{first}\n{far(filler)}\n{second}\n{far(filler)}"
        data = text.encode(encoding, "replace")
        blob = seen(zipped(data) if packed else data)
        in_parts = sorted(map(described, judged(blob)), key=repr)
        whole = sorted(map(described, judged(blob._replace(windows=(), inside=()))), key=repr)
        assert in_parts == whole, (first, second)
        shown += len(whole)
        texts = [each for each in blob.inside if isinstance(each, PackedText)]
        parts += sum(len(each.windows) for each in (blob, *texts))
    assert shown > len(pairs) / 2
    assert parts > len(pairs) / 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-32", "utf-32-be"])
def test_positions_are_those_of_characters_of_any_width(encoding: str) -> None:
    """Characters of two units in UTF-16 are in front of what is found, and between."""
    filler = far("\U0001f511 zażółć 日本語\n")
    text = "".join(f"{filler}KEY={production_key(seed)}\n" for seed in range(3))
    blob = seen(text.encode(encoding))
    assert len(blob.windows) == 3
    assert [outermost(each)[1] for each in judged(blob) if isinstance(each, Detection)] == [
        text.index(production_key(seed)) for seed in range(3)
    ]


@pytest.mark.parametrize("pack", [bytes, zipped, gzip.compress])
def test_only_parts_of_a_large_text_are_read(
    pack: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    read = []
    detect = Detector.detect

    def noting(self: Detector, view: object) -> object:
        read.append(len(view.text))  # type: ignore[attr-defined]
        return detect(self, view)  # type: ignore[arg-type]

    filler = far(FILLERS["ascii"])
    blob = seen(pack(f"{filler}\nKEY={production_key()}\n{filler}".encode()))
    monkeypatch.setattr(Detector, "detect", noting)
    assert judged(blob)
    assert 0 < sum(read) < 3 * AROUND


def test_the_rest_of_a_manifest_is_seen() -> None:
    """It tells that a value is base64, from further away than anything else."""
    filler = far("  # as before\n")
    between = "  # as before\n" * (9_000 // len("  # as before\n"))
    value = "YWRtaW5hZG1pbmFkbWluYWRtaW5hZG1pbg=="
    manifest = f"kind: Secret\ndata:\n{between}  WEBHOOK_SECRET: {value}\n"
    blob = seen(f"{filler}{manifest}{filler}".encode())
    assert blob.windows
    (found,) = judged(blob)
    (whole,) = judged(blob._replace(windows=()))
    assert isinstance(found, Detection)
    assert found.weakness
    assert described(found) == described(whole)


def test_what_the_rest_speaks_of_counts() -> None:
    filler = far(FILLERS["ascii"])
    for rest in ("about webhooks\n", ""):
        blob = seen(f'{rest}{filler}\nsigning_secret = "{webhook_secret()}"\n{filler}'.encode())
        assert len(judged(blob)) == bool(rest)
        assert bool(blob.windows) == bool(rest)
