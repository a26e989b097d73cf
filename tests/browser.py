"""A headless Chromium, driven by the DevTools protocol over a pair of pipes.

https://chromedevtools.github.io/devtools-protocol/, with ``--remote-debugging-pipe``: a message is
JSON with a zero byte behind it, read by the browser from descriptor 3 and written to 4.
"""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_NAMES = ("chromium", "chromium-browser", "google-chrome")
BROWSER = next(filter(None, map(shutil.which, _NAMES)), None)
_OPTIONS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-extensions", "--no-first-run",
    "--remote-debugging-pipe", "--window-size=1100,900",
)  # fmt: skip


class Tab:
    """One page of the browser."""

    def __init__(self, to_browser: int, from_browser: int) -> None:
        self._to = to_browser
        self._from = os.fdopen(from_browser, "rb", buffering=0)
        self._numbers = itertools.count(1)
        self._rest = b""
        self._session: str | None = None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        self.requests: list[str] = []
        """Addresses that the page asked for."""
        self.call("Page.enable")
        self.call("Network.enable")

    def open(self, page: Path) -> None:
        """Shows a page, and waits until all of it is loaded."""
        self.call("Page.navigate", url=page.as_uri())
        while self._message().get("method") != "Page.loadEventFired":
            pass

    def value(self, expression: str) -> Any:
        """What an expression is worth on the page. The page's own policy does not hinder that."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def press(self, key: str, code: int, text: str = "") -> None:
        """Presses a key, as a person does. ``text`` is what it types, if anything."""
        down = {"type": "keyDown", "text": text} if text else {"type": "rawKeyDown"}
        for event in (down, {"type": "keyUp"}):
            self.call(
                "Input.dispatchKeyEvent", key=key, code=key, windowsVirtualKeyCode=code, **event
            )

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """What the browser answers."""
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._message()
            if answer.get("id") == number:
                assert "error" not in answer, answer
                return dict(answer["result"])

    def end(self) -> None:
        """Ends the browser, and waits until it has written what it keeps."""
        os.write(self._to, json.dumps({"id": 0, "method": "Browser.close"}).encode() + b"\0")
        while self._from.read(1 << 16):
            pass

    def _message(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            read = self._from.read(1 << 16)
            assert read, "the browser has ended"
            self._rest += read
        text, _, self._rest = self._rest.partition(b"\0")
        message = dict(json.loads(text))
        if message.get("method") == "Network.requestWillBeSent":
            self.requests.append(message["params"]["request"]["url"])
        return message


@contextmanager
def browsing(folder: Path) -> Iterator[Tab]:
    """A browser with an empty profile in ``folder``."""
    assert BROWSER
    read_by_browser, to_browser = os.pipe()
    from_browser, written_by_browser = os.pipe()

    def place() -> None:
        """Moves both ends out of the way first: one may be 3 or 4 itself."""
        ends = [os.dup(end) for end in (read_by_browser, written_by_browser)]
        high = [os.dup2(end, 100 + number) for number, end in enumerate(ends)]
        for number, end in zip((3, 4), high, strict=True):
            os.dup2(end, number)

    with subprocess.Popen(
        [BROWSER, *_OPTIONS, f"--user-data-dir={folder}"],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        preexec_fn=place, close_fds=False,
    ) as process:  # fmt: skip
        os.close(read_by_browser)
        os.close(written_by_browser)
        try:
            tab = Tab(to_browser, from_browser)
            yield tab
            tab.end()
        finally:
            process.kill()
            os.close(to_browser)
