"""What the clean-up list says of one credential, in words that all formats share."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

from keyguard.model import Finding, Part, Severity, State, Surface
from keyguard.model.places import merged_place
from keyguard.model.refs import STASH
from keyguard.report import whereabouts
from keyguard.report.credentials import STILL_THERE, Credential
from keyguard.report.facts import position
from keyguard.report.masked import Shown

PAGE = "https://github.com/connexease/keyguard/blob/main/docs/leaked-key.md"
FILE = "../keyguard-replacements.txt"
_UNCOMMITTED = frozenset({State.INDEX, State.TREE, State.STDIN})
_SHIPS = {Surface.FRONTEND: "ships to browsers", Surface.MOBILE: "ships in an app"}


def what(credential: Credential, shown: Shown) -> str:
    """``production key pk_Ab1C****``."""
    detection = credential.detection
    return f"{detection.kind.words} {shown.credential(credential.findings[0])}"


def where(finding: Finding, shown: Shown) -> str:
    """``path:line``."""
    line = position(finding).partition(":")[0]
    return shown.path(finding.place.path) + (f":{line}" if line else "")


def standing(credential: Credential, shown: Shown) -> str:
    """Where the credential is now, each state once, beginning with what is still there, and whether
    it was pushed."""
    still_there_first = sorted(
        credential.findings, key=lambda each: each.place.state not in STILL_THERE
    )
    by_state: dict[State, list[Finding]] = {}
    for each in still_there_first:
        by_state.setdefault(each.place.state, []).append(each)
    words = dict.fromkeys(
        whereabouts.in_short(each, shown)
        for state, group in by_state.items()
        for each in (group if state is State.MESSAGE else [_in_all_places(group)])
    )
    facts = ["; elsewhere ".join(words)]
    if credential.pushed is False and State.UNPUSHED not in credential.states:
        facts.append("not pushed yet")
    return "; ".join(facts)


def _in_all_places(group: Sequence[Finding]) -> Finding:
    place = merged_place(group[0].place, [each.place for each in group])
    return group[0]._replace(place=place)


def reached_by(credential: Credential, shown: Shown, all_of_them: bool) -> str:
    """The branches and tags that lead to the credential, or the first of each kind; empty if there
    are none.

    The stash begins at some branch, so it leads to everything that this branch has.
    """
    refs = [name for name in credential.refs if name != STASH]
    return whereabouts.named(refs, shown, len(refs) if all_of_them else whereabouts.NAMED)


def reasons(credential: Credential, shown: Shown) -> str:
    """The rules that say what is wrong, and whom the credential reaches."""
    rules = dict.fromkeys(shown.rule(finding) for finding in credential.findings)
    return reached_and_why(rules, credential.ships)


def reached_and_why(rules: Iterable[str], ships: Container[Surface]) -> str:
    """``ships to browsers (key-in-frontend)``; only the rules if it reaches nobody."""
    reaches = " and ".join(words for surface, words in _SHIPS.items() if surface in ships)
    named = ", ".join(rules)
    return f"{reaches} ({named})" if reaches else named


def life(credential: Credential, shown: Shown) -> str:
    """Since when the credential is there, who brought it, and what had it last; empty if it was
    never committed."""
    first, last = credential.first, credential.last
    if first is None or not first.id:
        return ""
    is_tag = credential.detection.view.blob.part is Part.TAG
    brought = shown.commit(first, "tag object" if is_tag else "commit")
    if last is None or credential.is_there:
        return f"since {brought}"
    return (
        f"since {brought}, last in {shown.commit(last)}"
        if last.id != first.id
        else f"only in {brought}"
    )


def asks_for_clean_history(found: Iterable[Credential]) -> bool:
    """Whether any of the credentials is worth rewriting a history for.

    It must have been committed, and be of more than low severity: a documented example is no
    reason.
    """
    return any(
        each.severity > Severity.LOW and not _UNCOMMITTED.issuperset(each.states) for each in found
    )


HISTORY_TITLE = "Then clean the history"
HISTORY_STEPS = (
    "In a fresh clone, and only after every credential above is revoked: a clean history makes no "
    "credential safe.",
    f"keyguard audit --replacements {FILE}",
    f"git filter-repo --replace-text {FILE} --replace-message {FILE}",
    f"rm {FILE}",
    "keyguard audit",
    "git remote add origin URL",
    "git push --force --all && git push --force --tags",
)
"""The steps of cleaning a history: the first is a sentence, the others are commands.

git-filter-repo forgets the remote.
"""
HISTORY_LIMITS = (
    "That reaches neither forks, pull requests and caches of the forge, nor anybody's clones, "
    "stashes and backups: ask for their removal, and clone anew."
)
