"""All patterns of keyguard, wherever they stand."""

from __future__ import annotations

import gc
from importlib import import_module
from pkgutil import walk_packages

import keyguard
from keyguard.model.patterns import LazyPattern

FEWEST = 900
"""If there are not so many, they were looked for in the wrong place."""


def every_lazy_pattern() -> list[LazyPattern]:
    """Those of all modules, and others that tests have made."""
    for module in walk_packages(keyguard.__path__, "keyguard."):
        if not module.name.endswith(("__main__", "_core")):
            import_module(module.name)
    gc.unfreeze()  # what is frozen is not among the objects
    found = [each for each in gc.get_objects() if type(each) is LazyPattern]
    gc.freeze()
    assert len(found) > FEWEST
    return found
