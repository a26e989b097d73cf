"""A handler as rows of events: what it does for each kind of request, in the order of its code."""

from __future__ import annotations

import re

from keyguard.handlers.case import GUESSES, RIGHT, UNSET, WRONG, Case, Ended
from keyguard.handlers.demands import is_demand
from keyguard.handlers.flow import Flow
from keyguard.handlers.frameworks import Candidate
from keyguard.handlers.languages.language import Language
from keyguard.handlers.module import Module
from keyguard.handlers.syntax import Node, Param, path_of
from keyguard.handlers.values import UNKNOWN, Tag, Value
from keyguard.model.handler import Act, Event, Row
from keyguard.model.patterns import lazy_pattern

_REQUEST = lazy_pattern(
    r"^(?:_?req|_?request|r|ctx|c|context|event|ev|evt|httpRequest|rq|http_request)$"
)
_REQUEST_TYPE = lazy_pattern(
    r"\b(?:\w*(?<!@)Request(?!Body|Param|Header)\b|HttpContext|gin\.Context|fiber\.Ctx|echo\.Context|APIGateway\w+|NextApiRequest)"
)
_BODY = lazy_pattern(r"@Body\b|@RequestBody\b|\[FromBody\]|=\s*Body\(|\bJsonElement\b|JsonDocument")
_BODY_NAME = lazy_pattern(
    r"^(?:\w*payload|body|data|dto|\w*event|message|update|\w*webhook|notification|\w*body|input|envelope)$",
    re.I,
)
_OPTIONAL_HEADER = lazy_pattern(
    r"required\s*=\s*false|=\s*Header\(\s*(?:default\s*=\s*)?None|=\s*None|@Headers|FromHeader|Header\(\s*['\"]\s*['\"]",
    re.I,
)
_EMPTY_HEADER = lazy_pattern(r"Header\(\s*(?:default\s*=\s*)?['\"]{2}|defaultValue\s*=\s*\"\"")
_DEPENDS = lazy_pattern(r"Depends\(\s*([\w.]*)|Security\(")
_GUARD_TYPE = lazy_pattern(r":\s*(?:\w+\.)*\w*(?:Auth|Verif|Guard|Secur|Permission|Credential)")
"""The type of a parameter that a framework asks a check in another file for."""
_FRAMEWORK_TYPES = frozenset(
    {"BackgroundTasks", "Response", "WebSocket", "Session", "AsyncSession"}
)
_STARTS = frozenset({"main", "init", "bootstrap"})


