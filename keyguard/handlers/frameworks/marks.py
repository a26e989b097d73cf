"""Handlers known by a decorator, an annotation or an attribute: Flask, Nest, Spring, ASP.NET."""

from __future__ import annotations

import re
from collections.abc import Iterator

from keyguard.handlers.frameworks.candidate import Candidate
from keyguard.handlers.frameworks.middleware import (
    returned,
)
from keyguard.handlers.module import Module
from keyguard.handlers.syntax import Node, walk
from keyguard.model.patterns import lazy_pattern

MARKS = lazy_pattern(
    r"""^[@\[\#\s]*(?:
        (?:\w+\.)+(?:post|api_route)\b | (?:\w+\.)+route\b(?=[\s\S]*POST)
      | (?:Post|All)(?=\(|$|\s*\]) | PostMapping
      | RequestMapping(?![\s\S]*RequestMethod\.(?:GET|PUT|DELETE))
      | HttpPost | csrf_exempt | require_POST | api_view(?=[\s\S]*POST) | functions_framework\.http
      | require_http_methods(?=[\s\S]*POST) | https_fn\.on_request
      | Route(?![\s\S]*methods:\s*\[?['"](?:GET|PUT|DELETE))
      | view_config | method_decorator | Post\b
    )""",
    re.VERBOSE,
)


_ANY_MARK = lazy_pattern(r"^[@\[#\s]*([\w.]+)")


OTHER_METHODS = lazy_pattern(
    r"^[@\[#\s]*(?:(?:\w+\.)*(?:get|put|patch|delete|head|options)\b|(?:Get|Put|Patch|Delete)Mapping"
    r"|Http(?:Get|Put|Patch|Delete)|(?:Get|Put|Patch|Delete|Head)\()",
)


CHANGES = lazy_pattern(
    r"^[@\[#\s]*(?:(?:\w+\.)*(?:put|patch|delete)\b|(?:Put|Patch|Delete)Mapping"
    r"|Http(?:Put|Patch|Delete)|(?:Put|Patch|Delete)\()",
)
"""What changes or deletes something."""

HARMLESS_MARKS = lazy_pattern(
    r"""^[@\[\#\s]*(?:
        (?:\w+\.)*(?:route|post|get|api_route|api_view|http|on_request|exempt|limit|errorhandler)\b
      | csrf_exempt | require_(?:POST|GET|safe|http_methods) | never_cache | swagger_auto_schema
      | extend_schema | doc\b | atomic | transaction | staticmethod | classmethod | override\b
      | method_decorator\(\s*(?:csrf_exempt|require_POST|never_cache)
      | (?:Post|All|HttpCode|Header|HttpPost|Route|Controller|RestController|Override|Async
          |Consumes|Produces|Operation|Tag|Tags|Transactional|Public|AllowAnonymous|Injectable
          |CrossOrigin|Slf4j|Log4j2|RequiredArgsConstructor|Component|Autowired|SkipThrottle
          |Throttle|Version|UsePipes|UseInterceptors|Inject|View|Profile|Service|Bean|Validated
          |DisableRequestSizeLimit|JvmStatic|IsPublic|PublicRoute|Area|Hidden|EnableCors
          |DisableCors|NonAction|ActionName|RequestSizeLimit|EnableRateLimiting|Conditional\w*)\b
      | (?:\w+Mapping|Swagger\w*|Suppress\w*|IgnoreAntiforgery\w*|Response\w*|Res|Redirect
          |NoArgs\w*|AllArgs\w*|SkipAuth\w*|Produces\w*)\b
      | Api(?:BearerAuth|BasicAuth|OAuth2|Security)\b
      | Api(?!\w*(?:Key|Auth|Token|Secret|Guard|Secur|Bearer|Basic))\w*
    )""",
    re.VERBOSE,
)
"""What says nothing of who may call."""


def by_mark(module: Module) -> Iterator[Candidate]:
    """What is marked as a handler, with what its other marks bring."""
    for function in (node for node in walk(module.root) if node.kind == "func" and node.marks):
        owner = module.owner.get(id(function))
        marks = function.marks
        if not any(map(MARKS.match, marks)) or any(map(OTHER_METHODS.match, marks)):
            continue
        around = owner.marks if owner is not None else ()
        strings = re.findall(r"""["']([^"']*)["']""", " ".join((*around, *marks)))
        chain: tuple[Node, ...] = ()
        unresolved = False
        for mark in (*around, *marks):
            for word in re.findall(r"(?:Depends|Security)\(\s*(\w+)", mark):
                local = module.functions.get(word)
                chain += (local,) if local is not None else ()
                unresolved = unresolved or local is None
            if HARMLESS_MARKS.match(mark) and not re.search(
                r"Depends\(|dependencies\s*=|Security\(", mark
            ):
                continue
            named = _ANY_MARK.match(mark)
            local = module.functions.get(named[1]) if named else None
            if local is not None and local is not function:
                chain += (returned(local),)
            else:
                unresolved = True
        yield Candidate(function, "/".join(strings[:3]), "", chain, unresolved, owner=owner)
