"""Several places of one thing as a single one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from operator import attrgetter

from keyguard.model.content import Place


def merged_place(shown: Place, places: Sequence[Place]) -> Place:
    """``shown`` with the first and the last commit of them all, and every ref."""
    firsts = [place.commit for place in places if place.commit is not None]
    lasts = [place.last for place in places if place.last is not None]
    told = {place.pushed for place in places} - {None}
    refs = [place.refs for place in places if place.refs is not None]
    return shown._replace(
        commit=min(firsts, key=attrgetter("rank"), default=None),
        last=max(lasts, key=attrgetter("rank"), default=None),
        refs=_all(refs) if refs else None,
        tips=_all(place.tips for place in places),
        pushed=True in told if told else None,
    )


def _all(names: Iterable[Sequence[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(names)))
