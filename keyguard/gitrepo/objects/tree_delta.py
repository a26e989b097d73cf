"""The part of a tree that a delta changes: enough to see every new id and every new name."""

from __future__ import annotations

import re
from functools import lru_cache

from keyguard.gitformat.delta import sizes, steps

NEXT_ENTRY = b"40000 "
"""Matches what the next entry of a tree could begin with, which shows where an id ends."""
CUT = b"\n" * 32
"""Stands where something was left out: no id stretches across it."""
CONTEXT = 64
"""Bytes on each side of a change that are enough to see an id and what surrounds it."""
BEHIND_NAME = 48
"""Bytes behind the end of a name that are enough to see the id there and what follows it."""


def replaced_ids(delta: bytes, id_length: int) -> bytes | None:
    """The text of the ids that a delta puts in place of others, if that is all it does.

    So do most deltas of trees: they copy, insert an id, copy on, and so forth. To see that takes
    two expressions, many times less than to follow the instructions one by one. Nothing here looks
    at the base, so the delta may still be damaged.
    """
    pattern, insertion = _patterns(id_length)
    match = pattern.fullmatch(delta)
    if match is None:
        return None
    ids = filter(None, insertion.findall(delta, match.start(1)))
    return b"\0" + (NEXT_ENTRY + b"\0").join(ids) + NEXT_ENTRY


@lru_cache(maxsize=2)
def _patterns(id_length: int) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """A delta that only copies and inserts ids, in turn; and one instruction of such a delta."""
    by_operands: dict[int, bytes] = {}
    for flags in range(128):
        opcode = re.escape(bytes([0x80 | flags]))
        by_operands[flags.bit_count()] = by_operands.get(flags.bit_count(), b"") + opcode
    usual_first = sorted(by_operands, key=lambda operands: abs(operands - 3))
    copy = b"(?:%s)" % b"|".join(
        b"[%s].{%d}" % (by_operands[operands], operands) for operands in usual_first
    )
    opcode, id_ = re.escape(bytes([id_length])), b".{%d}" % id_length
    insertion = opcode + id_
    header = rb"(?:[\x80-\xff]{0,9}[\0-\x7f]){2}"
    in_turn = b"%s((?:%s)?(?:%s%s)*(?:%s)?)" % (header, copy, insertion, copy, insertion)
    return (
        re.compile(in_turn, re.DOTALL),
        re.compile(b"%s(%s)|%s" % (opcode, id_, copy), re.DOTALL),
    )


def tree_excerpt(base: bytes, delta: bytes, id_length: int | None) -> tuple[bytes, int]:
    """The name and the id of each entry that the result has and ``base`` lacks, and the result's
    full size.

    Most changes replace an id, and most insertions are just that. One that is as long as an id is
    taken for one and shown without what is around it; if it turns out not to be the id of anything
    that is stored, the caller has to look at the whole result. If ``id_length`` is None, no
    insertion is taken for an id. Around every other change there is enough to see the ids there,
    and the whole of a name with its id: a name ends with a NUL, so a copy is only shortened where
    there is one between the change and the cut, and behind the change only behind the id as well.
    """
    pieces: list[bytes] = []
    add = pieces.append
    instructions = list(steps(base, delta))
    settled = True  # nothing that ends here can go on in what follows
    for number, (start, stop, inserted) in enumerate(instructions, 1):
        if inserted:
            settled = len(inserted) == id_length
            add(b"\0" + inserted + NEXT_ENTRY if settled else inserted)
            continue
        before = settled
        settled = number == len(instructions) or len(instructions[number][2]) == id_length
        if not (before and settled):
            add(_ends(base, start, stop, not before, not settled))
        settled = False
    return b"".join(pieces), sizes(delta)[1]


def change_ends_with_id(base: bytes, delta: bytes, id_length: int) -> bool:
    """Whether what a delta makes of ``base`` ends with a NUL and an id, if it is not empty."""
    last = b""
    for start, stop, inserted in reversed(list(steps(base, delta))):
        last = (inserted or base[max(start, stop - id_length - 1) : stop]) + last
        if len(last) > id_length:
            return last[-id_length - 1] == 0
    return not last


def _ends(base: bytes, start: int, stop: int, head: bool, tail: bool) -> bytes:
    """As much of a copy as belongs to the change in front of it, behind it, or both."""
    name_end = base.find(b"\0", start, stop) if head else start
    head_end = max(start + CONTEXT, name_end + BEHIND_NAME) if head else start
    tail_begin = max(start, stop - CONTEXT) if tail else stop
    end = base[tail_begin:stop]
    if name_end < 0 or head_end >= tail_begin or (tail and b"\0" not in end):
        return base[start:stop]
    return base[start:head_end] + CUT + end
