"""What a delta changes in a tree: enough to see every new id and every new name."""

from __future__ import annotations

import re
from functools import lru_cache

from keyguard.gitrepo.objects.delta import COPIES, DEFAULT_COPY, scattered_copy, sizes
from keyguard.gitrepo.objects.types import CorruptObjectError

NEXT_ENTRY = b"40000 "
"""What the next entry of a tree could begin with: it shows where an id ends."""
CUT = b"\n" * 32
"""Stands where something was left out: no id stretches across it."""
CONTEXT = 64
"""Bytes on each side of a change that are enough to see an id, with what is before and behind."""
BEHIND_NAME = 48
"""Bytes; where a name ends, enough to see the id there and what is behind it."""


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
    base_size, result_size, position = sizes(delta)
    if base_size != len(base):
        raise CorruptObjectError("the delta is for a base of another size")
    end = len(delta)
    produced = 0
    pieces: list[bytes] = []
    add = pieces.append
    copies, number = COPIES, int.from_bytes
    settled = True  # nothing that ends here can go on in what follows
    while position < end:
        opcode = delta[position]
        position += 1
        if opcode < 0x80:
            inserted = delta[position : position + opcode]
            position += opcode
            produced += opcode
            if opcode == 0:
                raise CorruptObjectError("the delta has an instruction that is not defined")
            settled = opcode == id_length
            add(b"\0" + inserted + NEXT_ENTRY if settled else inserted)
            continue
        operands, mask, size_shift = copies[opcode & 0x7F]
        if size_shift >= 0:
            value = number(delta[position : position + operands], "little")
            start = value & mask
            size = value >> size_shift or DEFAULT_COPY
        else:
            start, size = scattered_copy(opcode, delta[position : position + operands])
        position += operands
        stop = start + size
        if stop > base_size:
            raise CorruptObjectError("the delta copies from behind the end of its base")
        produced += size
        before, settled = settled, position >= end or delta[position] == id_length
        if before and settled:
            settled = False
            continue
        name_end = start if before else base.find(b"\0", start, stop)
        head_end = start if before else max(start + CONTEXT, name_end + BEHIND_NAME)
        tail_begin = stop if settled else max(start, stop - CONTEXT)
        tail = base[tail_begin:stop]
        if name_end < 0 or head_end >= tail_begin or (tail and b"\0" not in tail):
            add(base[start:stop])
        else:
            add(base[start:head_end] + CUT + tail)
        settled = False
    if position != end or produced != result_size:
        raise CorruptObjectError("the delta does not make what it announces")
    return b"".join(pieces), result_size
