"""What to do first while a credential is not public yet: staged, in a message, or not pushed."""

from __future__ import annotations

import shlex

from keyguard.model import Finding, Part, State
from keyguard.model.finding import CLEAN_HISTORY
from keyguard.model.record import NamedTuple
from keyguard.model.refs import REF_NAME
from keyguard.model.report import Report
from keyguard.report.sanitize import decoded

_CHANGES = frozenset({"commits", "ci"})
"""Commands that read what is about to be pushed, or was."""
_NOT_PUBLIC = "This is not pushed, so it is not public yet: do not push it."
_SHARED = "Revoke the {} only if it has been shared."
_GUESSED = "Replace the secret whether it was shared or not: `keyguard secret` prints a strong one."
MOVED = " to the environment of the service that uses it."
"""The end of a sentence that the step about the place follows."""
_NAMED = 5
"""Staged files that a command names."""


class _Change(NamedTuple):
    """What a report is about, so that the same is said of all that it found."""

    command: str
    paths: str
    """The staged files that hold something, as a shell takes them."""
    commit: str
    """The commit that brought it all, if it was one, else what stands for it."""


def at_its_moment(report: Report) -> Report:
    """The report, with each fix suited to the moment at which the finding came up."""
    change = _change(report)
    return report._replace(findings=tuple(_suited(each, change) for each in report.findings))


def _change(report: Report) -> _Change:
    secret = [finding for finding in report.active if finding.detection.kind.is_secret]
    places = [finding.place for finding in secret]
    paths = sorted({place.path for place in places if place.state is State.INDEX})
    commits = {place.commit.id for place in places if place.pushed is False and place.commit}
    return _Change(
        report.command,
        shlex.join(map(decoded, paths)) if len(paths) <= _NAMED else "FILE",
        commits.pop()[:10] if len(commits) == 1 else "COMMIT",
    )


def _suited(finding: Finding, change: _Change) -> Finding:
    steps = _first_steps(finding, change) if finding.detection.kind.is_secret else []
    if not steps:
        return finding
    return finding._replace(fix="\n".join(f"{n}. {line}" for n, line in enumerate(steps, 1)))


def _first_steps(finding: Finding, change: _Change) -> list[str]:
    """Instead of revoking first; nothing for what is or may be public."""
    place = finding.place
    is_staged = change.command == "staged" and place.state is State.INDEX
    is_unpushed = place.pushed is False and change.command in _CHANGES
    if not (is_staged or is_unpushed or _is_being_written(finding)):
        return []
    what = _thing(finding)
    move = f"Move the {what}{MOVED} {_step_here(finding)}"
    revoke = _GUESSED if finding.detection.weakness else _SHARED.format(what)
    if is_staged:
        return [
            f"Edit the file and `git add` it again, or unstage it (`git restore --staged -- "
            f"{change.paths}`): nothing is committed yet.",
            move,
            "Commit again.",
            revoke,
        ]
    if _is_being_written(finding):
        return [
            f"Change the message: say what the {what} is for, not its value. Nothing is committed "
            "yet; `git commit --edit --file=.git/COMMIT_EDITMSG` takes the text up again.",
            revoke,
        ]
    return _before_a_push(finding, change, move, revoke)


def _before_a_push(finding: Finding, change: _Change, move: str, revoke: str) -> list[str]:
    """The steps for what is committed or named, and not public yet."""
    if finding.place.path == REF_NAME:
        rename = "Rename the branch (`git branch --move OLD NEW`), or make the tag anew."
        return [f"{_NOT_PUBLIC} {rename}", "Push that.", revoke]
    part = finding.detection.view.blob.part
    if part is Part.TAG:
        return [f"{_NOT_PUBLIC} Make the tag anew (`git tag --force --annotate NAME`).", revoke]
    if part is Part.COMMIT:
        reword = (
            f"`git commit --amend`, or `git rebase --interactive {change.commit}^` and `reword`"
        )
        return [f"{_NOT_PUBLIC} Change the message ({reword}).", "Push again.", revoke]
    return [
        f"{_NOT_PUBLIC} Take it out of the commit that brought it (`git rebase --interactive "
        f"{change.commit}^` and `edit`): a later commit would leave it in the history.",
        move,
        "Push again.",
        revoke,
    ]


def _thing(finding: Finding) -> str:
    return "secret" if "secret" in finding.detection.kind.value else "key"


def _step_here(finding: Finding) -> str:
    """The step of the fix that is about this place: the one in front of the last."""
    lines = finding.fix.splitlines()
    if len(lines) < 2 or not lines[-1].endswith(CLEAN_HISTORY):
        return ""
    return lines[-2].partition(". ")[2]


def _is_being_written(finding: Finding) -> bool:
    return finding.detection.view.blob.part is Part.COMMIT and finding.place.commit is None
