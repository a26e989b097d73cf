"""What ends a run early, what is said of mistyped names and missing extras, and the exit codes that
callers rely on."""

from enum import IntEnum

ADDRESS = "https://github.com/connexease/keyguard"


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


def bug_at(error: Exception) -> str:
    """What is said of an error that nobody foresaw: its kind and its place, never a value."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = ""
    if trace is not None:
        file = trace.tb_frame.f_code.co_filename.replace("\\", "/").rpartition("/")[2]
        where = f" at {file}:{trace.tb_lineno}"
    return f"a bug in keyguard ({type(error).__name__}{where})"


_SHORT = 3
"""Characters of a word that much may hold by chance."""


def nearest(word: str, names: list[str]) -> str:
    """The end of a sentence that says which name was perhaps meant, with its mark."""
    close = closest(word, names)
    return f"; did you mean {close!r}?" if close else f"; known are {', '.join(sorted(names))}."


def closest(word: str, names: list[str]) -> str:
    """The name that was perhaps meant; empty if none resembles the word, or holds it."""
    from difflib import get_close_matches  # needed for mistakes only

    alike = get_close_matches(word, names, n=1, cutoff=0.5)
    holding = [name for name in sorted(names) if len(word) > _SHORT and word in name]
    return next(iter([*alike, *holding]), "")


def install_command(extra: str) -> str:
    """What installs keyguard with an extra. It names the address: until keyguard is on a package
    index, anyone could take its name there."""
    return f'pip install "keyguard[{extra}] @ git+{ADDRESS}"'
