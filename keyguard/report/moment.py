"""What to do first while a credential is not public yet: staged, in a message, or not pushed."""

from __future__ import annotations

import shlex

from keyguard.model import Finding, Part, State
from keyguard.model.finding import CLEAN_HISTORY
from keyguard.model.report import Report
from keyguard.report.sanitize import decoded

_CHANGES = frozenset({"commits", "ci"})
"""Commands that read what is about to be pushed, or was."""


def at_its_moment(report: Report) -> Report:
    """The report, each of its fixes as it suits the moment at which the finding came up."""
    findings = tuple(
        finding._replace(fix=fix_at(finding, report.command)) for finding in report.findings
    )
    return report._replace(findings=findings)


def fix_at(finding: Finding, command: str) -> str:
    """The steps for a finding of a command, a line each."""
    if not finding.detection.kind.is_secret:
        return finding.fix
    steps = _first_steps(finding, command)
    return "\n".join(f"{n}. {line}" for n, line in enumerate(steps, 1)) if steps else finding.fix


def _first_steps(finding: Finding, command: str) -> list[str]:
    """Instead of revoking first; nothing for what is or may be public."""
    what, here = _thing(finding), _step_here(finding)
    place = finding.place
    if place.state is State.INDEX and command == "staged":
        path = shlex.quote(decoded(place.path))
        return [
            f"Edit the file and `git add` it again, or unstage it (`git restore --staged -- "
            f"{path}`): nothing is committed yet.",
            f"Move the {what} to the environment of the service that uses it. {here}",
            "Commit again.",
            f"Revoke the {what} only if it has been shared.",
        ]
    if _is_being_written(finding):
        return [
            f"Change the message: say what the {what} is for, not its value. Nothing is committed "
            "yet; `git commit --edit --file=.git/COMMIT_EDITMSG` takes the text up again.",
            f"Revoke the {what} only if it has been shared.",
        ]
    if command not in _CHANGES or place.pushed is not False:
        return []
    first = "This is not pushed, so it is not public yet: do not push it."
    revoke = f"Revoke the {what} only if it has been shared."
    commit = place.commit.id[:10] if place.commit and place.commit.id else "COMMIT"
    if place.state is State.MESSAGE:
        if finding.detection.view.blob.part is Part.TAG:
            return [
                f"{first} Make the tag anew with another message (`git tag -f -a NAME`).",
                revoke,
            ]
        reword = f"`git commit --amend`, or `git rebase -i {commit}^` and `reword`"
        return [f"{first} Change the message ({reword}).", "Push again.", revoke]
    return [
        f"{first} Take it out of the commit that brought it (`git rebase -i {commit}^` and "
        "`edit`): a later commit would leave it in the history.",
        f"Move the {what} to the environment of the service that uses it. {here}",
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
