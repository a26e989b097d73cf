"""The table of build tools: a row a tool, so that what ships is data."""

from __future__ import annotations

from keyguard.context.shipping.bundlers import BUNDLERS
from keyguard.context.shipping.frameworks import FRAMEWORKS
from keyguard.context.shipping.row import SCRIPTS, BuildTool

BUILD_TOOLS: tuple[BuildTool, ...] = (*FRAMEWORKS, *BUNDLERS)


def file_names(stem: str) -> tuple[str, ...]:
    """The names of a configuration: of one in JavaScript with each extension."""
    if stem.endswith((".json", ".toml", ".babelrc", *(f".{each}" for each in SCRIPTS))):
        return (stem,)
    return tuple(f"{stem}.{extension}" for extension in SCRIPTS)
