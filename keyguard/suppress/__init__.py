"""Why a finding does not count. Suppressed findings are marked and counted, never dropped."""

from __future__ import annotations

from collections.abc import Iterable

from keyguard.model import Detection, Suppression
from keyguard.model.path_globs import path_matches
from keyguard.model.source_map import Location
from keyguard.settings import Settings
from keyguard.suppress.inline import allowed_rules, inline_allow, may_be_marked


def is_excluded(path: bytes, settings: Settings) -> bool:
    """Whether no finding at a path counts."""
    return bool(settings.exclude) and path_matches(
        path.decode("utf-8", "replace"), settings.exclude
    )


def suppression(
    detection: Detection,
    locations: Iterable[Location],
    rule_id: str,
    path: bytes,
    settings: Settings,
) -> Suppression | None:
    """The first reason why this finding does not count; None if it counts.

    A comment may allow it at any of the ``locations``: in its view, and in each text from which
    that was decoded.
    """
    if not settings.is_on(rule_id):
        reason = "ignored" if rule_id in settings.ignore else "not selected"
        return Suppression("rule", f"the rule is {reason}")
    if is_excluded(path, settings):
        return Suppression("path", "excluded in the configuration")
    for view, start, end in locations:
        allowed = inline_allow(view.text, start, end, rule_id)
        if allowed is not None:
            return allowed
    if settings.baseline:
        from keyguard.suppress.baseline import in_baseline

        return in_baseline(detection, rule_id, path, settings.baseline)
    return None


def beside_comments(locations: Iterable[Location]) -> list[Location]:
    """The locations, among these, beside which a comment may allow something."""
    return [location for location in locations if may_be_marked(location[0].text, *location[1:])]


def names_allowed(locations: Iterable[Location]) -> set[str]:
    """The names in comments beside a credential, whether or not they are a rule's id."""
    return {name for view, start, end in locations for name in allowed_rules(view.text, start, end)}
