"""Which revisions to read for a CI event. Pure: no environment, no file, no git."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from keyguard.errors import KeyguardError
from keyguard.sources.ci_landed import (
    first_of,
    likely_refs,
    refs_of,
    refs_of_remote,
    refs_unless_itself,
)
from keyguard.sources.ci_payload import (
    BRANCH,
    COMMIT_ID,
    Payload,
    branch,
    commit,
    commit_if_named,
    commit_or_none,
    revision,
    text,
    value_at,
)


class Caller(str, Enum):
    """The program that starts ``keyguard ci``; each has a convention of its own."""

    GITHUB = "GitHub Actions"
    GITLAB = "GitLab CI"
    PRE_COMMIT = "pre-commit"


@dataclass(frozen=True, slots=True)
class Event:
    """Why the caller runs. ``payload`` is GitHub's event file, or the environment elsewhere."""

    caller: Caller
    name: str
    payload: Payload


@dataclass(frozen=True, slots=True)
class Clone:
    """What ``plan`` has to know of the clone: which revisions it has, and whether it is shallow."""

    exists: Callable[[str], bool]
    shallow: bool = False
    fetched: bool = False
    """Whether the clone has any branch of a remote: without one, nothing may have been there
    before."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to read; ``because`` gives the reason in one sentence.

    ``everything`` means the whole history, and ``files`` what is checked out. Otherwise it is what
    ``revisions`` bring, as ``keyguard commits`` takes them, and nothing if there are none.
    """

    because: str
    revisions: tuple[str, ...] = ()
    everything: bool = False
    base: str = ""
    """The revision from before the change, whose configuration counts. Empty if none is known."""
    forks: bool = False
    """Whether the change left the base at an earlier commit, whose configuration counts instead."""
    files: bool = False
    """Whether to read the files that are checked out."""
    unknown_base: str = ""
    """Why the state before is unknown although there was one, and what to do about it."""

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to read."""
        return not (self.revisions or self.everything or self.files)


@dataclass(frozen=True, slots=True)
class EventRange:
    """The range of an event, whatever the caller. No ``after``: a ref was deleted. No ``before``:
    it is new."""

    before: str
    after: str
    landed: tuple[str, ...] = ()
    """Refs to use where ``before`` can't be: the first that the clone has counts as read before.
    None if nothing can have been there before, or if the event does not say."""
    rewritable: bool = False
    """Whether ``before`` may be gone for good, because a push replaced it."""
    forks: bool = False
    """Whether ``before`` may have moved on since, as the base branch of a pull request does."""
    tag: str = ""
    """The ref of an annotated tag that leads to ``after``: its message came with the event too."""


REMEDIES = {
    Caller.GITHUB: (
        "give actions/checkout `fetch-depth: 0`, and under pull_request_target fetch the pull "
        "request's head without checking it out (`git fetch origin refs/pull/NUMBER/head`)"
    ),
    Caller.GITLAB: 'set GIT_DEPTH to "0" for this job, and GIT_STRATEGY to "fetch"',
    Caller.PRE_COMMIT: "run `git fetch --unshallow`, or fetch the missing branch",
}


def plan(event: Event, clone: Clone) -> Plan:
    """What to read for an event. Raises ``KeyguardError`` if the event is malformed, or if the
    clone lacks an end of the range."""
    read = _reader(event)
    if read is None:
        # A GitLab runner may keep a clone from before the commit was made that it runs for.
        if (tip := commit_if_named(event.payload, "CI_COMMIT_SHA")) and not clone.exists(tip):
            raise missing(tip, event.caller)
        landed = _default_branch(event)
        known = first_of(landed, clone.exists)
        return Plan(
            f"{event.name!r} names no commits, so all of history is read",
            everything=True,
            base=known,
            unknown_base="" if known else _unknown(landed, event.caller, clone),
        )
    change = read(event.payload)
    if change.tag and clone.exists(change.tag):
        change = replace(change, after=change.tag)
    if not change.after:
        return Plan("a branch or tag was deleted, so there is nothing to read")
    if not clone.exists(change.after):
        raise missing(change.after, event.caller)
    if not change.before:
        return _new(change, event.caller, clone, "is new")
    if clone.exists(change.before):
        return Plan(
            f"reading what {short(change.after)} adds to {short(change.before)}",
            (change.after, f"^{change.before}"),
            base=change.before,
            forks=change.forks,
        )
    if change.rewritable and not clone.shallow:
        gone = f"replaces {short(change.before)}, which is not in this clone"
        return _new(change, event.caller, clone, gone)
    raise missing(change.before, event.caller)


def _new(change: EventRange, caller: Caller, clone: Clone, what: str) -> Plan:
    tip = short(change.after)
    if landed := first_of(change.landed, clone.exists):
        return Plan(
            f"{tip} {what}, so what it adds to {landed} is read",
            (change.after, f"^{landed}"),
            base=landed,
            forks=True,
        )
    return Plan(
        f"{tip} {what}, so all that it reaches is read",
        (change.after,),
        unknown_base=_unknown(change.landed, caller, clone),
    )


def _unknown(refs: Sequence[str], caller: Caller, clone: Clone) -> str:
    """Why the state before is not known; empty if there may be none, since nothing was fetched from
    anywhere, or if it is gone with the default branch as it was."""
    if not refs or (caller is Caller.PRE_COMMIT and not clone.fetched):
        return ""
    return (
        f"{refs[0]} is not in this clone, so the configuration, baseline and allow comments from "
        f"before the event are not known, and none count; fetch it ({REMEDIES[caller]}), or name "
        "a commit whose own count (--policy REV)."
    )


def missing(revision: str, caller: Caller) -> KeyguardError:
    """The error to raise if the clone lacks a revision of the range."""
    return KeyguardError(
        f"{short(revision)} is not in this clone, so what the event brought in can't be read; "
        f"{REMEDIES[caller]}."
    )


def short(revision: str) -> str:
    """A revision in the form that a sentence shows."""
    return revision[:12] if COMMIT_ID.fullmatch(revision) else revision


def _github_push(payload: Payload) -> EventRange:
    """https://docs.github.com/en/webhooks/webhook-events-and-payloads#push."""
    landed: tuple[str, ...] = ()
    if "repository" in payload:
        default = branch(payload, "repository", "default_branch")
        landed = refs_unless_itself(default, text(payload, "ref").removeprefix("refs/heads/"))
    return EventRange(
        before=commit_or_none(payload, "before"),
        after=commit_or_none(payload, "after"),
        landed=landed,
        rewritable=True,
    )


