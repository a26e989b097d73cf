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


class Answers(Texts):
    """Calls about the request and its answer."""

    def _answer(
        self, node: Node, path: list[str], of: Value, given: Sequence[Value]
    ) -> Value | None:
        """An answer that is sent, or made to be given back."""
        name, root = node.name, path[0]
        if name in EXITS and (len(path) == 1 or root in ("process", "sys", "log", "os", "System")):
            if self.language.name == "PHP":
                raise Ended("return", node)
            raise Ended("exit", node, Value(status=500))
        if name == "status" and len(path) == 1 and self.language.name == "Ruby":
            self.status = self.status_of(node) or self.status
            return UNKNOWN
        if name in FINISHES:
            self.event(Act.ANSWERS, node, name, status=self.status)
            return UNKNOWN
        if name in ("set_status", "send_response", "send_error") and root in ("self", "this"):
            self.status = self.status_of(node) or self.status
            return UNKNOWN
        if name == "start_response" and given and given[0].text[:3].isdigit():
            self.status = int(given[0].text[:3])
            return UNKNOWN
        if name == "http_response_code" or (name == "header" and len(path) == 1):
            return self._php_header(node)
        if name in STOPS and len(path) == 1:
            status = self.status_of(node)
            raise Ended("throw", node, Value(status=status or 302))
        if name == "throw" and root in ("ctx", "context", "c"):
            raise Ended("throw", node, Value(status=self.status_of(node) or 500))
        if name in SENDS_BY_ITSELF and len(path) == 1 and self.language.name == "Ruby":
            self.event(Act.ANSWERS, node, name, status=self.status_of(node) or 200)
            return UNKNOWN
        if self._is_sent(node, path):
            status = self._sent_status(node) or self.status or 200
            for value in given:
                if value.tag is Tag.BODY:
                    self.event(Act.TOUCHES_BODY, node, name)
            if not any(each.act is Act.ANSWERS for each in self.events[-1:]) or status != 200:
                self.event(Act.ANSWERS, node, name, status=status)
            return Value(Tag.ANSWER, status=status)
        if any(BUILDERS.fullmatch(part) for part in (root, name)) and of.tag is not Tag.REQUEST:
            parses = name in ("json", "text") and not _is_context(root)
            if root not in ("JSON", "json") and not parses:
                return Value(Tag.ANSWER, status=self._built_status(node, of))
        return of if of.tag is Tag.ANSWER else None

    def _is_sent(self, node: Node, path: list[str]) -> bool:
        name, root = node.name, path[0]
        if self.language.name == "Go":
            is_context = root in (
                "c",
                "ctx",
                "w",
                "rw",
                "writer",
                "context",
                "resp",
                "res",
                "e",
                "gc",
            )
            encodes = name in (
                "Encode",
                "Fprint",
                "Fprintf",
                "Fprintln",
                "WriteString",
                "Error",
                "JSON",
            )
            writes = any(each.kind == "name" and each.name in ("w", "rw") for each in node.kids[1:])
            inner = node.kids[0].kids[0] if node.kids[0].kind == "member" else node
            to_writer = inner.kind == "call" and any(
                each.kind == "name" and each.name in ("w", "rw") for each in inner.kids[1:]
            )
            if name in ("Header", "Set", "Add"):
                return False
            return (is_context and name in GO_SENDS) or (encodes and (writes or to_writer))
        if not SENDS_ROOT.match(root) or len(path) == 1:
            return False
        if self.language.name == "Python":
            return False
        return name in SENDS and not (self.language.name == "PHP" and name != "send")

    def _sent_status(self, node: Node) -> int | None:
        """The status of an answer that is sent: what its body says does not count."""
        if node.name in ("json", "send", "end", "jsonp", "text", "html", "write"):
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

    def _php_header(self, node: Node) -> Value:
        number = next((each for each in node.kids[1:] if each.kind == "string"), None)
        words = number.name.split() if number is not None else []
        if node.name == "header" and not (words and words[0].startswith(("HTTP/", "Status:"))):
            status = (
                self.status_of(Node("seq", 0, 0, "", node.kids[1:])) if len(node.kids) > 3 else None
            )
        else:
            status = next((int(word) for word in words if word.isdigit()), None) or self.status_of(
                node
            )
        self.status = status or self.status
        return UNKNOWN

    def _body(self, node: Node, of: Value, given: Sequence[Value]) -> Value | None:
        """A call that reads the body, or does something with it."""
        name = node.name
        if of.tag is Tag.REQUEST and of.text != "query" and name in _READS_BODY:
            self.event(Act.TOUCHES_BODY, node, name)
            return Value(Tag.BODY)
        if of.tag is Tag.REQUEST and name in ("switchToHttp", "getRequest"):
            return of
        if of.tag is Tag.REQUEST and name in ("header", "headers", "getHeaders"):
            return of
        if of.tag is Tag.BODY and name in _READS_OF_BODY:
            self.event(Act.TOUCHES_BODY, node, name)
            return of
        if name in _HARMLESS_WITH_BODY:
            return UNKNOWN
        reads_input = any(each.tag is Tag.LITERAL and each.text == "php://input" for each in given)
        if reads_input or any(each.tag is Tag.BODY for each in given):
            self.event(Act.TOUCHES_BODY, node, name)
            if (
                reads_input
                or name in TEXT_FUNCTIONS
                or name in ("decode", "loads", "parse", "ReadAll")
            ):
                return Value(Tag.BODY)
        return (
            of
            if of.tag is Tag.BODY and name in ("get", "dig", "fetch", "permit", "to_unsafe_h")
            else None
        )


def _is_context(root: str) -> bool:
    return root in (
        "c",
        "ctx",
        "context",
        "NextResponse",
        "Response",
        "res",
        "reply",
        "response",
        "web",
    )
