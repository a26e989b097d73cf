"""Lines of the report for a terminal, as rich would break and paint them."""

from __future__ import annotations

from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.text import Text

from keyguard.report.drawing import Drawing

CHARACTERS = "abc é中\N{WAVING HAND SIGN}"
STYLES = st.sampled_from(["", "dim", "bold red"])
PARTS = st.lists(st.tuples(st.text(CHARACTERS, max_size=30), STYLES), max_size=6)


@pytest.mark.parametrize("color", [False, True])
@given(parts=PARTS, width=st.integers(2, 40), indent=st.integers(0, 4), hanging=st.integers(0, 4))
def test_breaks_and_paints_as_rich_does(
    color: bool, parts: list[tuple[str, str]], width: int, indent: int, hanging: int
) -> None:
    drawing = Drawing(color)
    drawing.prose(parts, width, indent, hanging)
    assert _seen(drawing.text()) == _seen(_by_rich(color, parts, width, indent, hanging))


def _by_rich(
    color: bool, parts: list[tuple[str, str]], width: int, indent: int, hanging: int
) -> str:
    out = StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=color,
        color_system="standard" if color else None,
        legacy_windows=False,
        highlight=False,
    )
    for number, line in enumerate(Text.assemble(*parts).wrap(console, width)):
        line.rstrip()
        drawn = Text.assemble(" " * (indent + (hanging if number else 0)), line)
        drawn.rstrip()
        console.print(drawn, soft_wrap=True)
    return out.getvalue()


def _seen(text: str) -> list[tuple[str, str]]:
    """Each character with the style before it: parts of one style may be painted as one."""
    seen: list[tuple[str, str]] = []
    style = ""
    while text:
        if text.startswith("\x1b["):
            style, _, text = text[2:].partition("m")
        else:
            seen.append((text[0], "" if style == "0" else style))
            text = text[1:]
    return seen
