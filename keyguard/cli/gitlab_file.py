"""Adds a job to ``.gitlab-ci.yml``, and leaves everything else as it was.

The file is edited as text: a YAML library would lose comments and layout.
"""

from __future__ import annotations

import re

from keyguard.model.patterns import lazy_pattern

_OURS = lazy_pattern(r"""^["']?keyguard["']?[ \t]*:|^[^#\n]*connexease/keyguard""", re.MULTILINE)
_KEY = lazy_pattern(r"""^["']?[\w.][^#\n]*:(?:\s|$)""", re.MULTILINE)
_STAGES = lazy_pattern(r"^stages[ \t]*:", re.MULTILINE)
_SECOND_DOCUMENT = lazy_pattern(r"^(?:---|\.\.\.)", re.MULTILINE)
_FIRST_STAGE = "stage: .pre"
"""The one before all others, whatever they are called: https://docs.gitlab.com/ci/yaml/#stage-pre.
Without it a job is in ``test``, which a file with stages of its own need not have."""


def has_job(text: str) -> bool:
    """Whether the file runs keyguard already."""
    return bool(_OURS.search(text))


def with_job(text: str, job: str) -> str | None:
    """The file with ``job`` at its end.

    None if it is written in a way that can't be added to blindly, such as several documents.
    """
    body = re.sub(r"\A(?:[ \t]*(?:#.*)?\r?\n)*---[ \t]*\r?\n", "", text)
    if not _KEY.search(body) or _SECOND_DOCUMENT.search(body):
        return None
    if _STAGES.search(body):
        first, _, rest = job.partition("\n")
        job = f"{first}\n  {_FIRST_STAGE}\n{rest}"
    newline = "\r\n" if "\r\n" in text else "\n"
    end = "" if text.endswith("\n") else newline
    return text + end + newline + job.replace("\n", newline)
