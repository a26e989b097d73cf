"""Sizes as people type them."""

from __future__ import annotations

import re

import click

from keyguard.model.patterns import lazy_pattern

_UNITS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}
_BINARY = {"": 1, "k": 2**10, "m": 2**20, "g": 2**30, "t": 2**40}
_SIZE = lazy_pattern(r"(\d+(?:\.\d+)?)\s*([kmgt]?)(i?)b?", re.IGNORECASE)


def size(context: click.Context, param: click.Parameter, value: str | None) -> int | None:
    """How many bytes ``500M``, ``20 GB`` or ``1.5GiB`` are, as the callback of an option."""
    if value is None:
        return None
    typed = _SIZE.fullmatch(value.strip())
    units = _BINARY if typed and typed[3] else _UNITS
    bytes_ = int(float(typed[1]) * units[typed[2].lower()]) if typed else 0
    if bytes_ < 1:
        raise click.BadParameter(f"{value!r} is not a size; write 800000, 500M or 20G.")
    return bytes_


def shown(size: float) -> str:
    """A size for people, in units of a thousand."""
    for unit in ("bytes", "kB", "MB", "GB"):
        if size < 1000:
            return f"{size:,.0f} {unit}" if unit == "bytes" or size >= 10 else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:,.1f} TB"
