"""A page in Firefox, driven by WebDriver BiDi: a websocket that Firefox itself opens, with nothing to be installed beside it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

from websocket import WebSocket

PATIENCE = 600.0  # seconds for one answer, on a machine that is busy elsewhere
PREFERENCES = {
    "app.update.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.proxy.type": 1,  # every other address is out of reach: nobody listens there
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
}


def find_firefox() -> str | None:
    return shutil.which("firefox-esr") or shutil.which("firefox")


class Firefox:
    """A page; `faults` are the errors that nobody caught in it.

    Args:
        program: as `find_firefox` returns it.
        profile: an empty folder for what Firefox keeps.
    """

    def __init__(self, program: str, profile: Path) -> None:
        told = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFERENCES.items()]
        (profile / "user.js").write_text("\n".join(told))
        said = profile / "said"
        command = [
            program,
            "--headless",
            "--no-remote",
            "--profile",
            str(profile),
            "--remote-debugging-port",
            "0",
        ]
        with said.open("w") as out:
            self._process = subprocess.Popen(command, stdout=out, stderr=out)
        self._socket = WebSocket()
        self._socket.settimeout(PATIENCE)
        self._count = 0
        self.faults: list[str] = []
        try:
            self._socket.connect(f"{self._address(said)}/session", suppress_origin=True)
            self.command("session.new", capabilities={})
            self.command("session.subscribe", events=["log.entryAdded"])
            # A tab of its own has the focus; the first one of Firefox 153 never gets it.
            self._page = self.command("browsingContext.create", type="tab")["context"]
        except BaseException:
            self.close()
            raise

    def _address(self, said: Path) -> str:
        until = time.monotonic() + 120
        while time.monotonic() < until:
            if found := re.search(r"WebDriver BiDi listening on (ws://\S+)", said.read_text()):
                return found[1]
            time.sleep(0.1)
        raise TimeoutError(f"Firefox opened no websocket; it said: {said.read_text()[-500:]}")

    def command(self, method: str, **parameters: Any) -> Any:
        """Send a command and return its result."""
        self._count += 1
        self._socket.send(json.dumps({"id": self._count, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._socket.recv())
            if message.get("method") == "log.entryAdded" and message["params"]["type"] == "javascript":
                self.faults.append(message["params"]["text"])
            if message.get("id") == self._count:
                assert message["type"] == "success", message
                return message["result"]

    def goto(self, address: str) -> None:
        self.command("browsingContext.navigate", context=self._page, url=address, wait="none")

    def evaluate(self, expression: str) -> Any:
        """Return the value of an expression in the page, which may be a promise of something JSON knows."""
        wrapped = f"(async () => JSON.stringify((await ({expression})) ?? null))()"
        told = self.command(
            "script.evaluate", expression=wrapped, target={"context": self._page}, awaitPromise=True
        )
        assert told["type"] == "success", told["exceptionDetails"]["text"]
        return json.loads(told["result"]["value"])

    def press(self, key: str) -> None:
        """Press a key, given as WebDriver writes it, where the focus is."""
        keys = [{"type": kind, "value": key} for kind in ("keyDown", "keyUp")]
        source = {"type": "key", "id": "keyboard", "actions": keys}
        self.command("input.performActions", context=self._page, actions=[source])

    def close(self) -> None:
        self._socket.shutdown()
        self._process.terminate()
        self._process.wait()
