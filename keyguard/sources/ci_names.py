"""Names of branches and tags that a CI event mentions: they came with it, or are about to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from keyguard.model.refs import BRANCHES, TAGS
from keyguard.sources.ci_event import Caller, Event
from keyguard.sources.ci_payload import value_at

_NAMES: Mapping[Caller, tuple[tuple[str, tuple[str, ...]], ...]] = {
    # https://docs.github.com/en/webhooks/webhook-events-and-payloads
    Caller.GITHUB: (
        (BRANCHES, ("ref",)),
        (BRANCHES, ("pull_request", "head", "ref")),
        (BRANCHES, ("merge_group", "head_ref")),
        (BRANCHES, ("workflow_run", "head_branch")),
        (BRANCHES, ("check_suite", "head_branch")),
        (BRANCHES, ("deployment", "ref")),
        (TAGS, ("release", "tag_name")),
    ),
    # https://docs.gitlab.com/ci/variables/predefined_variables/
    Caller.GITLAB: (
        (BRANCHES, ("CI_COMMIT_BRANCH",)),
        (TAGS, ("CI_COMMIT_TAG",)),
        (BRANCHES, ("CI_MERGE_REQUEST_SOURCE_BRANCH_NAME",)),
        (BRANCHES, ("CI_EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_NAME",)),
    ),
    # https://pre-commit.com/#pre-commit-during-push: as the remote will call it
    Caller.PRE_COMMIT: ((BRANCHES, ("PRE_COMMIT_REMOTE_BRANCH",)),),
}
"""What a name is below if it is not a full one, and where it is in the event. Of a tag that was
made (``create``) the ref is a short name too, and said to be a branch: it is the same name."""


def names_of(event: Event) -> tuple[str, ...]:
    """The full names of the refs that an event mentions, each once."""
    return tuple(dict.fromkeys(_names(event)))


def _names(event: Event) -> Iterator[str]:
    for below, path in _NAMES[event.caller]:
        name = value_at(event.payload, *path)
        if isinstance(name, str) and name:
            yield name if name.startswith("refs/") else below + name
