"""The part of a report that only an audit has: habits."""

from __future__ import annotations

from keyguard.model.record import NamedTuple


class Check(NamedTuple):
    """One habit of a well-kept repository. ``advice`` says what to do where it is missing, and
    ``names`` what is amiss there, such as paths: ``message`` leads up to them."""

    name: str
    passed: bool
    message: str
    advice: str = ""
    names: tuple[str, ...] = ()

    def told(self, most: int = 0) -> str:
        """The message with all names, or with so many of them and the number of the others."""
        if not self.names:
            return self.message
        shown = self.names[:most] if most else self.names
        more = len(self.names) - len(shown)
        return f"{self.message} {', '.join(shown)}" + (f" and {more:,} more" if more else "")
