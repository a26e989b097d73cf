"""Starts helping processes, and says what signals mean to them and to the process that started
them.

A request to end is followed in good order, and leaves nothing running.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from keyguard.parallel.signals import ENDING

HEEDED_AFTER = 0.1
"""Seconds after which a request to end is noticed at the latest, while results are waited for."""


def context() -> Any:
    """The way to start processes: forked ones begin at once and share what was read, where the
    platform has them."""
    methods = multiprocessing.get_all_start_methods()
    return multiprocessing.get_context("fork" if "fork" in methods else "spawn")


def context_beside_threads() -> Any:
    """The way to start processes beside threads: not by a fork, whose copy may wait for locks that
    nobody releases."""
    return context() if threading.active_count() == 1 else multiprocessing.get_context("spawn")


class Stop:
    """Notes a request to end, so that it can be followed in good order.

    An exception in the midst of anything may hit a callback, where Python drops it with a
    traceback. Whoever asks twice does not want to wait for that.
    """

    is_wanted = False

    def __call__(self, number: int, frame: object) -> None:
        """Is the handler of a signal. Raises ``KeyboardInterrupt`` the second time."""
        self.heed()
        self.is_wanted = True

    def heed(self) -> None:
        """Raises ``KeyboardInterrupt`` if the process was asked to end."""
        if self.is_wanted:
            raise KeyboardInterrupt


def end_in_order(stop: Stop) -> dict[int, Any]:
    """Makes requests to end the same as Ctrl-C, so that the helping processes are ended too.

    Returns the handlers from before; there are none where only the main thread may change them.
    """
    before: dict[int, Any] = {}
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGINT, *ENDING):
            if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
                before[number] = signal.signal(number, stop)
    return before


def handle_as_before(handlers: dict[int, Any]) -> None:
    """Undoes ``end_in_order``."""
    for number, handler in handlers.items():
        signal.signal(number, handler)


@contextmanager
def no_interruption() -> Iterator[None]:
    """Holds signals back while the block lasts, also in processes started in it, until they can
    handle them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, *ENDING))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_leaders: set[int] = set()
"""The process that has made itself one, by its number: what it forks is none."""


def lead_a_session() -> None:
    """Makes this process the leader of a group that ends as a whole, without the terminal, at which
    an ssh would ask for a password.

    Whoever started it ends the group.
    """
    if hasattr(os, "setsid"):
        os.setsid()
        _leaders.add(os.getpid())


def leads_its_session() -> bool:
    """Whether this process leads a session of its own: what it starts is ended with it."""
    return os.getpid() in _leaders


def heed_signals() -> None:
    """Leaves interruptions from the keyboard to the process that started this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in ENDING:
        signal.signal(number, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGINT, *ENDING))
