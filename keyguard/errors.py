"""What ends a run early, and the exit codes that callers rely on."""

from enum import IntEnum


class ExitCode(IntEnum):
    """What the process returns. ``INCOMPLETE`` wins over ``FINDINGS``."""

    CLEAN = 0
    FINDINGS = 1
    INCOMPLETE = 2
    BUG = 3


class KeyguardError(Exception):
    """The run can't go on; exit code 2.

    Each argument is one sentence that says what is wrong and what to do.
    """

    @property
    def sentences(self) -> tuple[str, ...]:
        """What is wrong, a fault a sentence."""
        return self.args

    def __str__(self) -> str:
        return " ".join(self.args)
