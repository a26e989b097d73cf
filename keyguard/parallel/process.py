"""How a process that helps is started, and what signals mean to it and to the one that started it.

While a request to end is followed in good order, nothing is left running.
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
"""Seconds until a request to end is noticed at the latest, while results are waited for."""


def context() -> Any:
    """Forked processes begin at once and share what was read; not every platform has them."""
    methods = multiprocessing.get_all_start_methods()
    return multiprocessing.get_context("fork" if "fork" in methods else "spawn")


def context_beside_threads() -> Any:
    """No process is forked beside threads: it may wait for locks that nobody is left to open."""
    return context() if threading.active_count() == 1 else multiprocessing.get_context("spawn")


class Stop:
    """Takes note of a request to end, for where it can be followed in good order: what is raised
    in the midst of anything may hit a callback, where Python drops it with a traceback. Who asks
    twice does not want to wait for that."""

    is_wanted = False

    def __call__(self, number: int, frame: object) -> None:
        """Is the handler of a signal. Raises ``KeyboardInterrupt`` the second time."""
        self.heed()
        self.is_wanted = True

    def heed(self) -> None:
        """Raises ``KeyboardInterrupt`` if that was asked for."""
        if self.is_wanted:
            raise KeyboardInterrupt


def end_in_order(stop: Stop) -> dict[int, Any]:
    """Makes a request to end what Ctrl-C is, so that the processes are ended too.

    The handlers that were there before; none are changed where only the main thread may do so.
    """
    before: dict[int, Any] = {}
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGINT, *ENDING):
            if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
                before[number] = signal.signal(number, stop)
    return before


def handle_as_before(handlers: dict[int, Any]) -> None:
    """Takes back what ``end_in_order`` did."""
    for number, handler in handlers.items():
        signal.signal(number, handler)


@contextmanager
def no_interruption() -> Iterator[None]:
    """Keeps signals waiting, in the processes started meanwhile too: until they can handle them."""
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
    """Makes this process the first of a group, which ends as a whole, and leaves the terminal, at
    which an ssh would ask for a password. Whoever started it ends the group."""
    if hasattr(os, "setsid"):
        os.setsid()
        _leaders.add(os.getpid())


def leads_its_session() -> bool:
    """Whether this process leads a session of its own: what it starts is ended with it."""
    return os.getpid() in _leaders


def heed_signals() -> None:
    """An interruption from the keyboard is for the process that started this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in ENDING:
        signal.signal(number, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGINT, *ENDING))
