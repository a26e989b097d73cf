"""The compiled core, where it was built: what the walk through a history does for every object."""

from __future__ import annotations

import os
from types import ModuleType

SWITCH = "KEYGUARD_CORE"
"""The variable that decides: ``python`` goes without the core, which is how tests compare both."""
PYTHON, COMPILED = "python", "compiled"
INTERFACE = 4
"""Of the core that this code can use, as in ``core/module.h``: in a checkout an older one may stand
beside it until that is built anew."""


def compiled_core() -> ModuleType | None:
    """The extension module; None if it was not built, is an older one, or is not wanted."""
    if os.environ.get(SWITCH) == PYTHON:
        return None
    try:
        from keyguard.gitrepo import _core
    except ImportError:
        return None
    return _core if getattr(_core, "interface", 1) == INTERFACE else None


def core_name() -> str:
    """What a history is read with."""
    return PYTHON if compiled_core() is None else COMPILED


def core_description() -> str:
    """Which core there is, and the library that inflates for the compiled one."""
    core = compiled_core()
    return PYTHON if core is None else f"{COMPILED} ({core.inflate_library})"
