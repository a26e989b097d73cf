"""The tables on the page about what ships are those that keyguard reads.

``KEYGUARD_UPDATE_DOCS=1 pytest tests/context`` writes them anew; then read what changed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from keyguard.context.shipping.row import FIRST, NEWEST, BuildTool, Holds, Section, Version
from keyguard.context.shipping.table import BUILD_TOOLS
from keyguard.context.surface.served import SERVED

PAGE = Path(__file__).parents[2] / "docs" / "what-ships.md"
END = "<!-- end -->\n"
HELD = {
    Holds.VALUES: "",
    Holds.DATA: " (not its functions)",
    Holds.NAMES: " (names)",
    Holds.PREFIXES: " (prefixes)",
    Holds.CLIENT: " (what it marks for the client)",
    Holds.REFERENCED: " (what code names)",
}


def version(each: Version) -> str:
    return ".".join(map(str, each if each[1] not in (0, 99) else each[:1]))


def section(each: Section) -> str:
    named = f"`{each.path}`" if each.path else "all of it"
    bounds = [
        *([f"since {version(each.since)}"] if each.since != FIRST else []),
        *([f"up to {version(each.until)}"] if each.until != NEWEST else []),
    ]
    return named + HELD[each.holds] + (f" [{', '.join(bounds)}]" if bounds else "")


def ships(tool: BuildTool) -> Iterator[str]:
    yield from dict.fromkeys(section(each) for each in tool.sections)
    for plugin in tool.plugins:
        call = f"`{plugin.call}`" + (f" of {plugin.module}" if plugin.module else "")
        yield call + HELD[plugin.holds]
    yield from (f"the argument of `{call}()`" for call in tool.calls)
    yield from ("options of its command" for _ in tool.commands[:1])
    if tool.inlines is not None:
        since = f" [since {version(tool.inlines)}]" if tool.inlines != FIRST else ""
        yield f"whatever browser code names{since}"
    if tool.whole_since not in (FIRST, NEWEST):
        yield f"all of an object [since {version(tool.whole_since)}]"


def tools() -> str:
    rows = ["| tool | what ships | prefixes | not if |", "| --- | --- | --- | --- |"]
    for tool in BUILD_TOOLS:
        title = f"[{tool.title}]({tool.source})"
        unless = ", ".join(f"`{path}`" for path in tool.unless)
        prefixes = ", ".join(f"`{prefix}`" for prefix in tool.prefixes)
        rows.append(f"| {title} | {'; '.join(ships(tool))} | {prefixes} | {unless} |")
    return "\n".join(rows) + "\n"


def folders() -> str:
    rows = ["| folder | if | |", "| --- | --- | --- |"]
    for row in SERVED:
        packages = " or ".join(f"`{package}`" for package in sorted(row.packages))
        beside = " or ".join(f"`{name}`" for name in row.manifests)
        shown = packages or (f"beside {beside}" if beside else "always")
        rows.append(f"| `{row.folder}` | {shown} | [page]({row.source}) |")
    return "\n".join(rows) + "\n"


def test_the_page_says_what_is_read() -> None:
    text = PAGE.read_text("utf-8")
    fresh = text
    for begin, table in (("<!-- tools -->\n", tools()), ("<!-- folders -->\n", folders())):
        before, rest = fresh.split(begin)
        fresh = before + begin + table + END + rest.split(END, 1)[1]
    if os.environ.get("KEYGUARD_UPDATE_DOCS") == "1":
        PAGE.write_text(fresh, "utf-8", newline="\n")
    assert PAGE.read_text("utf-8") == fresh
