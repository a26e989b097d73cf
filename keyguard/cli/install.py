"""What to install, above all to read histories fast."""

from __future__ import annotations

import os
from importlib.util import find_spec

from keyguard.cli.console import say
from keyguard.errors import install_command
from keyguard.gitrepo.compiled_core import PYTHON, SWITCH, core_name

INSTALL = install_command("fast")

_FAST = ("hyperscan", "isal")
"""Modules of the extra ``fast`` that a history is slow without."""


def tell_of_fast() -> None:
    """Says on standard error how histories could be read faster, if they could."""
    if not all(map(find_spec, _FAST)):
        say(f"without its extra `fast` a history takes several times as long; to get it: {INSTALL}")
    if core_name() == PYTHON and SWITCH not in os.environ:
        say(
            "without its compiled core a history takes longer; to get it, install a C compiler and "
            "the headers of libdeflate or zlib (on Debian: gcc libdeflate-dev), then: "
            f"{INSTALL.replace('install', 'install --force-reinstall')}"
        )
