"""What the clean-up list says of one credential, in words that every format shares."""

from __future__ import annotations

from keyguard.model import Finding, State
from keyguard.report import whereabouts
from keyguard.report.credentials import Credential
from keyguard.report.facts import position
from keyguard.report.masked import Shown

TOOL = "https://github.com/newren/git-filter-repo"
PAGE = "https://github.com/connexease/keyguard/blob/main/docs/leaked-key.md"
FILE = "../keyguard-replacements.txt"
_HISTORY_HEAD = "Then clean the history"


def what(credential: Credential, shown: Shown) -> str:
    """``production key pk_Ab1C****``."""
    detection = credential.detection
    return f"{detection.kind.words} {shown.credential(credential.findings[0])}"


def where(finding: Finding, shown: Shown) -> str:
    """``path:line``."""
    line = position(finding).partition(":")[0]
    return shown.path(finding.place.path) + (f":{line}" if line else "")


def standing(credential: Credential, shown: Shown) -> str:
    """Where it is now, each state once, and whether it was pushed."""
    words = dict.fromkeys(whereabouts.in_short(each, shown) for each in credential.findings)
    facts = list(words)
    if credential.pushed is False:
        facts.append("not pushed yet")
    return "; ".join(facts)


def reached_by(credential: Credential, shown: Shown, most: int = 0) -> str:
    """The branches and tags that lead to it; empty for none."""
    return whereabouts.named(credential.refs, shown, most)


def since(credential: Credential, shown: Shown) -> str:
    """Since when it is there, and who brought it; empty if it was never committed."""
    first = credential.first
    if first is None or not first.id:
        return ""
    is_tag = State.MESSAGE in credential.states and len(credential.findings) == 1
    return f"since {shown.commit(first, 'object' if is_tag else 'commit')}"


def until(credential: Credential, shown: Shown) -> str:
    """The last commit that has it, for one that no branch has any more."""
    last = credential.last
    return "" if last is None or credential.is_there else f"last in {shown.commit(last)}"


HISTORY_TITLE = _HISTORY_HEAD
HISTORY_STEPS = (
    "Only after every credential above is revoked: a clean history does not make one safe.",
    f"keyguard audit --replacements {FILE}",
    f"git filter-repo --replace-text {FILE} --replace-message {FILE} --force",
    f"rm {FILE}",
    "keyguard audit",
    "git push --force --all && git push --force --tags",
)
"""The first is a sentence, the others are commands for a fresh clone."""
HISTORY_LIMITS = (
    "That reaches neither forks, pull requests and caches of the forge, nor anybody's clones, "
    "stashes and backups: ask for their removal, and clone anew."
)
