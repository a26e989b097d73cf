"""What each answer says of a key."""

from __future__ import annotations

import json

import pytest

from keyguard.http.exchange import Answer
from keyguard.verify.envelope import judge
from tests.servers import Reply
from tests.verify.gateway import error

ENVELOPE = {"isSuccess": False, "errors": {"code": "AUTH_001"}}


def of(status: int, document: object) -> Reply:
    return Reply(status, json.dumps(document).encode())


HTML = b"<html><title>Log in</title>isSuccess false AUTH_001</html>"
ALIVE = {
    "no message": error(400, "VALID_001"),
    "not billed": error(402, "BILL_001"),
    "limited": error(429, "RATE_001", retry_after=30),
    "taken": of(200, {"isSuccess": True}),
    "created": of(201, {"messages": [{"id": "wamid.x"}]}),
    "no content": Reply(204),
}
DEAD = {
    "documented": error(401, "AUTH_001"),
    "spaces and other fields": Reply(
        401, b'\n {"x":[1], "errors" : {"code":"AUTH_001"} ,"isSuccess":false}'
    ),
}
UNKNOWN = {
    "no header": error(401, "AUTH_002"),
    "no scheme": error(401, "AUTH_003"),
    "failed": error(500, "AUTH_004"),
    "failed too": error(500, "AUTH_005"),
    "another code of its": error(401, "AUTH_006"),
    "401 about a limit": error(401, "RATE_001"),
    "dead, but 403": error(403, "AUTH_001"),
    "dead, but 400": error(400, "AUTH_001"),
    "dead, but 200": error(200, "AUTH_001"),
    "dead, but 500": error(500, "AUTH_001"),
    "dead, but 404": error(404, "AUTH_001"),
    "success without success": of(200, {"isSuccess": False}),
    "a longer code": error(401, "AUTH_0012"),
    "a code in lower case": error(401, "auth_001"),
    "a line break": error(401, "AUTH_001\n"),
    "401 of a proxy": Reply(401, HTML),
    "401 of nobody": Reply(401),
    "401 in words": Reply(401, b"AUTH_001"),
    "a string": of(401, "AUTH_001"),
    "a list": of(401, [ENVELOPE]),
    "null": of(401, None),
    "errors in a list": of(401, {"isSuccess": False, "errors": [{"code": "AUTH_001"}]}),
    "a code in a list": of(401, {"isSuccess": False, "errors": {"code": ["AUTH_001"]}}),
    "errors in words": of(401, {"isSuccess": False, "errors": "AUTH_001"}),
    "no flag": of(401, {"errors": {"code": "AUTH_001"}}),
    "a flag of another kind": of(401, {**ENVELOPE, "isSuccess": 0}),
    "a flag in words": of(401, {**ENVELOPE, "isSuccess": "false"}),
    "an envelope in an envelope": of(401, {"data": ENVELOPE}),
    "deep": Reply(401, b"[" * 50_000),
    "half": Reply(401, b'{"isSuccess": false, "errors": {"code": "AUTH_001"'),
    "a flag twice": Reply(
        401, b'{"isSuccess":true,"isSuccess":false,"errors":{"code":"AUTH_001"}}'
    ),
    "a code twice": Reply(
        401, b'{"isSuccess":false,"errors":{"code":"BILL_001","code":"AUTH_001"}}'
    ),
    "success and failure": Reply(200, b'{"isSuccess":true,"isSuccess":false}'),
    "no number": Reply(401, b'{"isSuccess":false,"errors":{"code":"AUTH_001","params":NaN}}'),
    "compressed": Reply(401, b"\x1f\x8b\x08\x00"),
    "400 of a proxy": Reply(400, HTML),
    "400 without a code": of(400, {"isSuccess": False, "errors": {}}),
    "402 of a proxy": Reply(402, b"Payment required"),
    "429 of a proxy": Reply(429, b"slow down"),
    "moved": Reply(301),
    "found": Reply(302, headers={"Location": "https://example.org"}),
    "forbidden": Reply(403, HTML),
    "not there": Reply(404, HTML),
    "not this method": Reply(405),
    "a proxy's login": Reply(407),
    "broken": Reply(500, HTML),
    "bad gateway": Reply(502, HTML),
    "away": Reply(503),
    "no status of HTTP": Reply(999, b"{}"),
}
ROWS = [
    pytest.param(reply, expected, id=f"{expected}: {name}")
    for expected, rows in (("alive", ALIVE), ("dead", DEAD), ("unknown", UNKNOWN))
    for name, reply in rows.items()
]


@pytest.mark.parametrize(("reply", "expected"), ROWS)
def test_answers(reply: Reply, expected: str) -> None:
    check = judge(Answer(reply.status, reply.body, True, 0))
    assert check.liveness.value == expected
    assert str(reply.status) in check.reason


@pytest.mark.parametrize("reply", [*ALIVE.values(), *DEAD.values()])
def test_an_answer_that_is_cut_off_says_nothing(reply: Reply) -> None:
    assert judge(Answer(reply.status, reply.body, False, 0)).liveness.value == "unknown"


def test_nothing_but_a_code_is_quoted() -> None:
    reply = error(400, "X_1\x1b[31m::error::" + "y" * 999)
    assert judge(Answer(400, reply.body, True, 0)).reason.endswith("(400)")
