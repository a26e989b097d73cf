"""Whose webhook a handler is for, by what its file says.

That a repository uses the Gateway is not enough: most of its handlers are other people's.
"""

from __future__ import annotations

import re

from keyguard.handlers.frameworks import CHANGES, Candidate, changed_routes
from keyguard.handlers.mentions import (
    GATEWAY,
    VENDORS,
    Mentions,
    is_verified_otherwise,
    without_told,
)
from keyguard.handlers.module import Module
from keyguard.handlers.syntax import Node
from keyguard.model.patterns import lazy_pattern

_OURS = lazy_pattern(r"connexease|\bwamid\b", re.IGNORECASE)
_MOST = 20_000
"""Characters of a handler that are searched for words."""
_WEBHOOK = lazy_pattern(r"web[-_ ]?hook|(?<![a-z])hooks?(?![a-z])", re.IGNORECASE)
_RECEIVES = lazy_pattern(
    r"web[-_ ]?hook|(?<![a-z])hooks?(?![a-z])|callback|incoming|inbound|wamid|receive"
    r"|on_?message|connexease|whatsapp|\bgateway\b",
    re.IGNORECASE,
)
_MANAGES = lazy_pattern(
    r"subscri|register|unregister|(?:create|update|delete|list|test|configure|manage|edit|add|remove|retry|replay|resend)"
    r"[-_]?web[-_]?hooks?|web[-_]?hooks?[-_/](?:create|update|delete|list|test|config|settings|logs|endpoints|send|manage|new|retry)"
    r"|(?:^|[/_-])(?:send|outbound|messages/send)|settings|admin",
    re.IGNORECASE,
)
_SENDS = lazy_pattern(r"api\.gateway\.connexease\.com|/v1/wa/message", re.IGNORECASE)
_IS_CALLED = lazy_pattern(
    r"web[-_ ]?hook|(?<![a-z])hooks?(?![a-z])|callback|incoming|inbound|receive|on_?message", re.I
)
"""What a handler is called that does not send, but is sent to."""
_NOT_OURS_TO_TELL = lazy_pattern(r"cron|health|login|signin|signup|logout", re.IGNORECASE)
_STAFF = lazy_pattern(r"(?:^|[\s/_-])admin", re.IGNORECASE)
_CLIENT = lazy_pattern(r"^(?:get|put|patch|delete|head)$", re.IGNORECASE)


