"""What code makes of a header or a secret: other forms, parts, comparisons by a call."""

from __future__ import annotations

from collections.abc import Sequence

from keyguard.handlers.case import Ended
from keyguard.handlers.demands import Demands
from keyguard.handlers.syntax import Node, path_of, walk
from keyguard.handlers.values import MISSING, UNKNOWN, State, Tag, Value, truth
from keyguard.handlers.words import (
    BEARER_CALLS,
    DERIVED_TEXT,
    EQUAL,
    MISSING_TESTS,
    PRESENT_TESTS,
    SPLITS,
    SUBSTRING,
    TIMING_SAFE,
    VERIFIES,
)


class Texts(Demands):
    """Calls on texts."""

    def _of_text(self, node: Node, of: Value, given: Sequence[Value]) -> Value | None:
        """What is asked of a header or a secret, or made of it."""
        name, first = node.name, given[0] if given else UNKNOWN
        if name in BEARER_CALLS and not given:
            found = self.header(node)
            return found._replace(state=State.NULL) if found.state is State.BARE else found
        about = [each for each in (of, *given) if each.tag is Tag.HEADER or each.is_checked]
        if name == "TryGetValue" and len(node.kids) > 2 and first.tag is Tag.LITERAL:
            return self._tried(node)
        if name in TIMING_SAFE and (name != "Equal" or "hmac" in path_of(node)):
            return self.constant_time(node, [of, *given] if of.tag is not Tag.NONE else given)
        if name == "join" and of.tag is Tag.LIST:
            return self.joined(node, of.items, written=True)
        if not about:
            return None
        if name in EQUAL or (name == "equal" and len(given) > 1):
            pair = [each for each in (of, *given) if each.tag is not Tag.NONE or each is not of]
            if len(pair) > 1:
                return truth(self._equal_call(node, pair))
        if name in SUBSTRING and given:
            whole, part = (
                (of, first) if of.tag is not Tag.NONE or len(given) == 1 else (first, given[1])
            )
            if name == "in_array":
                whole, part = part, whole
            known = self.contains(node, whole, part)
            if known is not None or part.tag is Tag.LITERAL:
                return truth(known)
        subject = about[0]
        if name in MISSING_TESTS:
            return truth(subject.state in MISSING)
        if name in PRESENT_TESTS:
            return truth(subject.state not in MISSING)
        if name in ("len", "strlen", "byteLength", "length", "count", "size", "Count", "Length"):
            return Value(Tag.LENGTH, subject.state, is_split=subject.is_split)
        return self._derived(node, name, of, given, subject)

    def _equal_call(self, node: Node, pair: Sequence[Value]) -> bool | None:
        """``a.equals(b)``: never true of what is missing."""
        known = self.equal(node, pair[0], pair[1])
        if self.language.name == "Java" and any(each.state is State.NULL for each in pair[:2]):
            return False
        return known

    def _tried(self, node: Node) -> Value:
        """``headers.TryGetValue("Authorization", out var header)``."""
        found = self.header(node)
        names = [each.name for each in walk(node.kids[2]) if each.kind == "name"]
        if names:
            self.frames[-1][names[-1]] = found
        return truth(found.state not in MISSING)

    def _derived(
        self, node: Node, name: str, of: Value, given: Sequence[Value], subject: Value
    ) -> Value | None:
        """Another form of a text, if that is what the call makes."""
        is_method = of is subject
        if name in SPLITS:
            text = "partition" if name == "partition" else ""
            if subject.state is State.NULL and is_method:
                return self.piece(node, subject)._replace(is_split=True)
            return subject._replace(is_split=True, text=text)
        if (
            name in ("pop", "last", "shift", "first", "at", "second", "getOrNull", "fetch")
            and subject.is_split
        ):
            return self.part_of(node, subject, first=name in ("shift", "first"))
        if name in DERIVED_TEXT:
            return self.piece(node, subject)
        if name in (
            "format",
            "sprintf",
            "Sprintf",
            "Format",
            "concat",
            "Concat",
            "formatted",
            "join",
        ):
            return self.joined(node, [of, *given], written=True)
        if name in self.module.functions and not is_method:
            return None
        if name in ("CutPrefix", "Cut"):
            return Value(
                Tag.LIST, items=(self.piece(node, subject), truth(subject.state is State.SET))
            )
        if is_method and name in ("find", "findOne", "get", "has", "verify", "test"):
            return None
        if not is_method and VERIFIES.search(name):
            return None
        if not is_method and of.tag is Tag.NONE and node.kids[0].kind == "member":
            return subject if is_text_function(name) else None
        if not is_method and node.kids[0].kind == "name" and not is_text_function(name):
            return None
        if (
            subject.state is State.NULL
            and is_method
            and name not in ("to_s", "ToString", "toString")
        ):
            return self.piece(node, subject)
        if subject.state is State.NULL and name in ("to_s", "ToString", "String", "strval", "str"):
            return subject._replace(state=State.EMPTY)
        if subject.state is State.NULL and name == "from" and subject.is_checked:
            raise Ended("throw", node, Value(status=500))
        return subject


def is_text_function(name: str) -> bool:
    """Whether a function makes another form of a text."""
    return name in (
        "from", "String", "str", "strval", "byte", "[]byte", "bytes", "encode", "getBytes",
        "GetBytes", "trim", "TrimPrefix", "TrimSuffix", "TrimSpace", "removeprefix", "strip",
        "replace", "preg_replace", "str_replace", "substr", "mb_substr", "hash", "digest",
        "sha256", "Sum256", "update", "hexdigest", "HashData", "createHash", "createHmac", "lower",
        "toLowerCase", "b64encode", "ToString", "new", "TextEncoder", "unquote", "requireNonNull",
        "force_bytes", "smart_str", "ltrim", "rtrim", "decode", "ToArray", "delete_prefix", "to_s",
        "first", "FirstOrDefault", "Replace", "Trim", "string", "StringValues", "json_decode",
        "loads", "parse", "JSON", "ofNullable", "orElse", "SecretStr", "get_secret_value", "value",
        "concat", "hexdigest", "alloc", "padEnd", "to_str",
    )  # fmt: skip
