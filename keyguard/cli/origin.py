"""Where keyguard itself comes from: what to install, and what to pin."""

from __future__ import annotations

import json
import os
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from keyguard import __version__
from keyguard.cli.console import say
from keyguard.errors import KeyguardError
from keyguard.gitrepo.compiled_core import PYTHON, SWITCH, core_name
from keyguard.gitrepo.repository import Repository

ADDRESS = "https://github.com/connexease/keyguard"
INSTALL = f'pip install "keyguard[fast] @ git+{ADDRESS}"'
"""With the address: until keyguard is on an index, anyone could take its name there."""

PLACEHOLDER = "COMMIT-ID"
"""What stands for a revision that is not known."""

_FAST = ("hyperscan", "isal")
"""Modules of the extra ``fast`` that a history is slow without."""


def pinned_revision() -> str:
    """The revision of keyguard's repository that this is; ``PLACEHOLDER`` if that is not known.

    A commit for what was installed from a repository or runs in a checkout. Only what came from an
    index has a tag for certain, since it was published from that tag.
    """
    checkout = Path(__file__).parents[2]
    if (checkout / ".git").exists():
        return _head(checkout)
    try:
        return recorded_revision(distribution("keyguard").read_text("direct_url.json"))
    except PackageNotFoundError:
        return PLACEHOLDER


def recorded_revision(recorded: str | None) -> str:
    """The revision that an installer wrote down, or the tag of this version if it wrote nothing.

    https://packaging.python.org/en/latest/specifications/direct-url/
    """
    if recorded is None:
        return f"v{__version__}"
    origin = json.loads(recorded)
    if commit := origin.get("vcs_info", {}).get("commit_id"):
        return str(commit)
    address = urlsplit(origin.get("url", ""))
    return _head(Path(url2pathname(address.path))) if address.scheme == "file" else PLACEHOLDER


def tell_of_fast() -> None:
    """Says on standard error how a history is read faster, if it could be."""
    if not all(map(find_spec, _FAST)):
        say(f"without its extra `fast` a history takes several times as long; to get it: {INSTALL}")
    if core_name() == PYTHON and SWITCH not in os.environ:
        say(
            "without its compiled core a history takes longer; to get it, install a C compiler and "
            "the headers of libdeflate or zlib (on Debian: gcc libdeflate-dev), then: "
            f"{INSTALL.replace('install', 'install --force-reinstall')}"
        )


def _head(folder: Path) -> str:
    try:
        repository = Repository.find(folder)
    except KeyguardError:
        return PLACEHOLDER
    ours = repository.folder.resolve() == folder.resolve()
    return (repository.head() if ours else None) or PLACEHOLDER
