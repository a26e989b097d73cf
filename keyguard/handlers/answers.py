"""Calls that answer a request, or read its body."""

from __future__ import annotations

from collections.abc import Sequence

from keyguard.handlers.case import Ended
from keyguard.handlers.syntax import Node
from keyguard.handlers.texts import Texts
from keyguard.handlers.values import UNKNOWN, Tag, Value
from keyguard.handlers.words import (
    BUILDERS,
    EXITS,
    FINISHES,
    GO_SENDS,
    SENDS,
    SENDS_BY_ITSELF,
    SENDS_ROOT,
    STOPS,
    TEXT_FUNCTIONS,
)
from keyguard.model.handler import Act

_HARMLESS_WITH_BODY = frozenset({
    "MaxBytesReader", "Close", "LimitReader", "isinstance", "len", "isArray", "typeof", "Array",
    "close", "NopCloser",
})  # fmt: skip
_READS_BODY = frozenset({
    "json", "text", "formData", "arrayBuffer", "blob", "get_json", "get_data", "parseBody", "form",
    "body", "read", "post", "all", "input", "getContent", "toArray", "validate", "validated",
    "only", "ReadFromJsonAsync", "raw_post", "BindJSON", "ShouldBindJSON", "ShouldBind", "Bind",
    "stream", "BodyParser", "Body", "getParsedBody", "getReader", "getInputStream", "GetRawData",
    "raw", "ShouldBindBodyWith", "collect", "ReadFormAsync", "getBody", "receiveText", "receive",
    "MustBind", "BodyRaw", "post_data", "FormValue", "PostForm", "ParseForm", "bodyParser",
    "bytes", "buffer",
})  # fmt: skip
_READS_OF_BODY = frozenset({"read", "rewind", "string", "text", "json", "getContents"})


_OF_BODY = frozenset({"get", "dig", "fetch", "permit", "to_unsafe_h"})
"""What takes a part of a body that was read."""
_PARSES = frozenset({"decode", "loads", "parse", "ReadAll"})
_PASSES_REQUEST = frozenset({"switchToHttp", "getRequest", "header", "headers", "getHeaders"})
_PROGRAMS = frozenset({"process", "sys", "log", "os", "System"})
"""What ends a program by one of ``EXITS``."""
_SETS_STATUS = frozenset({"set_status", "send_response", "send_error"})
_THROWING_CONTEXTS = frozenset({"ctx", "context", "c"})
_SENDS_BODY = frozenset({"json", "send", "end", "jsonp", "text", "html", "write"})
_BUILDING_CONTEXTS = frozenset({
    "c", "ctx", "context", "NextResponse", "Response", "res", "reply", "response", "web",
})  # fmt: skip
"""By which ``json`` and ``text`` make an answer, and do not parse."""
_GO_CONTEXTS = frozenset({
    "c", "ctx", "w", "rw", "writer", "context", "resp", "res", "e", "gc",
})  # fmt: skip
_GO_WRITERS = frozenset({"w", "rw"})
_GO_WRITES = frozenset({
    "Encode", "Fprint", "Fprintf", "Fprintln", "WriteString", "Error", "JSON",
})  # fmt: skip
"""What sends by the writer that it is given, or was made with."""
_GO_HEADERS = frozenset({"Header", "Set", "Add"})


