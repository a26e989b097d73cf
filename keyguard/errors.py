"""What ends a run early, and the exit codes that callers rely on."""

from enum import IntEnum


class ExitCode(IntEnum):
    """What the process returns. ``INCOMPLETE`` wins over ``FINDINGS``."""

    CLEAN = 0
    FINDINGS = 1
    INCOMPLETE = 2
    BUG = 3


class KeyguardError(Exception):
    """The run can't go on. The text is one sentence that says what to do; exit code 2."""
