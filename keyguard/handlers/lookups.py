"""What code looks up by its name: the header of a request, or a variable of the environment."""

from __future__ import annotations

import re

from keyguard.handlers.running import Running
from keyguard.handlers.syntax import Node, path_of, place_of
from keyguard.handlers.values import Tag, Value
from keyguard.handlers.words import CONFIG_RECEIVERS, ENV_CALLS, ENV_ROOTS, STRICT_CALLS
from keyguard.model.patterns import lazy_pattern

_HEADER_CONSTANT = lazy_pattern(
    r".*\.(?:AUTHORIZATION|HeaderAuthorization)|(?:Http)?Header(?:s|Names)?\.Authorization"
)
_GETTER = lazy_pattern(r"(?:get)?_?(?:\w*_)?\w*secret|get\w*hook\w*(?:token|key)", re.IGNORECASE)
"""A method that gives back what is set elsewhere."""
_ENV_NAME = lazy_pattern(r"secret|token|key|pass|auth|bearer|hook|connexease", re.IGNORECASE)
_SETS_HEADER = lazy_pattern(
    r"^(?:set\w*|Set\w*|[aA]dd\w*|append|Append|with\w*|delete|del|Del|put|Remove\w*|define|describe|"
    r"Header|post|fetch|axios|allowHeaders|split|log|TryGetValue|info|warn|error|print\w*|startsWith|equals)$"
)
_WRITES_HEADER = lazy_pattern(r"\b(?:res|resp|response|reply|client|http)\b", re.IGNORECASE)


class Lookups(Running):
    """Look-ups of a run."""

    def looked_up(self, node: Node) -> Value | None:
        """A header or a variable by its name; None if that is not what the code does."""
        if node.kind == "call":
            return self._called(node)
        key = node.kids[1] if node.kind == "index" else None
        if key is not None and (set_here := self.variable(place_of(node))) is not None:
            return set_here
        name = self._spelled(key) if key is not None else ""
        if (
            key is not None
            and self.module.headers.holds_secret(name)
            and not self._is_written(node)
        ):
            return self.header(node)
        name = name or node.name
        written = "".join(self.text(node)[:200].split())
        if not name or "request" in written:
            return None
        is_environment = ENV_ROOTS.match(written) is not None
        if not is_environment and node.kind == "index":
            is_environment = CONFIG_RECEIVERS.search(path_of(node)[-1]) is not None
        if written.startswith("env.") and not any("env" in frame for frame in self.frames[1:]):
            return None
        if not is_environment or not _ENV_NAME.search(name):
            return None
        return self.secret(can_lack=not (self.language.name == "Python" and key is not None))

    def of_environment(self, node: Node, name: str) -> Value | None:
        """A variable that is taken out of the environment by its name, as in ``const { SECRET } =
        process.env``; None for what is taken out of something else."""
        written = "".join(self.text(node.kids[-1])[:200].split())
        if ENV_ROOTS.fullmatch(written) is None or not _ENV_NAME.search(name):
            return None
        return self.secret(can_lack=True)

    def _spelled(self, node: Node) -> str:
        """The name that is looked up: spelled out, a variable's text, or a library's constant."""
        if node.kind in ("string", "symbol"):
            return node.name
        if node.kind == "member" and _HEADER_CONSTANT.fullmatch(".".join(path_of(node))):
            return "authorization"
        if node.kind in ("name", "member"):
            found = self.variable(".".join(path_of(node)))
            return found.text if found is not None and found.tag is Tag.LITERAL else ""
        return ""

    def _is_written(self, node: Node) -> bool:
        return _WRITES_HEADER.search(path_of(node)[0]) is not None

    def _called(self, node: Node) -> Value | None:
        if len(node.kids) < 2:
            is_getter = _GETTER.fullmatch(node.name) and node.name not in self.module.functions
            return self.unknown_secret(node.name) if is_getter else None
        if node.name == "getattr" and len(node.kids) > 3 and _ENV_NAME.search(node.kids[2].name):
            return self.secret(
                can_lack=node.kids[3].name in ("None", ""), empty=not node.kids[3].name
            )
        first = node.kids[1].kids[0] if node.kids[1].kind == "pair" else node.kids[1]
        if (
            len(node.kids) > 2
            and first.kind == "name"
            and re.match(r"get(?:Request)?Header$", node.name)
        ):
            first = node.kids[2]
        name = self._spelled(first)
        if not name:
            return None
        receiver = path_of(node)[-2] if node.kids[0].kind == "member" else ""
        default = node.kids[2] if len(node.kids) > 2 else None
        empty = default is not None and default.kind == "string" and not default.name
        if self.module.headers.holds_secret(name) and not _SETS_HEADER.match(node.name):
            writes = default is not None and self._is_written(node)
            return None if writes else self.header(node, empty=empty)
        is_lookup = node.name in ENV_CALLS | STRICT_CALLS
        is_lookup = is_lookup or (
            node.name in ("get", "get_or_none", "config", "dig", "value", "GetSection", "get_env")
            and (CONFIG_RECEIVERS.search(receiver) is not None or not receiver)
        )
        if not is_lookup or not _ENV_NAME.search(name):
            return None
        has_default = default is not None and default.kind in ("string", "number")
        strict = node.name in STRICT_CALLS or (
            self.language.name == "Python" and not receiver and node.name in ("env", "config")
        )
        can_lack = empty or not (strict or has_default)
        if strict and default is not None and default.name in ("nil", "None"):
            can_lack = True
        return self.secret(can_lack, empty=empty)
