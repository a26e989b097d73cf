"""The compiled core, where it was built: the part of reading a history that is done for every
object."""

from __future__ import annotations

import os
from types import ModuleType

SWITCH = "KEYGUARD_CORE"
"""The environment variable that decides: ``python`` goes without the core, which lets tests compare
both."""
PYTHON, COMPILED = "python", "compiled"
INTERFACE = 4
"""The version of the core that this code can use, as in ``core/module.h``. A checkout may hold an
older core until it is built anew."""


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
    """The core that reads histories: ``compiled`` or ``python``."""
    return PYTHON if compiled_core() is None else COMPILED


def core_description() -> str:
    """The core in use and, for the compiled one, the library that inflates for it."""
    core = compiled_core()
    return PYTHON if core is None else f"{COMPILED} ({core.inflate_library})"
