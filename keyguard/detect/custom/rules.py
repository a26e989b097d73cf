"""Credentials that the user's own rules describe, from the configuration or a rule file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from functools import lru_cache

import regex

from keyguard.detect.custom.match import (
    example_secrets,
    has_keyword,
    lets_place_through,
    secrets,
    wants_path,
)
from keyguard.detect.text.search import lowered
from keyguard.model import (
    Blob,
    Confidence,
    CustomRule,
    Detection,
    Kind,
    Part,
    Place,
    Problem,
    State,
    View,
)
from keyguard.prefilter.keywords import Keywords
from keyguard.settings import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.detect.custom.shortlist import Guess

MOST_FAILURES = 3
"""Failures after which a rule that takes too much is not tried again: a scan has to end."""

MANY_TEXTS = 50
"""Texts from which it pays to prepare the guess: that takes as long as asking each of some hundred
rules about so many."""

_Find = Callable[[View, CustomRule], Iterator[Detection]]


class CustomRules:
    """The custom rules that are switched on in one run."""

    def __init__(self, settings: Settings) -> None:
        on = [rule for rule in settings.custom_rules if settings.is_on(rule.id)]
        self._rules = [rule for rule in on if rule.expression]
        self._file_rules = [rule for rule in on if not rule.expression]
        self._timeout = settings.pattern_timeout
        self._failures: Counter[str] = Counter()
        self._expressions = tuple(rule.expression for rule in self._rules)
        self._left = MANY_TEXTS
        self.keywords = Keywords.of(self._rules)

    def prepare(self) -> None:
        """Prepares for so much content that it pays to guess at all rules at once."""
        self._left = 0
        self._possible("")

    @property
    def know_files(self) -> bool:
        """Whether any rule knows files by their path alone."""
        return bool(self._file_rules)

    def find(self, view: View) -> Iterator[Detection | Problem]:
        """Everything that the rules describe, and a problem for each rule that failed.

        While the places of the content are not known, every path may be one that a rule means.
        """
        if _is_path_in_place(view.blob):
            yield from self._files(view)
        possible = self._possible(view.text)
        text = lowered(view.text) if possible else ""
        for number in sorted(possible):
            if has_keyword(rule := self._rules[number], text):
                yield from self._tried(view, rule, self._secrets)

    def _possible(self, text: str) -> Collection[int]:
        """The numbers of the rules that can match in a text."""
        self._left -= 1
        guess = _guess_for(self._expressions) if self._left < 0 else None
        return guess.possible(text) if guess else range(len(self._rules))

    def in_place(self, blob: Blob) -> Iterator[Detection | Problem]:
        """What the rules that match files by their path say of the places of a blob."""
        if self._file_rules and blob.part is Part.CONTENT:
            for place in blob.places:
                name = name_of(place.path)._replace(places=(place,))
                yield from self._files(View(name, place.path.decode("utf-8", "replace")))

    def know(self, path: bytes) -> bool:
        """Whether any rule matches a file by this path, or fails."""
        blob = Blob("", b"", (Place(path, State.HISTORY),))
        return any(True for _ in self.in_place(blob))

    def _files(self, view: View) -> Iterator[Detection | Problem]:
        for rule in self._file_rules:
            yield from self._tried(view, rule, _file)

    def _tried(self, view: View, rule: CustomRule, find: _Find) -> Iterator[Detection | Problem]:
        if self._failures[rule.id] >= MOST_FAILURES:
            yield _unread(view.blob, rule, "took too much before, so it was not tried here")
            return
        try:
            if wants_path(rule, view.blob.places):
                yield from find(view, rule)
        except TimeoutError:
            self._failures[rule.id] += 1
            yield _unread(view.blob, rule, "was too slow here")
        except MemoryError:  # of an expression that calls itself without end
            self._failures[rule.id] += 1
            yield _unread(view.blob, rule, "took too much memory here")
        except regex.error as error:
            yield _unread(view.blob, rule, f"has an expression that is malformed ({error})")

    def _secrets(self, view: View, rule: CustomRule) -> Iterator[Detection]:
        known = example_secrets(rule) if rule.matches else ()
        for start, end in secrets(rule, view.text, view.blob.places, self._timeout):
            if view.text[start:end] not in known:
                yield _detection(view, rule, Kind.CUSTOM, start, end)


@lru_cache(maxsize=4)
def _guess_for(expressions: tuple[str, ...]) -> Guess | None:
    """The guess at these expressions, made once a process."""
    try:
        from keyguard.detect.custom.shortlist import Guess
    except ImportError:  # a platform without a wheel of hyperscan
        return None
    return Guess(expressions)


def name_of(path: bytes) -> Blob:
    """A path as a blob of its own, whose places are not known yet."""
    return Blob("name of " + path.decode("latin-1"), path, part=Part.NAME)


def _is_path_in_place(blob: Blob) -> bool:
    """Whether a match is the whole path of the one place where it is."""
    return blob.part is Part.NAME and [place.path for place in blob.places] == [blob.data]


def _file(view: View, rule: CustomRule) -> Iterator[Detection]:
    if not lets_place_through(rule, view.blob.places):
        yield _detection(view, rule, Kind.FILE, 0, len(view.text))


def _detection(view: View, rule: CustomRule, kind: Kind, start: int, end: int) -> Detection:
    return Detection(
        view=view,
        start=start,
        end=end,
        kind=kind,
        value=view.text[start:end],
        confidence=Confidence.HIGH,
        vendor="",
        custom_rule=rule.id,
    )


def _unread(blob: Blob, rule: CustomRule, what: str) -> Problem:
    path = blob.places[0].path if blob.places else f"(object {blob.id[:12]})".encode()
    return Problem(
        path,
        f"rule {rule.id!r} {what}; make its expression simpler, give it more time "
        f"(pattern-timeout), or leave it out with `--ignore {rule.id}`.",
    )
