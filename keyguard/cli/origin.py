"""The revision of keyguard that is running, to be pinned."""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from keyguard import __version__
from keyguard.errors import KeyguardError
from keyguard.gitrepo.repository import Repository

PLACEHOLDER = "COMMIT-ID"
"""Stands for a revision that is not known."""


def pinned_revision() -> str:
    """The revision of keyguard's repository that is running; ``PLACEHOLDER`` if it is not known.

    A commit, if keyguard was installed from a repository or runs in a checkout. Only an
    installation from an index has a tag for certain, since it was published from that tag.
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


def _head(folder: Path) -> str:
    try:
        repository = Repository.find(folder)
    except KeyguardError:
        return PLACEHOLDER
    ours = repository.folder.resolve() == folder.resolve()
    return (repository.head() if ours else None) or PLACEHOLDER
