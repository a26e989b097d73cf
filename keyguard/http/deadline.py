"""A time limit for a whole exchange: the time limits of sockets begin anew with every byte."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress


class Deadline:
    """Shuts the socket that it watches when the time is over. The reader then sees its end."""

    def __init__(self, seconds: float) -> None:
        self.passed = False
        self._end = time.monotonic() + seconds
        self._watched: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._pass)
        self._timer.daemon = True

    def __enter__(self) -> Deadline:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    @property
    def left(self) -> float:
        """Seconds that are left, never 0: to a socket that would mean not to wait."""
        return max(self._end - time.monotonic(), 0.001)

    def watch(self, watched: socket.socket, of: int = 1) -> None:
        """Sets the socket to shut; one wrapped in TLS is another than the one within.

        It may take its share of the time that is left, as one ``of`` so many attempts.
        """
        self._watched = watched
        watched.settimeout(self.left / of)
        if self.passed:
            self._shut()

    def _pass(self) -> None:
        self.passed = True
        self._shut()

    def _shut(self) -> None:
        """By the plain method: that of TLS would change what another thread is reading from."""
        if self._watched is not None:
            with suppress(OSError):
                socket.socket.shutdown(self._watched, socket.SHUT_RDWR)
