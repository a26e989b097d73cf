"""Where a credential is now, in plain words: at HEAD, on a branch, in the stash, in a message."""

from __future__ import annotations

from collections.abc import Sequence

from keyguard.model import Finding, Part, Place, State
from keyguard.model.positions import lines_of_headers
from keyguard.model.refs import STASH, TAGS, is_branch
from keyguard.model.source_map import outermost
from keyguard.report.masked import Shown
from keyguard.report.summary import joined

NOT_PUSHED = "in commits that are not pushed yet"
NAMED = 3
"""Refs of each kind that are named; more are counted, and JSON has all of them."""

_WORDS = {
    State.HEAD: "still at HEAD",
    State.TREE: "in the work tree",
    State.INDEX: "staged for the next commit",
    State.STASH: "only in the stash of this repository, which is in no clone",
    State.UNREACHABLE: "in objects that nothing reaches: no branch, tag or stash leads to them, "
    "but git still stores them",
}


def of_finding(finding: Finding, shown: Shown) -> list[str]:
    """Where a finding of a repository is; nothing for a file that was just read."""
    place = finding.place
    if place.state in (State.TREE, State.STDIN):
        return []
    if place.state is State.MESSAGE:
        return _of_message(finding, shown)
    words = _of_content(place, shown)
    if place.pushed is False and place.state in (State.HEAD, State.BRANCH):
        words += f", {NOT_PUSHED}"
    return [words]


def in_short(finding: Finding, shown: Shown) -> str:
    """Where a finding is, in a few words, for a table."""
    place = finding.place
    if place.state is State.MESSAGE:
        return _of_message(finding, shown)[0]
    if place.state is State.STASH:
        return "in the stash, in no clone"
    if place.state is State.UNREACHABLE:
        return "in objects that nothing reaches"
    if place.state is State.STDIN:
        return "standard input"
    return _of_content(place, shown).partition(":")[0]


def named(refs: Sequence[str], shown: Shown, most: int = NAMED) -> str:
    """``branches main and origin/main, tag v1.0``: at most ``most`` of each kind."""
    branches = [name for name in refs if is_branch(name)]
    tags = [name for name in refs if name.startswith(TAGS)]
    others = [
        name
        for name in refs
        if not is_branch(name) and not name.startswith(TAGS) and name not in (STASH, "HEAD")
    ]
    parts = [
        f"{word if len(names) == 1 else plural} {_listed(names, shown, most)}"
        for word, plural, names in (
            ("branch", "branches", branches),
            ("tag", "tags", tags),
            ("ref", "refs", others),
        )
        if names
    ]
    words = (("HEAD", "HEAD"), (STASH, "the stash"))
    return ", ".join([*parts, *(word for name, word in words if name in refs)])


def _listed(refs: Sequence[str], shown: Shown, most: int) -> str:
    names = [shown.ref(name) for name in refs[:most]]
    more = len(refs) - most
    return f"{', '.join(names)} and {more:,} more" if more > 0 else joined(names)


def _of_content(place: Place, shown: Shown) -> str:
    if place.state in _WORDS:
        return _WORDS[place.state]
    refs = place.refs or ()
    if place.state is State.BRANCH:
        branches = [name for name in place.tips if is_branch(name)]
        return f"at the tip of {named(branches, shown)}, not at HEAD"
    leading = named([name for name in refs if name != STASH], shown)
    of = f" of {leading}" if leading else ""
    if place.state is State.UNPUSHED and not leading:
        return NOT_PUSHED
    if place.state is State.UNPUSHED:
        return f"only in older commits{of}, which are not pushed yet"
    if place.state is State.TAG:
        tags = [name for name in refs if name.startswith(TAGS)]
        return f"only in {named(tags, shown)}: no branch has it"
    if place.tips:
        return f"not at HEAD, but in {named(place.tips, shown)}"
    return f"only in history: in older commits{of}, which anyone with a clone can read"


def _of_message(finding: Finding, shown: Shown) -> list[str]:
    place, blob = finding.place, finding.detection.view.blob
    if blob.part is Part.NAME:
        return [f"in the name of {named(place.refs or (), shown)}"]
    part = "headers" if _is_in_headers(finding) else "message"
    if place.commit is None:
        return [f"in the {part} that is being written"]
    if blob.part is Part.TAG:
        if place.refs:
            return [f"in the {part} of {named(place.refs, shown)}"]
        lost = "" if place.refs is None else ", which nothing names any more"
        return [f"in the {part} of {_own_name(blob.data, shown)}{lost}"]
    if place.refs is not None and not place.refs:
        return [f"in the {part} of a commit that nothing reaches, but git still stores it"]
    words = [f"in the {part} of a commit"]
    if place.refs:
        words.append(f"reached by {named(place.refs, shown)}")
    if place.pushed is False:
        words.append("not pushed yet")
    return words


def _is_in_headers(finding: Finding) -> bool:
    view, start, _ = outermost(finding.detection)
    return bool(lines_of_headers(view.blob)) and start < view.text.find("\n\n")


def _own_name(tag: bytes, shown: Shown) -> str:
    """What a tag object calls itself."""
    _, found, rest = tag.partition(b"\ntag ")
    name = rest.partition(b"\n")[0].decode("utf-8", "replace")
    return f"tag {shown.words(name)}" if found else "a tag"
