"""Windows take in all that a detector looks at, and no detector looks at more than it says."""

from __future__ import annotations

import json

import pytest

from keyguard import decode
from keyguard.decode.text_windows import AROUND
from keyguard.detect.detector import Detector
from keyguard.detect.reach import reach_of, reaches
from keyguard.detect.webhook.comparison.constants import CONSTANT_REACH
from keyguard.detect.webhook.header import LONGEST_SECRET
from keyguard.detect.webhook.selection import MANIFEST_REACH
from keyguard.model import Blob, Detection, Problem
from keyguard.pipeline.screen import Screener
from keyguard.prefilter.select import CluePrefilter, FastPrefilter
from keyguard.settings import KeyFormat
from tests.pipeline.edges import EDGES, Edge
from tests.samples import webhook_secret
from tests.tools import Repository, keyguard

FORMAT = KeyFormat()
DETECTOR = Detector.for_format(FORMAT)
PREFILTERS = [CluePrefilter(FORMAT), FastPrefilter(FORMAT)]
FILLERS = {
    "ascii": "total = total + each * 3  # and so on\n" * 400,
    "accents": "naïveté à côté, für möglichst viele Fälle\n" * 400,
}
HEADER_REACH = 1_400
"""Characters from the word in a mail's header to the end of a clue. Nothing else needs as many."""
ABOUT = "# webhook\n"
"""At the head of a file: what it is about counts wherever it is said."""


def edge_id(edge: Edge) -> str:
    return edge.title


def credentials(text: str) -> list[Detection]:
    """What a look at all of a text finds."""
    views = decode.views(Blob("id", text.encode()), PREFILTERS[1])
    return [
        found for view in views if not isinstance(view, Problem) for found in DETECTOR.detect(view)
    ]


def is_seen(prefilter: CluePrefilter, text: str) -> bool:
    """Whether a look at the windows around the clues finds anything."""
    return bool(Screener(DETECTOR, prefilter).screen(Blob("id", text.encode())).verdict)


def within(filler: str, text: str) -> str:
    return f"{ABOUT}{filler}\n{text}\n{filler}"


@pytest.mark.parametrize("edge", EDGES, ids=edge_id)
def test_nothing_is_found_any_further(edge: Edge) -> None:
    """Else a detector looks farther than it says, and windows are too small for it."""
    assert credentials(f"{ABOUT}{edge.text(0)}")
    assert not credentials(f"{ABOUT}{edge.text(1)}")


@pytest.mark.parametrize("edge", EDGES, ids=edge_id)
def test_what_is_at_the_edge_is_within_the_reach_of_its_detector(edge: Edge) -> None:
    text = within(FILLERS["ascii"], edge.text(0))
    before, after = reaches(FORMAT)[edge.detector]
    ends = PREFILTERS[1].ends(text.encode())
    assert ends is not None
    cuts = [text[max(0, end - before) : end + after] for end in (*ends.keys, *ends.plain)]
    assert cuts
    assert any(credentials(ABOUT + cut) for cut in cuts)


@pytest.mark.parametrize("prefilter", PREFILTERS, ids=["portable", "fast"])
@pytest.mark.parametrize("filler", FILLERS.values(), ids=FILLERS)
@pytest.mark.parametrize("edge", EDGES, ids=edge_id)
def test_what_is_at_the_edge_is_seen_in_a_large_file(
    prefilter: CluePrefilter, filler: str, edge: Edge
) -> None:
    assert is_seen(prefilter, within(filler, edge.text(0)))


def test_the_edge_of_a_window_is_that_of_the_longest_reach() -> None:
    """What is known of the clue in a section: it ends one character behind its word."""
    text = EDGES[0].text(0).rstrip("\n")
    assert len(text) - len("webhook{") == reach_of(FORMAT).after


@pytest.mark.parametrize("prefilter", PREFILTERS, ids=["portable", "fast"])
def test_the_header_of_a_mail_counts_as_far_as_it_says(prefilter: CluePrefilter) -> None:
    name, filler = "webhook_secret", FILLERS["ascii"]
    for too_far in (0, 1):
        begins, ends = f"{filler}quoted-printable\n", f"\n{name}"
        gap = HEADER_REACH + too_far - len("quoted-printable\n") - len(ends)
        mail = f"{begins}{'x' * gap}{ends}: =\n{webhook_secret('mail')}=3D\n{filler}"
        assert credentials(mail)
        assert is_seen(prefilter, mail) != bool(too_far)


@pytest.mark.parametrize("length", [8, 64, 512])
def test_a_longer_key_has_a_longer_reach(length: int) -> None:
    longest = max(length, reach_of(FORMAT).after)
    assert reach_of(KeyFormat(length=length)).after >= longest
    assert reach_of(KeyFormat(length=4_000)).after > 4_000


def test_what_is_judged_of_a_large_text_takes_in_every_reach() -> None:
    before, after = reach_of(FORMAT)
    assert MANIFEST_REACH + LONGEST_SECRET < AROUND
    assert CONSTANT_REACH + LONGEST_SECRET < AROUND
    assert max(before, after) < AROUND


def handler(gap: str) -> str:
    """A handler of a webhook, so far from the constant that it compares with."""
    secret = f"const SECRET = '{webhook_secret('constant')}'\n"
    return f"{ABOUT}{secret}{gap}if (req.headers.authorization !== `Bearer ${{SECRET}}`) return\n"


def test_a_constant_is_found_as_far_as_it_says() -> None:
    filler = "total = total + each\n" * 600
    far = handler(filler[: CONSTANT_REACH - 120])
    assert credentials(far)
    assert not credentials(handler(filler[: CONSTANT_REACH + 1]))


@pytest.mark.parametrize("prefilter", PREFILTERS, ids=["portable", "fast"])
def test_a_constant_in_another_window_is_seen(prefilter: CluePrefilter) -> None:
    filler = FILLERS["ascii"]
    text = f"{filler}{handler(filler[: CONSTANT_REACH - 400])}{filler}"
    assert is_seen(prefilter, text)


def test_a_constant_that_changes_far_from_its_comparison_is_found_in_a_history(
    repository: Repository,
) -> None:
    filler = FILLERS["ascii"]
    literal = f"{filler}{handler(filler[: CONSTANT_REACH - 400])}{filler}"
    secret = f"'{webhook_secret('constant')}'"
    looked_up = literal.replace(secret, "process.env.SECRET")
    for text in (looked_up, literal, looked_up, filler):
        repository.commit_file("handler.js", text)
    repository.git("repack", "-adfq", "--depth=50", "--window=50")
    result = keyguard("history", "--format=json", "--all", cwd=repository.path)
    (found,) = json.loads(result.out)["findings"]
    assert found["rule"] == "hardcoded-webhook-secret"


def test_what_is_at_the_edge_is_found_in_a_history(repository: Repository) -> None:
    """Each file has a version without it, so that the last one is judged by its change."""
    filler = FILLERS["ascii"] * 6
    for number, edge in enumerate(EDGES):
        text = within(filler, edge.text(0))
        place = text.index(edge.text(0))
        for spot in (place + len(edge.text(0)) - 4, place + 1):
            other = f"{text[:spot]}§{text[spot + 1 :]}"
            repository.commit_file(f"{number}.txt", other)
        repository.commit_file(f"{number}.txt", text)
        repository.commit_file(f"{number}.txt", filler)
    repository.git("repack", "-adfq", "--depth=50", "--window=50")
    result = keyguard("history", "--format=json", "--all", cwd=repository.path)
    paths = {found["path"] for found in json.loads(result.out)["findings"]}
    assert paths == {f"{number}.txt" for number in range(len(EDGES))}
