"""The table of build tools, one row for each tool."""

from __future__ import annotations

from keyguard.context.npm_manifest import LOCK_FILES
from keyguard.context.shipping.apps import APPS
from keyguard.context.shipping.bundlers import BUNDLERS
from keyguard.context.shipping.frameworks import FRAMEWORKS
from keyguard.context.shipping.prefixed import PREFIXED
from keyguard.context.shipping.row import SCRIPTS, BuildTool

BUILD_TOOLS: tuple[BuildTool, ...] = (*FRAMEWORKS, *APPS, *BUNDLERS, *PREFIXED)


def file_names(stem: str) -> tuple[str, ...]:
    """The file names of a configuration; one in JavaScript has each extension."""
    if stem.endswith((".json", ".toml", ".babelrc", *(f".{each}" for each in SCRIPTS))):
        return (stem,)
    return tuple(f"{stem}.{extension}" for extension in SCRIPTS)


ALL_FILE_NAMES = frozenset(
    name.rpartition("/")[2]
    for tool in BUILD_TOOLS
    for stem in tool.stems
    for name in file_names(stem)
) | frozenset(LOCK_FILES)
"""The file names of all configurations, and of the files that say which version of a tool is used.
"""
