"""Runs of digits that encode bytes: base64, base64url and hexadecimal.

A run may begin with characters that are not part of the encoding, or be the rest of a longer one,
so it is decoded from each of its first digits on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import compress, islice

from keyguard.encodings.digit_run import Decoded, Run, Ways
from keyguard.encodings.known_runs import KnownRuns
from keyguard.encodings.line_wrap import DIGITS, ESCAPE, JOINT, LINE
from keyguard.encodings.table import DIGIT_ENCODINGS
from keyguard.encodings.wide_runs import wide, wide_runs
from keyguard.formats.recognise import recognise
from keyguard.model.entry_point import load
from keyguard.model.patterns import lazy_pattern
from keyguard.model.prefilter import Prefilter

_RUN = lazy_pattern(
    rf"{DIGITS}{{16,}}(?:(?<={DIGITS}{{28}})|(?={JOINT}{DIGITS}{{12}}{LINE}))(?:{JOINT}{LINE})*"
)
"""Lines are taken together where each holds nothing but digits. One alone is longer."""
_ESCAPED_RUN = lazy_pattern(
    rf"\\{{0,4}}{DIGITS}+(?:(?<={DIGITS}{{28}})|(?=(?:{DIGITS}|{JOINT}|{ESCAPE}){{28}}))"
    rf"(?:{JOINT}(?:{LINE}|{DIGITS}{{0,3}}(?={ESCAPE}))|{ESCAPE}{DIGITS}+)*"
)
"""The same where digits have an escape in front of them."""
_SLASH = r"\/"
_NEAR = 128
"""Characters behind a run in which an escape may stand that is in its next line."""
_AS_DIGITS = lazy_pattern(ESCAPE)
_SHORTEST = b"d" * 16
_MARKS = bytes(ord("d") if re.match(DIGITS, chr(value)) else 0 for value in range(256))
"""Makes each digit a ``d``; what is beyond Latin-1 is none."""
_BREAK = lazy_pattern(f"{JOINT}|{ESCAPE}")
_PADDING = 2
"""Signs behind a run that belong to it: ``==``."""
_KNOWN = KnownRuns()
_DECODERS = tuple(load(each.decoder) for each in DIGIT_ENCODINGS)

_CONTROL = lazy_pattern(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def runs(text: str, prefilter: Prefilter) -> Iterator[Decoded]:
    """Every run that is worth a look, wide ones as well, in order and without overlaps."""
    found = list(_long_runs(text))
    if "\0" in text:
        found += wide_runs(text)
    known = _KNOWN.by(prefilter)
    keys = [text[each.start() : each.end() + _PADDING] for each in found]
    _learn(
        {key: each for key, each in zip(keys, found, strict=True) if key not in known}, prefilter
    )
    chosen = [
        Decoded(each.start() + start, each.start() + end, data, name, said)
        for key, each in zip(keys, found, strict=True)
        for start, end, data, name, said in known[key]
    ]
    chosen.sort(key=lambda each: each.start)  # of equal starts the first kind above stays first
    end = 0
    for each in chosen:
        if each.start >= end:
            end = each.end
            yield each


def _learn(new: Mapping[str, re.Match[str]], prefilter: Prefilter) -> None:
    """Finds out what is worth a look in these runs, of all at once."""
    # What encodes something is worth a look before it is decoded, and most of all runs is not.
    may_hold = prefilter.which_are_encoded(list(map(_raw, new.values())))
    suspects = {key: list(_readings(new[key])) for key in compress(new, may_hold)}
    chosen = iter(_worth_a_look([ways for parts in suspects.values() for ways in parts], prefilter))
    found: dict[str, tuple[Decoded, ...]] = dict.fromkeys(new, ())
    for key, parts in suspects.items():
        begin = new[key].start()
        best = filter(None, islice(chosen, len(parts)))
        found[key] = tuple(_from_its_beginning(way, begin) for way in best)
    _KNOWN.add(found)


def _from_its_beginning(way: Decoded, begin: int) -> Decoded:
    """What a run stands for, wherever that is, and what it says if it is no archive."""
    start, end, data, name, _ = way
    text = as_text(data) if recognise(data) is None else None
    return Decoded(start - begin, end - begin, data, name, text)


def _worth_a_look(parts: Sequence[Ways], prefilter: Prefilter) -> list[Decoded | None]:
    """Of each part of a run the best way to read it: one that gives text or an archive, else the
    first. Mostly that is the first one, and then the others are not tried."""
    firsts = [next(ways) for ways in parts]
    holds = prefilter.which_match([first.data for first in firsts])
    chosen = [
        first if held and _is_sure(first) else None
        for first, held in zip(firsts, holds, strict=True)
    ]
    open_ = [number for number, way in enumerate(chosen) if way is None]
    others = [list(parts[number]) for number in open_]
    held_too = iter(prefilter.which_match([way.data for ways in others for way in ways]))
    for number, ways in zip(open_, others, strict=True):
        held = [way for way in ways if next(held_too)]
        usual = firsts[number] if holds[number] else held[0] if held else None
        chosen[number] = next(filter(_is_sure, held), usual)
    return chosen


def _long_runs(text: str) -> Iterator[re.Match[str]]:
    """What ``_RUN`` finds, or ``_ESCAPED_RUN`` where an escape is near, which takes many times as
    long. Substring search: the expression would be tried at each letter."""
    plain = text
    if (escape := text.find(_SLASH)) >= 0:
        plain = _AS_DIGITS.sub(lambda found: "/" * len(found[0]), text)
    marks = plain.encode("latin-1", "replace").translate(_MARKS)
    start = marks.find(_SHORTEST)
    while start >= 0:
        found = _RUN.match(text, start)
        end = found.end() if found else marks.find(b"\0", start)
        if 0 <= escape < start:
            escape = text.find(_SLASH, start)
        if 0 <= escape <= (end if end >= 0 else len(text)) + _NEAR:
            found = _ESCAPED_RUN.match(text, start)
            end = found.end() if found else marks.find(b"\0", start)
        if found is not None:
            yield found
        start = marks.find(_SHORTEST, end) if end >= 0 else end


def _raw(found: re.Match[str]) -> bytes:
    return found[0].encode("latin-1", "replace")


def _readings(found: re.Match[str]) -> Iterator[Ways]:
    """What a run can be; of two that begin together the first counts."""
    if "\0" in found[0]:
        yield wide(found)
        return
    run = _run(found)
    for decode in _DECODERS:
        yield from decode(run)


def _run(found: re.Match[str]) -> Run:
    digits = found[0]
    if "\n" not in digits and "\\" not in digits:
        return Run(found.string, (found.span(),))
    begin = found.end() - len(digits.lstrip("\\"))
    breaks = list(_BREAK.finditer(found.string, begin, found.end()))
    starts = [begin, *(each.end() for each in breaks)]
    ends = [*(each.start() for each in breaks), found.end()]
    return Run(found.string, tuple(zip(starts, ends, strict=True)))


def as_text(data: bytes) -> str:
    """Bytes as text: UTF-8, else a character a byte."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _is_sure(way: Decoded) -> bool:
    """Whether a way to read digits gives text or an archive: mostly that is what was written."""
    return _is_text(way.data) or recognise(way.data) is not None


def _is_text(data: bytes) -> bool:
    if _CONTROL.search(data):
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
