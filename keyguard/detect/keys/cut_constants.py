"""Keys that compiled code compares with: no constant of the program holds one whole.

Where the processor may have AVX2, LLVM compares with a literal of 33 to 64 bytes by two loads of 32
that overlap, each from a constant of its own (``ExpandMemCmp.cpp``; seen with rustc 1.95 and clang
of Zig 0.17). The linker puts constants of one size together in any order, so what is behind the
first is no part of the key, though it may be letters: the end is in the other one.
"""

from __future__ import annotations

CONSTANT = 32
"""Bytes of a register of AVX2."""
APART = 1_000
"""Characters between two constants of one program, which the linker puts together."""


def body_of_constants(text: str, start: int, prefix: str, length: int, alphabet: str) -> str | None:
    """The body of a key whose first 32 bytes begin at ``text[start]``, if its last 32 are near."""
    lead = len(prefix) + length - CONSTANT
    shared = text[start + lead : start + CONSTANT]
    if not len(prefix) <= lead < CONSTANT or not _is_all_of(shared, CONSTANT - lead, alphabet):
        return None
    at = text.find(shared, max(0, start - APART), start + APART)
    while at != -1:
        last = text[at : at + CONSTANT]
        is_a_copy = text[max(0, at - lead) : at] == text[start : start + lead]
        if not is_a_copy and _is_all_of(last, CONSTANT, alphabet):
            return text[start + len(prefix) : start + lead] + last
        at = text.find(shared, at + 1, start + APART)
    return None


def _is_all_of(text: str, length: int, alphabet: str) -> bool:
    return len(text) == length and not text.strip(alphabet)
