"""What a handler's answers mean: a check passed, failed, or could not be made."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Any

from keyguard.errors import ExitCode
from keyguard.http.address import NoAnswerError
from keyguard.http.exchange import Answer
from keyguard.model.record import NamedTuple
from keyguard.webhook_test.cases import OK, UNAUTHORIZED, Case

ANSWER_WITHIN = 5.0
"""Seconds after which the Gateway calls again."""


class Result(str, Enum):
    """The result of a check."""

    PASSED = "passed"
    FAILED = "failed"
    UNTESTED = "untested"


class Outcome(NamedTuple):
    """A case, and its result. ``status`` is None if no answer came."""

    case: Case
    result: Result
    status: int | None = None
    seconds: float | None = None
    reason: str = ""

    def as_json(self) -> dict[str, Any]:
        """The fields of a check in JSON."""
        return {
            "case": self.case.name,
            "sends": self.case.sends,
            "expected": self.case.expected,
            "status": self.status,
            "seconds": None if self.seconds is None else round(self.seconds, 3),
            "result": self.result.value,
            "reason": self.reason,
        }


def of_answer(case: Case, answer: Answer) -> Outcome:
    """The outcome of a case that was answered."""
    as_expected = answer.status == case.expected
    return Outcome(
        case,
        Result.PASSED if as_expected else Result.FAILED,
        answer.status,
        answer.seconds,
        "" if as_expected else _why_not(case, answer.status),
    )


def of_silence(case: Case, error: NoAnswerError) -> Outcome:
    """The outcome of a case without an answer.

    Too late is a fault of the handler's where it was to answer 200; where it was to refuse, nobody
    knows whether it would have.
    """
    if error.timed_out and case.expected == OK:
        reason = f"{error}; the Gateway would call again. Answer first, then work."
        return Outcome(case, Result.FAILED, reason=reason)
    return Outcome(case, Result.UNTESTED, reason=f"{error}.")


def exit_code(outcomes: Iterable[Outcome]) -> ExitCode:
    """The exit code of all outcomes; 2 wins over 1, as everywhere."""
    results = {outcome.result for outcome in outcomes}
    if Result.UNTESTED in results:
        return ExitCode.INCOMPLETE
    return ExitCode.FINDINGS if Result.FAILED in results else ExitCode.CLEAN


def _why_not(case: Case, status: int) -> str:
    if case.expected == OK:
        if status == UNAUTHORIZED:
            return "It refuses the secret that it was given here: is that the one it runs with?"
        return "Answer 200 to what is authentic; anything else has the Gateway call again."
    kinds = (
        (range(200, 300), "It takes this call for authentic: anyone can make it."),
        (range(300, 400), "It redirects; the Gateway needs the handler's own address."),
        (range(500, 600), "It fails on this call; refuse it with 401 before anything else."),
    )
    for statuses, sentence in kinds:
        if status in statuses:
            return sentence
    return "It refuses, but not with 401, as the Gateway's documentation asks."