class Answers(Texts):
    """Calls about the request and its answer."""

    def _answer(
        self, node: Node, path: list[str], of: Value, given: Sequence[Value]
    ) -> Value | None:
        """An answer that is sent, or made to be given back."""
        self._end_there(node, path)
        if self._sets_status(node, path, given):
            return UNKNOWN
        sent = self._sent(node, path, given)
        return self._built(node, path[0], of) if sent is None else sent

    def _end_there(self, node: Node, path: list[str]) -> None:
        """Raises ``Ended`` for a call after which the code goes no further."""
        name, root, is_function = node.name, path[0], len(path) == 1
        if name in EXITS and (is_function or root in _PROGRAMS):
            if self.language.name == "PHP":
                raise Ended("return", node)
            raise Ended("exit", node, Value(status=500))
        if name in STOPS and is_function:
            raise Ended("throw", node, Value(status=self.status_of(node) or 302))
        if name == "throw" and root in _THROWING_CONTEXTS:
            raise Ended("throw", node, Value(status=self.status_of(node) or 500))

    def _sets_status(self, node: Node, path: list[str], given: Sequence[Value]) -> bool:
        """Whether a call says the status of an answer that is sent later, which counts then."""
        name, root, is_function = node.name, path[0], len(path) == 1
        if name == "http_response_code" or (name == "header" and is_function):
            status = self._php_status(node)
        elif name == "start_response" and given and given[0].text[:3].isdigit():
            status = int(given[0].text[:3])
        elif (name == "status" and is_function and self.language.name == "Ruby") or (
            name in _SETS_STATUS and root in ("self", "this")
        ):
            status = self.status_of(node)
        else:
            return False
        self.status = status or self.status
        return True

    def _sent(self, node: Node, path: list[str], given: Sequence[Value]) -> Value | None:
        """An answer that is sent at once."""
        name = node.name
        if name in FINISHES:
            self.event(Act.ANSWERS, node, name, status=self.status)
            return UNKNOWN
        if name in SENDS_BY_ITSELF and len(path) == 1 and self.language.name == "Ruby":
            self.event(Act.ANSWERS, node, name, status=self.status_of(node) or 200)
            return UNKNOWN
        if not self._is_sent(node, path):
            return None
        status = self._sent_status(node) or self.status or 200
        for value in given:
            if value.tag is Tag.BODY:
                self.event(Act.TOUCHES_BODY, node, name)
        if not any(each.act is Act.ANSWERS for each in self.events[-1:]) or status != 200:
            self.event(Act.ANSWERS, node, name, status=status)
        return Value(Tag.ANSWER, status=status)

    def _built(self, node: Node, root: str, of: Value) -> Value | None:
        """An answer that is sent once it is given back."""
        is_builder = any(BUILDERS.fullmatch(part) for part in (root, node.name))
        if is_builder and of.tag is not Tag.REQUEST and root not in ("JSON", "json"):
            parses = node.name in ("json", "text") and root not in _BUILDING_CONTEXTS
            if not parses:
                return Value(Tag.ANSWER, status=self._built_status(node, of))
        return of if of.tag is Tag.ANSWER else None

    def _is_sent(self, node: Node, path: list[str]) -> bool:
        if self.language.name == "Go":
            return self._is_sent_by_go(node, path[0])
        if self.language.name == "Python" or not SENDS_ROOT.match(path[0]) or len(path) == 1:
            return False
        return node.name in SENDS and not (self.language.name == "PHP" and node.name != "send")

    def _is_sent_by_go(self, node: Node, root: str) -> bool:
        if node.name in _GO_HEADERS:
            return False
        if root in _GO_CONTEXTS and node.name in GO_SENDS:
            return True
        inner = node.kids[0].kids[0] if node.kids[0].kind == "member" else node
        given = (*node.kids[1:], *(inner.kids[1:] if inner.kind == "call" else ()))
        is_given_writer = any(each.kind == "name" and each.name in _GO_WRITERS for each in given)
        return node.name in _GO_WRITES and is_given_writer

    def _sent_status(self, node: Node) -> int | None:
        """The status of an answer that is sent: what its body says does not count."""
        if node.name in _SENDS_BODY:
            inner = node.kids[0].kids[0] if node.kids[0].kind == "member" else node.kids[0]
            return self.status_of(inner) if inner.kind == "call" else None
        return self.status_of(node)

    def _built_status(self, node: Node, of: Value) -> int | None:
        name, rest = node.name, node.kids[1:]
        if of.tag is Tag.ANSWER and of.status is not None:
            return of.status
        is_body_first = self.language.works_awaited or name in ("json", "JsonResponse", "jsonify")
        if is_body_first and rest and rest[0].kind == "object":
            rest = rest[1:]
        if is_body_first and name not in ("status", "code"):
            kids = (Node("name", node.start, node.end, ""), *rest)
            found = self.status_of(Node("call", node.start, node.end, "", kids))
            if found is not None:
                return found
            return self.status_of(node.kids[0].kids[0]) if node.kids[0].kind == "member" else None
        return self.status_of(node)

    def _php_status(self, node: Node) -> int | None:
        """The status that a call of ``header`` or ``http_response_code`` says."""
        number = next((each for each in node.kids[1:] if each.kind == "string"), None)
        words = number.name.split() if number is not None else []
        if node.name == "header" and not (words and words[0].startswith(("HTTP/", "Status:"))):
            rest = Node("seq", 0, 0, "", node.kids[1:])
            return self.status_of(rest) if len(node.kids) > 3 else None
        return next((int(word) for word in words if word.isdigit()), None) or self.status_of(node)

    def _body(self, node: Node, of: Value, given: Sequence[Value]) -> Value | None:
        """A call that reads the body, or does something with it."""
        name = node.name
        if of.tag is Tag.REQUEST and of.text != "query" and name in _READS_BODY:
            self.event(Act.TOUCHES_BODY, node, name)
            return Value(Tag.BODY)
        if of.tag is Tag.REQUEST and name in _PASSES_REQUEST:
            return of
        if of.tag is Tag.BODY and name in _READS_OF_BODY:
            self.event(Act.TOUCHES_BODY, node, name)
            return of
        if name in _HARMLESS_WITH_BODY:
            return UNKNOWN
        reads_input = any(each.tag is Tag.LITERAL and each.text == "php://input" for each in given)
        if reads_input or any(each.tag is Tag.BODY for each in given):
            self.event(Act.TOUCHES_BODY, node, name)
            if reads_input or name in TEXT_FUNCTIONS or name in _PARSES:
                return Value(Tag.BODY)
        return of if of.tag is Tag.BODY and name in _OF_BODY else None
