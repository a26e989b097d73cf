"""Functions that are named in the syntax of entry points, and loaded once they are needed.

See https://packaging.python.org/en/latest/specifications/entry-points/#data-model.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def load(entry_point: str) -> Any:
    """The function that ``module:function`` names. Raises ImportError or AttributeError."""
    module, _, name = entry_point.partition(":")
    return getattr(import_module(module), name)
