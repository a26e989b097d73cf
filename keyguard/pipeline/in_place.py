"""Finds every credential of contents in their places, each by the one part that owns it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from keyguard import decode
from keyguard.decode.text_windows import Window, in_whole, windows_of
from keyguard.detect.detector import Detector, topics_of, widened_prefilter
from keyguard.model import Blob, Detection, Place, Problem, ScreenVerdict, Skip, Span, State, View
from keyguard.model.piece import LARGE
from keyguard.model.source import Located
from keyguard.model.source_map import Deduplicator, outermost
from keyguard.pipeline.known_texts import KnownTexts
from keyguard.prefilter.handler_clues import may_be_handler
from keyguard.settings import Limits, Settings
from keyguard.suppress import is_excluded

EXCLUDED = Skip("not readable, and excluded in the configuration")

Found = Detection | Problem | Skip
"""The credentials in a place, or why they are not known."""


def find_in_place(
    blobs: Iterable[Blob], located: Located, detector: Detector, settings: Settings
) -> Iterator[tuple[Found, Place]]:
    """Every credential with its place, and the problems.

    A file's name says how to read it, so content is looked at once for each place.
    """
    known_texts = KnownTexts(detector, widened_prefilter(detector.prefilter, detector))
    deduplicator, id_ = Deduplicator(), ""
    for blob in blobs:
        places = blob.places or located.places.get(blob.id, ())
        if blob.id != id_ or not (blob.piece or blob.file):
            deduplicator, id_ = Deduplicator(), blob.id
        located_blob = blob if blob.places else _located(blob, places, settings.limits)
        for view, own in _views(located_blob, known_texts, settings.limits):
            if isinstance(view, Problem):
                yield from _unread(view, places, settings)
                continue
            for place in places:
                known = view._replace(blob=view.blob._replace(places=(place,)))
                detected = known_texts.detections(known)
                credentials = _look(known, detected, detector, deduplicator, own)
                yield from ((found, place) for found in credentials)
        if blob.piece is not None and blob.piece.start:
            continue
        is_whole = blob.piece is None and not blob.file and len(blob.data) <= LARGE
        for place in places:
            here = blob._replace(places=(place,))
            if detector.custom is not None:
                yield from ((found, place) for found in detector.custom.in_place(here))
            if is_whole and may_be_handler(here, settings):
                from keyguard.pipeline.handlers import find_handlers  # few files hold any

                looked = find_handlers(here, place, settings.webhook_headers)
                yield from ((found, place) for found in looked)


def _located(blob: Blob, places: Sequence[Place], limits: Limits) -> Blob:
    """A blob in its places. What was seen inside of it counts if their names say no more."""
    located = blob._replace(places=tuple(places))
    if located.inside and decode.depends_on_name(located, limits):
        return located._replace(inside=())
    return located


_Seen = tuple["View | Problem", "Span | None"]
"""What a blob says, and the characters of its text that it answers for, if not for all."""


def _views(blob: Blob, known_texts: KnownTexts, limits: Limits) -> Iterator[_Seen]:
    """All readable text of a blob that can hold something; of a large one what is around that, with
    the characters that it answers for. None of code that holds nothing."""
    if blob.screened is ScreenVerdict.CODE:
        return
    if blob.inside:
        yield from _inside(blob, known_texts, limits)
        return
    parts = windows_of(decode.view_of(blob), blob, topics_of) if blob.windows else ()
    if parts:
        yield from _in_windows(parts, known_texts, limits)
    else:
        yield from ((view, None) for view in decode.views(blob, known_texts.prefilter, limits))


def _inside(blob: Blob, known_texts: KnownTexts, limits: Limits) -> Iterator[_Seen]:
    """What the texts say that are known to be in an archive, and why not all of it can be read."""
    opened = blob._replace(inside=())
    for each in blob.inside:
        if isinstance(each, Problem):
            yield each, None
            continue
        inside = opened, each, known_texts.prefilter, limits
        screened = Blob("", each.data, windows=each.windows)
        parts = windows_of(decode.view_inside(*inside), screened, topics_of) if each.windows else ()
        if parts:
            yield from _in_windows(parts, known_texts, limits)
        else:
            yield from ((view, None) for view in decode.views_inside(*inside))


def _in_windows(
    parts: Iterable[Window], known_texts: KnownTexts, limits: Limits
) -> Iterator[_Seen]:
    for part in parts:
        yield part.view, part.own
        if known_texts.is_worth_decoding(part.view):
            decoded = decode.decoded_of_window(part.view, known_texts.prefilter, limits)
            yield from ((view, part.own) for view in decoded)


def _look(
    view: View,
    detected: Iterable[Detection],
    detector: Detector,
    deduplicator: Deduplicator,
    own: Span | None,
) -> Iterator[Detection | Problem]:
    for each in _in_whole(view, detected):
        if _belongs(each, own) and deduplicator.is_new(each):
            yield each
    for found in detector.custom.find(view) if detector.custom is not None else ():
        if isinstance(found, Problem) or (_belongs(found, own) and deduplicator.is_new(found)):
            yield found


def _belongs(found: Detection, own: Span | None) -> bool:
    """Whether no other part of the content answers for it, which sees it as well."""
    if own is not None and not own[0] <= outermost(found)[1] < own[1]:
        return False
    if found.view.blob.piece is None:
        return True
    from keyguard.pipeline.in_pieces import is_own  # few contents are so large

    return is_own(found)


def _in_whole(view: View, detected: Iterable[Detection]) -> Iterable[Detection]:
    """What was found in a view, as parts of the whole if it is a window of that."""
    whole, begin = in_whole(view)
    if whole is view:
        return detected
    return (
        each._replace(view=whole, start=begin + each.start, end=begin + each.end)
        for each in detected
    )


def _unread(
    problem: Problem, places: Sequence[Place], settings: Settings
) -> Iterator[tuple[Problem | Skip, Place]]:
    """What of some content was not read: no matter if that is excluded in all of its places."""
    counting = [place for place in places if not is_excluded(place.path, settings)]
    if counting:
        yield _in_version(problem, counting[0]), counting[0]
    elif places:
        yield EXCLUDED, places[0]


def _in_version(problem: Problem, place: Place) -> Problem:
    """The problem at a place, with the commit to look for it in if HEAD has another version."""
    told = problem.message
    if place.commit is not None and place.state is not State.HEAD:
        told = f"as of commit {place.commit.id[:10]}, {told}"
    return problem._replace(path=place.path, message=told)