class Rows:
    """What one handler does."""

    def __init__(self, candidate: Candidate, module: Module, language: Language) -> None:
        """Raises ``TooLongError`` if there is more code than is looked at."""
        self._candidate = candidate
        self._module = module
        self._language = language
        self._around = module.around.get(id(candidate.function), ())
        self.unresolved = candidate.unresolved
        self.right = self._row(RIGHT)[0]
        self.wrong = self._row(WRONG)[0]
        self.unset = self._row(UNSET)[0]
        guesses = [self._row(case) for case in GUESSES]
        self.guessed = tuple(row for row, let_in in guesses if let_in)

    def _row(self, case: Case) -> tuple[Row, bool]:
        flow = Flow(self._language, self._module, case)
        flow.frames[0].update(_globals(self._language))
        status: int | None = None
        try:
            self._load(flow)
            self._handle(flow)
        except Ended as end:
            status = flow.status_at(end)
            flow.ends.append(flow.place_of(end))
        self.unresolved = self.unresolved or flow.unresolved
        return Row(
            tuple(map(self._in_characters, flow.events)), tuple(flow.ends), status
        ), flow.let_in

    def _in_characters(self, event: Event) -> Event:
        at = self._module.character
        return event._replace(start=at(event.start), end=at(event.end))

    def _load(self, flow: Flow) -> None:
        """What is done before any request: what a check that stops the program leaves out."""
        self._settings(flow, self._module.root)
        for name in _STARTS:
            function = self._module.functions.get(name)
            if function is not None and function is not self._candidate.function:
                self._settings(flow, function.kids[0], guards_only=self._language.name != "Go")
        if self._candidate.owner is not None:
            self._fields(flow, self._candidate.owner)
        for function in self._around:
            for param in function.params:
                if param.name:
                    flow.frames[-1].setdefault(param.name, flow.unknown_secret(param.name))
            self._settings(flow, function.kids[0])
        flow.events.clear()
        flow.ends.clear()

    def _settings(self, flow: Flow, block: Node, guards_only: bool = False) -> None:
        """Assignments and conditions of a block, in order, without what it calls."""
        for node in block.kids:
            if node.kind in ("seq", "block"):
                self._settings(flow, node, guards_only)
            elif node.kind == "assign" and not guards_only:
                if not self._module.has_function(node.kids[-1]):
                    flow.run(node)
            elif _may_stop(node) and not self._module.has_function(node):
                flow.run(node)

    def _fields(self, flow: Flow, owner: Node) -> None:
        """What a class sets itself: fields, and what its constructor does."""
        frame = flow.frames[-1]
        for param in owner.params:
            self._injected(flow, param.name, param.text)
        for node in (
            each for kid in owner.kids for each in ((kid,) if kid.kind != "seq" else kid.kids)
        ):
            if node.kind == "assign":
                value = flow.value(node.kids[1])
                name = node.kids[0].name
                frame[name] = value
                frame[f"this.{name}"] = frame[f"self.{name}"] = value
            elif node.kind == "func" and (
                node.name in ("constructor", "__init__", "__construct", "initialize")
                or node.name == owner.name
            ):
                for param in node.params:
                    self._injected(flow, param.name, param.text)
                self._settings(flow, node.kids[0])
        for match in re.finditer(
            r"""@Value\(\s*(?:value\s*=\s*)?"\\?\$\{([^}"]*)\}"\s*\)[^;=]*?(\w+)\s*(?:[;=]|:)""",
            self._module.text(owner),
        ):
            self._injected(flow, match[2], match[0])

    def _injected(self, flow: Flow, name: str, text: str) -> None:
        """A field or parameter that a framework sets: it fails to start without a value."""
        found = re.search(r"""@Value\(\s*(?:value\s*=\s*)?"\\?\$\{[^:}"]*(:[^}"]*)?\}""", text)
        if found is None:
            return
        value = flow.secret(can_lack=found[1] == ":", empty=True)
        flow.frames[-1][name] = value
        flow.frames[-1][f"this.{name}"] = value

    def _handle(self, flow: Flow) -> None:
        for function in (*self._candidate.chain, self._candidate.function):
            is_last = function is self._candidate.function
            frame = self._given(flow, function)
            outer = () if is_last else self._module.around.get(id(function), ())
            handed = {each.params[0].name for each in outer if each.params}
            frame |= dict.fromkeys(handed, Value(Tag.FUNCTION, text="next"))
            answers = len(flow.events)
            end = _end_of(flow, function, frame, bool(self._candidate.route))
            if end.how == "next" and not is_last:
                continue
            answered = any(each.act is Act.ANSWERS for each in flow.events[answers:])
            hands_on = bool(handed) or any(each.name == "next" for each in function.params)
            if is_last or answered or hands_on or end.how in ("throw", "exit"):
                raise end

    def _given(self, flow: Flow, function: Node) -> dict[str, Value]:
        """What a handler's parameters are."""
        frame: dict[str, Value] = {}
        for number, param in enumerate(flow.params_of(function)):
            value = self._value_of(flow, param, number, function)
            if param.pattern is None:
                frame[param.name] = value
            else:
                flow.bind_param(frame, param, value, function)
        return frame

    def _value_of(self, flow: Flow, param: Param, number: int, function: Node) -> Value:
        text = f"{param.text} "
        if self._module.headers.is_parameter(text):
            optional = _OPTIONAL_HEADER.search(text) is not None
            return flow.header(
                function, empty=_EMPTY_HEADER.search(text) is not None, required=not optional
            )
        if found := _DEPENDS.search(text):
            local = self._module.functions.get(found[1] or "")
            if local is None:
                self.unresolved = True
                return UNKNOWN
            return flow.within(local, self._given(flow, local))
        if self._language.name == "Python" and _GUARD_TYPE.search(text):
            self.unresolved = True
            return UNKNOWN
        if _BODY.search(text) or self._is_model(param, function):
            return Value(Tag.BODY)
        if (
            _REQUEST.match(param.name)
            or _REQUEST_TYPE.search(text)
            or (param.pattern is not None and number == 0)
        ):
            return Value(Tag.REQUEST)
        if number == 0 and self._language.works_awaited and param.name not in ("", "next", "res"):
            return Value(Tag.REQUEST)
        if _BODY_NAME.match(param.name):
            return Value(Tag.BODY)
        return UNKNOWN

    def _is_model(self, param: Param, function: Node) -> bool:
        """Whether a framework parses the body for it: a class of its own, in FastAPI."""
        if self._language.name != "Python" or not function.marks or "=" in param.text:
            return False
        kind = param.text.partition(":")[2].strip()
        return (
            kind[:1].isupper()
            and not _REQUEST_TYPE.search(f"{kind} ")
            and (kind not in _FRAMEWORK_TYPES)
        )


def _may_stop(node: Node) -> bool:
    """Whether a statement may keep a program from starting."""
    return node.kind == "if" or (node.kind == "call" and is_demand(node, path_of(node)))


def _end_of(flow: Flow, function: Node, frame: dict[str, Value], is_routed: bool) -> Ended:
    """How a function ends."""
    try:
        value = flow.enter(function, frame)
        end = Ended("return", Node("seq", function.end, function.end), value)
    except Ended as ended:
        end = ended
    return end if function.marks or is_routed else _decided(end)


def _decided(end: Ended) -> Ended:
    """How a function ends that gives back whether a request is let in."""
    if end.how != "return" or end.value.truth is None:
        return end
    if end.value.truth:
        return Ended("next", end.node)
    return Ended("return", end.node, end.value._replace(status=403))


def _globals(language: Language) -> dict[str, Value]:
    """What frameworks have ready without a parameter."""
    request, body = Value(Tag.REQUEST), Value(Tag.BODY)
    return {
        "Python": {"request": request},
        "Ruby": {"request": request, "params": body},
        "C#": {"Request": request, "HttpContext": request},
        "PHP": {"_POST": body},
    }.get(language.name, {})
