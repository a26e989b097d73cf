"""The CI that a repository has, by its files and by where it was cloned from."""

from __future__ import annotations

import re
from pathlib import Path

from keyguard.errors import KeyguardError
from keyguard.gitrepo.command.config import setting
from keyguard.model.patterns import lazy_pattern

GITHUB, GITLAB = "github", "gitlab"

_SIGNS = {
    GITHUB: (lazy_pattern(r"\bgithub\b"), ".github"),
    GITLAB: (lazy_pattern(r"\bgitlab\b"), ".gitlab-ci.yml"),
}
"""A word in the address of the remote, and a name at the root."""


def forges_of(root: Path) -> list[str]:
    """The forges whose CI should run keyguard: those that any sign points to, else GitHub."""
    remote = _remote(root)
    found = [
        forge
        for forge, (word, name) in _SIGNS.items()
        if word.search(remote) or (root / name).exists()
    ]
    return found or [GITHUB]


def _remote(root: Path) -> str:
    """The host that git fetches from; empty if there is none."""
    try:
        address = setting(root, "remote.origin.url").lower()
    except KeyguardError:
        return ""
    host = re.match(r"(?:\w+://)?(?:[^@/]*@)?([^/:]+)", address)
    return host[1] if host else ""