class Ownership:
    """What one file says of the handlers in it."""

    def __init__(
        self, module: Module, path: str, handlers: list[Candidate], mentions: Mentions
    ) -> None:
        self._module = module
        self._path = path
        self._mentions = mentions
        whole = module.text(module.root)
        self._says_ours = _OURS.search(whole) is not None
        self._says_webhook = _IS_CALLED.search(whole) is not None
        self._count = len(handlers)
        self._changed = changed_routes(module)
        self._webhooks = [each for each in handlers if self._receives(each)]

    def _own(self, handler: Candidate) -> str:
        """What the handler itself says: its code, its decorators, its name and route."""
        function = handler.function
        owner = (
            f"{handler.owner.name} {' '.join(handler.owner.marks)}"
            if handler.owner is not None
            else ""
        )
        marks = " ".join(function.marks)
        chain = " ".join(self._module.text(each) for each in handler.chain)
        code = f"{self._module.text(function)[:_MOST]} {chain[:_MOST]}"
        return f"{handler.route} {function.name} {owner} {marks} {code}"

    def _named(self, handler: Candidate) -> str:
        function = handler.function
        owner = (
            f"{handler.owner.name} {' '.join(handler.owner.marks)}"
            if handler.owner is not None
            else ""
        )
        around = " ".join(each.name for each in self._module.around.get(id(function), ()))
        return f"{handler.route} {function.name} {owner} {around} {self._path}"

    def _receives(self, handler: Candidate) -> bool:
        named = f"{self._named(handler)} {self._before(handler.function)}"
        return _RECEIVES.search(named) is not None

    def is_foreign(self, handler: Candidate) -> bool:
        """Whether a handler is another vendor's, or verified in another way."""
        own, named = self._own(handler), self._named(handler).lower()
        told = without_told(own.lower())
        if is_verified_otherwise(own, told):
            return True
        if GATEWAY in named:
            return False
        if VENDORS.search(named):
            return True
        if GATEWAY in told:
            return False
        if not self._mentions.others:
            return False
        return not self._mentions.gateway or not self._is_only(handler)

    def _is_only(self, handler: Candidate) -> bool:
        """Whether what the file says can only be meant of this handler."""
        return self._says_ours and [each.function for each in self._webhooks] == [handler.function]

    def is_ours(self, handler: Candidate) -> bool:
        """Whether a handler is the Gateway's, by evidence in the file."""
        if handler.is_middleware or _MANAGES.search(self._plain(handler)):
            return False
        if _CLIENT.match(handler.method) or _NOT_OURS_TO_TELL.search(self._named(handler)):
            return False
        if not self._is_sent_to(handler) or self._is_collection(handler):
            return False
        is_alone = self._count == 1 and self._says_webhook
        if not (is_alone or self._receives(handler) or self._reads_events(handler)):
            return False
        own = f"{self._own(handler)} {self._before(handler.function)} {self._path}"
        if _OURS.search(own) or self._is_only(handler):
            return True
        return self._says_ours and not self._mentions.others

    def _is_sent_to(self, handler: Candidate) -> bool:
        """Whether it receives messages: code that only sends some calls the Gateway itself."""
        if not _SENDS.search(self._module.text(handler.function)[:_MOST]):
            return True
        return bool(_IS_CALLED.search(self._named(handler))) or self._reads_events(handler)

    def _is_collection(self, handler: Candidate) -> bool:
        """Whether its route is where webhooks are set up: others there change and delete them."""
        if handler.owner is not None:
            kids = [each for kid in handler.owner.kids for each in (kid, *kid.kids)]
            marks = [mark for kid in kids if kid.kind == "func" for mark in kid.marks]
            return any(map(CHANGES.match, marks))
        route = handler.route.rstrip("/")
        return bool(route) and any(
            each == route or each.startswith(f"{route}/") for each in self._changed
        )

    def _is_for_staff(self, handler: Candidate) -> bool:
        """Whether people call it, and no Gateway: the pages of an administration."""
        params = " ".join(each.text for each in handler.function.params)
        return _STAFF.search(f"{self._named(handler)} {params}") is not None

    def _plain(self, handler: Candidate) -> str:
        return f"{handler.route} {handler.function.name}"

    def _reads_events(self, handler: Candidate) -> bool:
        return bool(
            re.search(r"wamid|\bentry\b|statuses|\.messages\b|\[.messages", self._own(handler))
        )

    def _before(self, function: Node) -> str:
        """The comment in front of a function: not what another function ends with."""
        text = self._module.before(function)
        lines: list[str] = []
        for line in reversed(text.split("\n")[:-1] or []):
            if not re.match(r"\s*(?:#|//|/?\*|@|\[|--)", line):
                break
            lines.append(line)
        return " ".join(lines)

    def about_webhooks(self, handler: Candidate) -> bool:
        """Whether a check in it is a webhook's: by route, name, path or secret."""
        named = self._named(handler)
        if _MANAGES.search(self._plain(handler)) or self._is_for_staff(handler):
            return False
        own = " ".join(
            re.findall(r"[\w.]*(?:web_?hook|connexease)[\w.]*", self._own(handler), re.IGNORECASE)[
                :40
            ]
        )
        is_secret = re.search(
            r"(?:web_?hook|connexease)\w*(?:secret|token|key|auth)",
            own,
            re.IGNORECASE,
        )
        return (
            _WEBHOOK.search(named) is not None
            or is_secret is not None
            or _OURS.search(named) is not None
        )
