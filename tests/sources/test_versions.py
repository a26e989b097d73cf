"""Versions of a large file are found to hold what each of them, read alone, holds."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence

import pytest

from keyguard import decode
from keyguard.detect.detector import Detector, widened_prefilter
from keyguard.gitrepo.history import walk
from keyguard.gitrepo.repository import Repository as Opened
from keyguard.model import Blob
from keyguard.pipeline.screen import Screener
from keyguard.prefilter.select import HistoryPrefilter
from keyguard.settings import Settings
from keyguard.sources.history import HistorySource
from tests.gitrepo.repositories import all_objects
from tests.samples import production_key, webhook_secret
from tests.tools import Repository

SETTINGS = Settings()
DETECTOR = Detector.for_settings(SETTINGS)
PREFILTER = HistoryPrefilter(SETTINGS.key_format)
FILLERS = {
    "ascii": "the quick brown fox jumps over {} lazy dogs and is off\n",
    "accents": "Größe {} für möglichst viele Fälle, naïveté à côté\n",
    "japanese": "これは長い文章です。{} 何も含まれていません。もう一度読んでください。\n",
}
CLUES = (
    'webhook_secret = os.environ["WEBHOOK_SECRET"]\n',
    "webhook:\n  url: https://example.com/hook\n  secret: ${SECRET}\n",
    "webhookSecret: process.env.WEBHOOK_SECRET,\n",
    "# set the webhook secret in the console of connexease\n",
    *["webhooks:\n" + "  enabled: true\n  destination: https://example.com/x\n" * 3] * 3,
    "API_KEY=pk_{}\n".format("x" * 32),
    "\\u0070k\\u005f and %70k%5f\n",
    "headers = {'Authorization': 'Bearer ' + token}\n",
)
CHANGES = (
    "nothing of interest\n",
    "  url: https://gateway.connexease.com/v1/wa/message\n",
    "  secret: hunter2\n",
    "## Webhooks\n",
    f"key = {production_key('versions')}\n",
    *[f"  secret: {webhook_secret('versions')}\n"] * 3,
    f'webhook_secret = "{webhook_secret("versions")}"\n',
    "  # example, not a real value\n",
)


class Counting(Screener):
    """Counts the versions that were judged by their changes."""

    settled = 0

    def is_clean(
        self, text: bytes, zones: Sequence[tuple[int, int]], reach: tuple[int, int]
    ) -> bool:
        clean = super().is_clean(text, zones, reach)
        self.settled += clean
        return clean


def versions(filler: str, seed: int, count: int = 60) -> list[str]:
    """Each differs from the one before in a line or two."""
    chance = random.Random(f"{filler} {seed}")
    lines = [filler.format(number) for number in range(2_400)]
    for clue in CLUES:
        spot = chance.randrange(len(lines))
        lines[spot:spot] = clue.splitlines(keepends=True)
    made = []
    for _ in range(count):
        spots = [line for line, text in enumerate(lines) if "hook" in text] or [0]
        for _ in range(chance.randint(1, 2)):
            distance = chance.choice([6, 6, 60, len(lines)])
            place = max(0, chance.choice(spots) + chance.randint(-distance, distance))
            if chance.random() < 0.5:
                lines.insert(place, chance.choice(CHANGES))
            else:
                del lines[place : place + 1]
        made.append("".join(lines))
        if chance.random() < 0.5:
            lines = [line for line in lines if line not in CHANGES]
    return made


@pytest.mark.parametrize("filler", FILLERS.values(), ids=FILLERS)
@pytest.mark.parametrize("seed", range(2))
def test_reads_as_much_of_versions_as_of_each_alone(
    repository: Repository, filler: str, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walk, "LARGE_FOR_ITS_REACH", 1)
    repository.git("fast-import", "--quiet", stdin=b"".join(commits(versions(filler, seed))))
    repository.git("repack", "-adfq", "--depth=50", "--window=50")
    screener = Counting(DETECTOR, PREFILTER, SETTINGS.limits)
    source = HistorySource(
        Opened.find(repository.path), widened_prefilter(PREFILTER, DETECTOR), screener, 10_000_000
    )
    found = {item.id for item in source.items() if isinstance(item, Blob)}
    blobs = [
        Blob(object_.id, object_.data)
        for object_ in all_objects(repository).values()
        if object_.type == "blob"
    ]
    assert found == {blob.id for blob in blobs if holds_something(blob)}
    assert 0 < len(found) < len(blobs)
    assert screener.settled > 0


def commits(texts: Iterable[str]) -> Iterator[bytes]:
    """A history of one file, as git-fast-import(1) takes it."""
    for number, text in enumerate(texts):
        content = text.encode()
        yield b"commit refs/heads/main\ncommitter A <a@b> %d +0000\ndata 0\n" % number
        yield b"M 100644 inline file\ndata %d\n%s\n" % (len(content), content)


def holds_something(blob: Blob) -> bool:
    views = decode.views(blob, widened_prefilter(PREFILTER, DETECTOR), SETTINGS.limits)
    return any(True for view in views for _ in DETECTOR.detect(view))
