"""What the rules about webhook handlers share: which are judged, and what a safe check is."""

from __future__ import annotations

from keyguard.model import Context, Detection
from keyguard.model.finding import WHOLE_HANDLER
from keyguard.model.handler import PASSED, Act, Comparison, Event, Handler, Row
from keyguard.rules._advice import steps

SAFE_CHECKS = {
    "JavaScript": (
        "const given = Buffer.from(req.headers.authorization ?? ''), expected = "
        "Buffer.from(`Bearer ${secret}`); if (!secret || given.length !== expected.length"
        " || !timingSafeEqual(given, expected)) return res.sendStatus(401);"
    ),
    "Python": (
        'if not secret or not hmac.compare_digest(header.encode(), f"Bearer '
        '{secret}".encode()): return "", 401'
    ),
    "PHP": (
        "if (!$secret || !hash_equals('Bearer ' . $secret, $header)) { "
        "http_response_code(401); exit; }"
    ),
    "Go": (
        'if secret == "" || subtle.ConstantTimeCompare([]byte(header), []byte("Bearer '
        '"+secret)) != 1 { w.WriteHeader(http.StatusUnauthorized); return }'
    ),
    "Ruby": (
        "return head :unauthorized unless secret.present? && "
        'ActiveSupport::SecurityUtils.secure_compare(header, "Bearer #{secret}")'
    ),
    "Java": (
        'if (secret.isBlank() || header == null || !MessageDigest.isEqual(("Bearer " + '
        "secret).getBytes(UTF_8), header.getBytes(UTF_8))) return "
        "ResponseEntity.status(401).build();"
    ),
    "Kotlin": (
        'if (secret.isBlank() || header == null || !MessageDigest.isEqual("Bearer '
        '$secret".toByteArray(), header.toByteArray())) return '
        "ResponseEntity.status(401).build()"
    ),
    "C#": (
        "if (string.IsNullOrEmpty(secret) || "
        "!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(header), "
        'Encoding.UTF8.GetBytes($"Bearer {secret}"))) return Unauthorized();'
    ),
}
SAFE_CHECKS["TypeScript"] = SAFE_CHECKS["JavaScript"]
_SUCCESS = range(200, 300)


def judged(detection: Detection, context: Context) -> Handler | None:
    """The handler, if it is one that runs somewhere."""
    if context.test_code or context.documentation:
        return None
    return detection.handler


def check_of(handler: Handler) -> Event | None:
    """The first comparison of the header, if it is seen and the handler a webhook's."""
    if not handler.about_webhooks:
        return None
    return next((each for each in handler.checks if each.what != "elsewhere"), None)


def goes_on(row: Row, handler: Handler) -> bool:
    """Whether a request is treated as one with the right header."""
    return row.ends == handler.right.ends


def refusal(handler: Handler) -> tuple[bool, int | None]:
    """Whether a wrong header is answered by the handler, and with which status."""
    ends = [each for each in handler.wrong.ends if each not in handler.right.ends]
    if ends:
        return True, ends[-1][1]
    return answers_alike(handler), handler.wrong.status


def answers_alike(handler: Handler) -> bool:
    """Whether a wrong header is answered as a right one is, and nothing else could refuse it."""
    statuses = [status for _, status in handler.wrong.ends]
    may_refuse = any(status is not None and not is_success(status) for status in statuses)
    return bool(statuses) and not (
        handler.unresolved or may_refuse or handler.wrong.ends[-1] == PASSED
    )


def is_success(status: int | None) -> bool:
    """Whether the Gateway takes an answer for a yes; none at all is one in most frameworks."""
    return status is None or status in _SUCCESS


def safe_check(handler: Handler, *lines: str) -> str:
    """The steps, the safe check of the handler's language first."""
    check = SAFE_CHECKS[handler.language]
    return steps(f"Check the header before anything else: {check}", *lines, WHOLE_HANDLER)


def work_of(handler: Handler) -> Event | None:
    """The first work that is done before the answer."""
    for event in handler.right.events:
        if event.act is Act.ANSWERS:
            return None
        if event.act is Act.WORKS:
            return event
    return None


def touch_of(handler: Handler) -> Event | None:
    """The first use of the body, if it is in front of the check."""
    touched = None
    for event in handler.right.events:
        if event.act is Act.CHECKS and event.what != "elsewhere":
            return touched
        if event.act is Act.TOUCHES_BODY and touched is None:
            touched = event
    return None


def is_substring(event: Event) -> bool:
    """Whether a check is content if one text is within the other."""
    return event.act is Act.CHECKS and event.comparison is Comparison.SUBSTRING


def is_plain(event: Event) -> bool:
    """Whether the time that a comparison takes tells how much was right."""
    return (
        event.act is Act.CHECKS
        and event.comparison is Comparison.EQUAL
        and event.what != "elsewhere"
    )
