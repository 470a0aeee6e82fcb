"""Chromium without a window, driven through a pipe by the DevTools protocol.

Source: https://chromedevtools.github.io/devtools-protocol/. A pipe needs no port and no package.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_OPTIONS = (
    *("--headless", "--remote-debugging-pipe", "--no-sandbox", "--disable-dev-shm-usage"),
    *("--no-first-run", "--disable-background-networking", "--disable-component-update"),
    *("--disable-gpu", "--hide-scrollbars", "--force-color-profile=srgb"),
)
_SAYING = frozenset({"Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded"})
_TAB = {"key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}

Data = dict[str, Any]
_PATIENCE = 60  # seconds


class ChromiumError(Exception):
    """Chromium died or fell silent, which says nothing of the page: such a test is run again."""


def executable() -> str:
    """The path of Chromium; without one the test fails, for a skipped proof proves nothing."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if not found:
        pytest.fail("these tests need Chromium: apt-get install chromium", pytrace=False)
    return found


class Browser:
    """A running Chromium, whose own messages are kept beside its profile. ``stop`` ends it."""

    def __init__(self, profile: Path) -> None:
        self._log = profile.with_suffix(".log")
        to_read, to_write = os.pipe(), os.pipe()
        # The protocol wants the file descriptors 3 and 4.
        command = f'exec "$0" "$@" 3<&{to_read[0]} 4>&{to_write[1]}'
        arguments = (executable(), *_OPTIONS, f"--user-data-dir={profile}", "about:blank")
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                ["/bin/bash", "-c", command, *arguments],
                pass_fds=(to_read[0], to_write[1]),
                stderr=log,
            )
        os.close(to_read[0])
        os.close(to_write[1])
        self._commands = os.fdopen(to_read[1], "wb", buffering=0)
        self._answers = os.fdopen(to_write[0], "rb")
        self._numbers = count(1)
        self._rest = b""
        self.events: list[Data] = []

    def ask(self, method: str, session: str = "", **params: Any) -> Data:
        """The result of a command; what else Chromium says meanwhile is in ``events``."""
        number = next(self._numbers)
        message: Data = {"id": number, "method": method, "params": params}
        message |= {"sessionId": session} if session else {}
        try:
            self._commands.write(json.dumps(message).encode() + b"\0")
        except BrokenPipeError as error:
            raise self._ended() from error
        while (answer := self._read()).get("id") != number:
            self.events.append(answer)
        assert "error" not in answer, (method, answer)
        result: Data = answer["result"]
        return result

    def wait(self, method: str, session: str) -> Data:
        """The next event of this name."""
        seen = 0
        while True:
            for index in range(seen, len(self.events)):
                each = self.events[index]
                if each.get("method") == method and each.get("sessionId") == session:
                    return self.events.pop(index)
            seen = len(self.events)
            self.events.append(self._read())

    def _read(self) -> Data:
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._answers], [], [], _PATIENCE)
            chunk = os.read(self._answers.fileno(), 1 << 20) if ready else b""
            if not chunk:
                raise self._ended()
            self._rest += chunk
        message, _, self._rest = self._rest.partition(b"\0")
        data: Data = json.loads(message)
        return data

    def _ended(self) -> ChromiumError:
        self._process.kill()
        said = self._log.read_text(encoding="utf-8", errors="replace")
        return ChromiumError(f"exit status {self._process.wait()}; it said last: {said[-2000:]}")

    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def stop(self) -> None:
        """Ends Chromium and waits for it."""
        self._process.terminate()
        self._process.wait(_PATIENCE)
        self._commands.close()
        self._answers.close()

    def open(self, url: str, width: int = 1280, height: int = 900, scheme: str = "light") -> Tab:
        """A new tab that has loaded the page."""
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        attached = self.ask("Target.attachToTarget", targetId=target, flatten=True)
        tab = Tab(self, target, attached["sessionId"])
        for domain in ("Page", "Runtime", "Log", "Network"):
            tab.ask(f"{domain}.enable")
        tab.ask("Emulation.setFocusEmulationEnabled", enabled=True)
        tab.look(width, height, scheme)
        tab.ask("Page.navigate", url=url)
        tab.wait("Page.loadEventFired")
        return tab


@dataclass
class Tab:
    """A page in the browser."""

    browser: Browser
    target: str
    session: str
    closed: bool = field(default=False)

    def ask(self, method: str, **params: Any) -> Data:
        """The result of a command to this tab."""
        return self.browser.ask(method, self.session, **params)

    def wait(self, method: str) -> Data:
        """The next event of this name in this tab."""
        return self.browser.wait(method, self.session)

    def look(self, width: int, height: int, scheme: str, media: str = "") -> None:
        """Sets the size in CSS pixels, the colour scheme, and the medium."""
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            **{"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False},
        )
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.ask("Emulation.setEmulatedMedia", media=media, features=features)

    def run(self, script: str) -> Any:
        """The value of a JavaScript expression, promises awaited."""
        result = self.ask(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def press_tab(self) -> None:
        """The Tab key."""
        self.ask("Input.dispatchKeyEvent", type="rawKeyDown", **_TAB)
        self.ask("Input.dispatchKeyEvent", type="keyUp", **_TAB)

    def said(self) -> list[Data]:
        """What stands in the console: messages, uncaught errors, refused resources, dialogs."""
        return [each for each in self._events() if each["method"] in _SAYING]

    def requests(self) -> list[str]:
        """The addresses that the page asked for."""
        sent = (each for each in self._events() if each["method"] == "Network.requestWillBeSent")
        return [each["params"]["request"]["url"] for each in sent]

    def _events(self) -> list[Data]:
        self.run("0")
        return [each for each in self.browser.events if each.get("sessionId") == self.session]

    def close(self) -> None:
        """Closes the tab."""
        self.browser.ask("Target.closeTarget", targetId=self.target)