def _github_pull_request(payload: Payload) -> EventRange:
    """https://docs.github.com/en/webhooks/webhook-events-and-payloads#pull_request."""
    return EventRange(
        before=commit(payload, "pull_request", "base", "sha"),
        after=commit(payload, "pull_request", "head", "sha"),
        forks=True,
    )


def _github_merge_group(payload: Payload) -> EventRange:
    """https://docs.github.com/en/webhooks/webhook-events-and-payloads#merge_group."""
    return EventRange(
        before=commit(payload, "merge_group", "base_sha"),
        after=commit(payload, "merge_group", "head_sha"),
    )


def _gitlab_push(payload: Payload) -> EventRange:
    """https://docs.gitlab.com/ci/variables/predefined_variables/. Tags have no branch."""
    default = branch(payload, "CI_DEFAULT_BRANCH")
    return EventRange(
        before=commit_or_none(payload, "CI_COMMIT_BEFORE_SHA"),
        after=commit(payload, "CI_COMMIT_SHA"),
        landed=refs_unless_itself(default, payload.get("CI_COMMIT_BRANCH")),
        rewritable=True,
        tag=f"refs/tags/{branch(payload, 'CI_COMMIT_TAG')}" if payload.get("CI_COMMIT_TAG") else "",
    )


def _gitlab_external_pull_request(payload: Payload) -> EventRange:
    """https://docs.gitlab.com/ci/ci_cd_for_external_repos/#pipelines-for-external-pull-requests."""
    return EventRange(
        before=commit(payload, "CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_SHA"),
        after=commit(payload, "CI_EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_SHA"),
        forks=True,
    )


def _gitlab_merge_request(payload: Payload) -> EventRange:
    """In a pipeline for merged results CI_COMMIT_SHA is the merge, and holds the target's work."""
    source = "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA"
    return EventRange(
        before=commit(payload, "CI_MERGE_REQUEST_DIFF_BASE_SHA"),
        after=commit(payload, source if payload.get(source) else "CI_COMMIT_SHA"),
        forks=True,
    )


def _pre_commit_push(payload: Payload) -> EventRange:
    """https://pre-commit.com/#pre-commit-during-push.

    Revisions of any form. A push that brings a root commit has no FROM and no TO, only a branch.
    """
    given = "PRE_COMMIT_TO_REF" if payload.get("PRE_COMMIT_TO_REF") else "PRE_COMMIT_LOCAL_BRANCH"
    remote = payload.get("PRE_COMMIT_REMOTE_NAME")
    before = payload.get("PRE_COMMIT_FROM_REF")
    return EventRange(
        before=revision(payload, "PRE_COMMIT_FROM_REF") if before else "",
        after=revision(payload, given),
        landed=refs_of_remote(remote),
        rewritable=True,
    )


READERS: Mapping[tuple[Caller, str], Callable[[Payload], EventRange]] = {
    (Caller.GITHUB, "push"): _github_push,
    (Caller.GITHUB, "pull_request"): _github_pull_request,
    (Caller.GITHUB, "pull_request_target"): _github_pull_request,
    (Caller.GITHUB, "pull_request_review"): _github_pull_request,
    (Caller.GITHUB, "pull_request_review_comment"): _github_pull_request,
    (Caller.GITHUB, "merge_group"): _github_merge_group,
    (Caller.GITLAB, "push"): _gitlab_push,
    (Caller.GITLAB, "merge_request_event"): _gitlab_merge_request,
    (Caller.GITLAB, "external_pull_request_event"): _gitlab_external_pull_request,
    (Caller.PRE_COMMIT, "push"): _pre_commit_push,
}
"""For each event that says what it brings, how to read that. Other events ask for everything."""


def _reader(event: Event) -> Callable[[Payload], EventRange] | None:
    """A pipeline that a merge request's pipeline starts has its variables, under another name."""
    if event.caller is Caller.GITLAB and event.payload.get("CI_MERGE_REQUEST_DIFF_BASE_SHA"):
        return _gitlab_merge_request
    return READERS.get((event.caller, event.name))


def _default_branch(event: Event) -> tuple[str, ...]:
    """Where the default branch may be in a clone, most likely first."""
    is_github = event.caller is Caller.GITHUB
    keys = ("repository", "default_branch") if is_github else ("CI_DEFAULT_BRANCH",)
    name = value_at(event.payload, *keys)
    is_known = isinstance(name, str) and BRANCH.fullmatch(name)
    return refs_of(str(name)) if is_known else likely_refs()
