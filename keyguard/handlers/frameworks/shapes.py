"""Handlers known by what they take, wherever they are registered: Django, Rails, net/http."""

from __future__ import annotations

import re
from collections.abc import Iterator

from keyguard.handlers.frameworks.candidate import Candidate
from keyguard.handlers.frameworks.marks import HARMLESS_MARKS, OTHER_METHODS
from keyguard.handlers.frameworks.routes import for_other_methods
from keyguard.handlers.languages.language import Language
from keyguard.handlers.module import Module
from keyguard.handlers.syntax import Node, walk
from keyguard.handlers.words import VERIFIES
from keyguard.model.patterns import lazy_pattern

_SHAPES = {
    "Go": lazy_pattern(r"http\.ResponseWriter|\*gin\.Context|echo\.Context|\*?fiber\.Ctx"),
    "PHP": lazy_pattern(r"\bRequest\b|RequestInterface|^\$request$"),
}


GUARDS = frozenset({"canActivate", "preHandle", "doFilterInternal", "InvokeAsync"})
"""Methods of Nest, Spring and ASP.NET that are asked before a handler."""


def by_shape(module: Module, language: Language) -> Iterator[Candidate]:
    """Functions that take what a handler takes, wherever they are registered."""
    others = for_other_methods(module)
    for function in (node for node in walk(module.root) if node.kind == "func"):
        if id(function) in others:
            continue
        owner = module.owner.get(id(function))
        if function.name in GUARDS and owner is not None:
            yield Candidate(function, is_middleware=True, owner=owner)
            continue
        texts = [each.text or each.name for each in function.params]
        names = [each.name for each in function.params]
        if any(map(OTHER_METHODS.match, function.marks)):
            continue
        if language.works_awaited:
            firsts = names[0] in ("req", "request", "_req") if names else False
            if firsts and len(names) in (2, 3) and names[1] in ("res", "response", "reply"):
                yield Candidate(function, is_middleware=_hands_on(function), owner=owner)
            elif (
                firsts and len(names) == 1 and function.exported and VERIFIES.search(function.name)
            ) or names[:2] in (["ctx", "next"], ["c", "next"]):
                yield Candidate(function, is_middleware=True)
        elif language.name in _SHAPES:
            if any(map(_SHAPES[language.name].search, texts)) and module.is_named(function):
                middle = any(re.search(r"\bClosure\b", each) for each in texts)
                yield Candidate(function, is_middleware=middle, owner=owner)
        elif language.name == "Python":
            yield from _python_shape(function, owner, names)
        elif language.name == "Ruby" and owner is not None and "Controller" in owner.bases:
            yield from _rails_action(module, function, owner)
        elif language.name in ("Java", "Kotlin") and function.name == "doPost":
            yield Candidate(function, owner=owner)


def _hands_on(function: Node) -> bool:
    """Whether a function calls the next handler, and not only with an error."""
    return any(
        node.kind == "call" and node.name == "next" and len(node.kids) == 1
        for node in walk(function.kids[0])
    )


def _python_shape(function: Node, owner: Node | None, names: list[str]) -> Iterator[Candidate]:
    if owner is None:
        if names[:1] == ["request"] and not function.marks:
            yield Candidate(function)
        return
    if function.name == "do_POST":
        yield Candidate(function, owner=owner)
    if function.name == "post" and re.search(r"View|Resource|Handler|Endpoint", owner.bases):
        bases = re.findall(r"\w+", owner.bases.partition("(")[2])
        guarded = any(
            not re.search(
                r"^(?:\w*View|Resource|\w*Handler|HTTPEndpoint|generic|views?|web|tornado|MethodView)$",
                each,
            )
            for each in bases
        )
        marks = [each for each in (*owner.marks, *function.marks) if not HARMLESS_MARKS.match(each)]
        guards = [kid.kids[1] for kid in owner.kids if _sets_guards(kid)]
        classes = any(not any(each.name == "AllowAny" for each in walk(guard)) for guard in guards)
        yield Candidate(function, unresolved=guarded or bool(marks) or classes, owner=owner)


def _sets_guards(node: Node) -> bool:
    """Whether a class sets who may call it, and not to nobody."""
    names = ("permission_classes", "authentication_classes", "decorators")
    return node.kind == "assign" and node.kids[0].name in names and bool(node.kids[1].kids)


def _rails_action(module: Module, function: Node, owner: Node) -> Iterator[Candidate]:
    """A public method of a controller, with what runs before it."""
    chain: tuple[Node, ...] = ()
    unresolved = False
    hidden = False
    for kid in owner.kids:
        if kid.kind == "name" and kid.name in ("private", "protected"):
            hidden = True
        if kid is function and hidden:
            return
        if kid.kind == "call" and kid.name in (
            "before_action",
            "prepend_before_action",
            "http_basic_authenticate_with",
        ):
            only = next(
                (each for each in kid.kids[1:] if each.kind == "pair" and each.name == "only"), None
            )
            if only is not None and not any(each.name == function.name for each in walk(only)):
                continue
            for argument in kid.kids[1:]:
                local = argument if argument.kind == "func" else module.functions.get(argument.name)
                if argument.kind in ("symbol", "func"):
                    chain += (local,) if local is not None else ()
                    unresolved = unresolved or local is None
    base = owner.bases.partition("<")[2].split(";")[0].strip().split("\n")[0]
    known = re.fullmatch(
        r"(?:\w+::)*(?:Application|Base|API|Api)\w*(?:Controller|Base|API)?|ActionController::\w+",
        base,
    )
    is_hook = any(
        kid.kind == "call" and "action" in kid.name
        and any(each.kind == "symbol" and each.name == function.name for each in kid.kids[1:])
        for kid in owner.kids
    )  # fmt: skip
    if not is_hook:
        yield Candidate(function, "", "", chain, unresolved or known is None, owner=owner)


def by_file(module: Module, language: Language) -> Iterator[Candidate]:
    """A script of PHP is a handler as a whole."""
    text = module.text(module.root)
    if language.name != "PHP" or not re.search(
        r"php://input|HTTP_AUTHORIZATION|getallheaders|\$_POST", text
    ):
        return
    if not module.classes and "Route::" not in text and "->post(" not in text:
        yield Candidate(Node("func", module.root.start, module.root.end, kids=(module.root,)))
