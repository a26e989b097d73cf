"""The clean-up list in Markdown: a table with a row for each credential."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from keyguard.report import clean_up
from keyguard.report.credentials import Credential
from keyguard.report.markdown_text import Links, code, prose
from keyguard.report.masked import Shown

TABLE = ("| | severity | credential | where | now | history |", "|---|---|---|---|---|---|")
"""The head of the table."""


def credential_rows(found: Sequence[Credential], links: Links, shown: Shown) -> Iterator[str]:
    """A row for each credential."""
    for credential in found:
        refs = clean_up.reached_by(credential, shown, all_of_them=False)
        standing = clean_up.standing(credential, shown) + (f"; reached by {refs}" if refs else "")
        reasons = prose(clean_up.reasons(credential, shown))
        value = code(shown.credential(credential.findings[0]))
        cells = (
            str(credential.number),
            credential.severity.label,
            f"{credential.detection.kind.words} {value}, {reasons}",
            ", ".join(map(links.to, credential.places)),
            prose(standing),
            prose(clean_up.life(credential, shown)),
        )
        yield f"| {' | '.join(cells)} |"


def how_to_clean() -> list[str]:
    """How to clean a history once all credentials are replaced."""
    first, *commands = clean_up.HISTORY_STEPS
    return [
        f"### {clean_up.HISTORY_TITLE}",
        "",
        first,
        "",
        "```sh",
        *commands,
        "```",
        "",
        f"{clean_up.HISTORY_LIMITS} More: {clean_up.PAGE}",
        "",
    ]
