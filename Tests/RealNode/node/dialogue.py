"""The two dialogues with a virtual machine, both JSON by line: QEMU's monitor and the agent inside."""

from __future__ import annotations

import contextlib
import itertools
import json
import pathlib
import random
import socket
import subprocess
import time
import typing

from .machine import NodeError

CONNECT_SECONDS = 20
ANSWER_SECONDS = 60
#: A request that the agent of before a reboot took with it is not answered, so it is asked again.
SYNCHRONISE_SECONDS = 15


class QEMUError(NodeError):
    """QEMU or its agent refused a command."""


class Dialogue:
    """A connection to one of QEMU's sockets."""

    def __init__(self, path: pathlib.Path, qemu: subprocess.Popen[bytes]) -> None:
        self._buffer = b""
        self._numbers = itertools.count(1)
        self._socket = socket.socket(socket.AF_UNIX)
        deadline = time.monotonic() + CONNECT_SECONDS
        while True:
            try:
                self._socket.connect(str(path))
                return
            except OSError as error:
                if qemu.poll() is not None or time.monotonic() > deadline:
                    self._socket.close()
                    log = (path.parent / "log").read_text(encoding="utf-8", errors="replace").strip()
                    raise NodeError(log or f"QEMU does not answer: {error}") from error
                time.sleep(0.02)

    def __enter__(self) -> typing.Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def receive(self, timeout: float = ANSWER_SECONDS) -> dict[str, typing.Any]:
        """The next message. Raises TimeoutError, and NodeError where the other end has gone."""
        deadline = time.monotonic() + timeout
        while b"\n" not in self._buffer:
            self._socket.settimeout(max(0.01, deadline - time.monotonic()))
            try:
                block = self._socket.recv(1 << 20)
            except ConnectionError as error:
                raise NodeError("QEMU has ended") from error
            if not block:
                raise NodeError("QEMU has ended")
            self._buffer += block
        line, self._buffer = self._buffer.split(b"\n", 1)
        # The agent answers a request to synchronise with this byte first.
        return json.loads(line.lstrip(b"\xff"))

    def ask(self, command: str, *, timeout: float = ANSWER_SECONDS, **arguments: typing.Any) -> typing.Any:
        """Sends a command and waits for what it returns."""
        number = next(self._numbers)
        self._send(command, arguments, number=number)
        deadline = time.monotonic() + timeout
        while True:
            message = self.receive(deadline - time.monotonic())
            # An answer that came too late for whoever asked.
            if message.get("id", number) != number:
                continue
            if "error" in message:
                raise QEMUError(f"{command}: {message['error']['desc']}")
            if "return" in message:
                return message["return"]
            # What is left is an event of before, which nobody waits for.

    def command(self, line: str) -> None:
        """Gives a command of QEMU's monitor for people, which prints nothing where it succeeds."""
        answer = self.ask("human-monitor-command", timeout=120, **{"command-line": line})
        if answer.strip():
            raise QEMUError(f"{line}: {answer.strip()}")

    def wait_for_event(self, name: str, timeout: float) -> None:
        """Waits for an event to come."""
        deadline = time.monotonic() + timeout
        while self.receive(deadline - time.monotonic()).get("event") != name:
            pass

    def synchronise(self, timeout: float) -> None:
        """Waits for the agent, and drops what is left of a dialogue that was cut off."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            number = random.randrange(1 << 30)
            # First what ends a request that was cut off. QEMU keeps it all until an agent listens, so few are sent.
            self._send("guest-sync-delimited", {"id": number}, prefix=b"\xff\n\n")
            until = min(deadline, time.monotonic() + SYNCHRONISE_SECONDS)
            with contextlib.suppress(TimeoutError):
                while True:
                    with contextlib.suppress(json.JSONDecodeError):
                        if self.receive(until - time.monotonic()).get("return") == number:
                            return
        raise NodeError(f"the agent in the virtual machine does not answer after {timeout} s")

    def _send(
        self, command: str, arguments: dict[str, typing.Any], prefix: bytes = b"", number: int | None = None
    ) -> None:
        request = {"execute": command, "arguments": arguments} | ({} if number is None else {"id": number})
        self._socket.settimeout(ANSWER_SECONDS)
        self._socket.sendall(prefix + json.dumps(request).encode() + b"\n")
