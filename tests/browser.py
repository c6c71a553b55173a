"""A real browser without a window: Chromium, driven through its debugging pipe, and without a network."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import attrs
import pytest

_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--remote-debugging-pipe",
)  # fmt: skip


@attrs.define
class Tab:
    """A page in the browser, and what it said and asked for since it was opened."""

    _write: int
    _read: int
    _session: str = ""
    _asked: int = 0
    _rest: bytes = b""
    requests: list[str] = attrs.Factory(list)
    complaints: list[str] = attrs.Factory(list)

    def ask(self, method: str, **given: Any) -> dict[str, Any]:
        """Send a command and wait for its answer; events on the way are noted."""
        self._asked += 1
        message = {"id": self._asked, "method": method, "params": given}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while (answer := self._next()).get("id") != self._asked:
            pass
        assert "error" not in answer, (method, answer["error"])
        return dict(answer["result"])

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            read = os.read(self._read, 1 << 20)
            assert read, "the browser has ended"
            self._rest += read
        one, self._rest = self._rest.split(b"\0", 1)
        said: dict[str, Any] = json.loads(one)
        match said.get("method"):
            case "Network.requestWillBeSent":
                self.requests.append(said["params"]["request"]["url"])
            case "Log.entryAdded" | "Runtime.consoleAPICalled" | "Runtime.exceptionThrown":
                self.complaints.append(json.dumps(said["params"], ensure_ascii=False))
        return said

    def open(self, page: Path | str, width: int, *, dark: bool = False, height: int = 900) -> None:
        """Open a file, or what this machine serves, in a window of a width."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self.ask("Emulation.setDeviceMetricsOverride", **size)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.ask("Emulation.setEmulatedMedia", features=[scheme])
        self.requests.clear()
        self.complaints.clear()
        self.ask("Page.navigate", url=page if isinstance(page, str) else page.as_uri())
        while self._next().get("method") != "Page.loadEventFired":
            pass

    def run(self, script: str) -> Any:
        """What an expression is worth in the page."""
        answer = self.ask("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def picture(self) -> bytes:
        """The whole page as a PNG."""
        return base64.b64decode(self.ask("Page.captureScreenshot", captureBeyondViewport=True)["data"])

    def print(self) -> bytes:
        """The first pages as a PDF, on the paper that its style asks for."""
        asked = {"preferCSSPageSize": True, "printBackground": True, "pageRanges": "1-5"}
        return base64.b64decode(self.ask("Page.printToPDF", **asked)["data"])


@contextmanager
def browser(home: Path) -> Iterator[Tab]:
    """A tab of a new browser; the test is skipped where there is none, unless MINSHENG_BROWSER=required.

    With MINSHENG_BROWSER=none it is skipped anyway.
    """
    if os.environ.get("MINSHENG_BROWSER") == "none":
        pytest.skip("MINSHENG_BROWSER=none")
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        assert os.environ.get("MINSHENG_BROWSER") != "required", "there is no Chromium here"
        pytest.skip("there is no Chromium here")
    theirs, to = os.pipe()
    back, theirs_back = os.pipe()

    # it looks for its pipe at 3 and 4
    at = f'exec "$@" 3<&{theirs} 4>&{theirs_back}'
    with (home / "browser.log").open("wb") as log:
        process = subprocess.Popen(
            ["bash", "-c", at, "browser", found, *_FLAGS, f"--user-data-dir={home / 'profile'}"],
            stdout=log, stderr=log, pass_fds=(theirs, theirs_back),
        )  # fmt: skip
    os.close(theirs)
    os.close(theirs_back)
    tab = Tab(to, back)
    try:
        target = tab.ask("Target.createTarget", url="about:blank")["targetId"]
        tab._session = tab.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            tab.ask(f"{domain}.enable")
        yield tab
    finally:
        with suppress(OSError, AssertionError):
            tab._session = ""
            tab.ask("Browser.close")
        try:
            process.wait(10)
        finally:
            process.kill()
            os.close(to)
            os.close(back)
