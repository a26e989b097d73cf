"""Whether keyguard runs in a CI."""

from __future__ import annotations

from collections.abc import Mapping

_VARIABLES = ("CI", "TF_BUILD")
"""Variables of any CI; Azure Pipelines has the second only."""


def is_in_ci(variables: Mapping[str, object]) -> bool:
    """Whether the environment is that of a CI, which reads what was pushed to it."""
    return any(variables.get(name) for name in _VARIABLES)
