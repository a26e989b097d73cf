"""The address where a CI's forge shows the files of the commit that the CI runs for."""

from __future__ import annotations

from collections.abc import Mapping

from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple


class _Forge(NamedTuple):
    """Variables of a CI, and how they make an address."""

    variables: tuple[str, ...]
    address: str


_FORGES = (
    _Forge(
        ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA"),
        "{GITHUB_SERVER_URL}/{GITHUB_REPOSITORY}/blob/{GITHUB_SHA}/",
    ),
    _Forge(("CI_PROJECT_URL", "CI_COMMIT_SHA"), "{CI_PROJECT_URL}/-/blob/{CI_COMMIT_SHA}/"),
)
"""https://docs.github.com/en/actions/reference/workflows-and-actions/variables,
https://docs.gitlab.com/ci/variables/predefined_variables/"""
_ADDRESS = lazy_pattern(r"https?://[A-Za-z0-9.:/_-]+")
"""Nothing in it can end a link of Markdown."""


def files_at(environ: Mapping[str, str]) -> str:
    """The address of the files, a slash at its end; empty where no forge is known."""
    for forge in _FORGES:
        values = {name: environ.get(name, "") for name in forge.variables}
        if all(values.values()):
            address = forge.address.format(**values)
            return address if _ADDRESS.fullmatch(address) else ""
    return ""
