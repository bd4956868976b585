"""What a test can do with a node, whatever the node runs on."""

from __future__ import annotations

import abc
import atexit
import contextlib
import dataclasses
import json
import pathlib
import shlex
import time
import typing

#: How often a wait looks again.
POLL_SECONDS = 0.1


class NodeError(Exception):
    """A node did not do what a test asked of it."""


@dataclasses.dataclass(frozen=True)
class Finished:
    """A script that has ended: its exit status and what it wrote."""

    status: int
    stdout: str
    stderr: str


class Node(abc.ABC):
    """A booted Debian 12 with systemd as PID 1, from when it is entered until it is left."""

    def __init__(self) -> None:
        self._cleanup = contextlib.ExitStack()

    @abc.abstractmethod
    def _start(self, stack: contextlib.ExitStack) -> None:
        """Boots the node, and gives `stack` what undoes it."""

    def __enter__(self) -> typing.Self:
        with contextlib.ExitStack() as stack:
            self._start(stack)
            self._cleanup = stack.pop_all()
        # unittest leaves contexts open where a run is interrupted.
        atexit.register(self._cleanup.close)
        return self

    def __exit__(self, *_: object) -> None:
        atexit.unregister(self._cleanup.close)
        self._cleanup.close()

    @abc.abstractmethod
    def _execute(self, script: str, stdin: bytes, timeout: float) -> tuple[int, bytes, bytes]:
        """Runs `script` with bash as root; raises TimeoutError after `timeout` seconds."""

    @abc.abstractmethod
    def copy_in(self, source: pathlib.Path, target: str) -> None:
        """Copies a file of this machine to the path `target` of the node."""

    @abc.abstractmethod
    def _console(self) -> str:
        """What the node wrote outside its journal, for a failure's message."""

    def run(self, script: str, *, stdin: bytes = b"", timeout: float = 60, check: bool = True) -> Finished:
        """Runs a bash script as root. With `check`, raises NodeError unless it exits with 0."""
        try:
            status, stdout, stderr = self._execute(script, stdin, timeout)
        except TimeoutError as error:
            raise NodeError(f"not finished after {timeout} s: {script}") from error
        finished = Finished(status, stdout.decode(errors="replace"), stderr.decode(errors="replace"))
        if check and status != 0:
            raise NodeError(f"exit status {status} of: {script}\n{finished.stdout}{finished.stderr}".rstrip())
        return finished

    def output(self, script: str, *, timeout: float = 60) -> str:
        """What a script that must succeed wrote to its standard output, without the last line's end."""
        return self.run(script, timeout=timeout).stdout.rstrip("\n")

    def read(self, path: str) -> str:
        """The text of a file of the node."""
        return self.run(f"cat {shlex.quote(path)}").stdout

    def write(self, path: str, text: str) -> None:
        """Writes a file of the node, by one open and one write, with its directory."""
        quoted = shlex.quote(path)
        self.run(f'mkdir -p "$(dirname {quoted})" && cat >{quoted}', stdin=text.encode())

    def exists(self, path: str) -> bool:
        """Whether the node has something at `path`, be it a broken link."""
        quoted = shlex.quote(path)
        return self.run(f"test -e {quoted} || test -L {quoted}", check=False).status == 0

    def install(self, package: pathlib.Path, *options: str) -> Finished:
        """Installs a .deb as provisioning does: by apt, nobody to answer. `options` are apt's."""
        target = f"/root/{package.name}"
        self.copy_in(package, target)
        asked = " ".join(map(shlex.quote, options))
        return self.run(f"apt-get install --yes {asked} {target} </dev/null", timeout=180)

    def journal_position(self) -> str:
        """A cursor: entries written from now on are after it."""
        self.run("journalctl --sync")
        return self.output("journalctl --lines=0 --show-cursor --quiet | sed -n 's/^-- cursor: //p'")

    def journal(self, *matches: str, after: str | None = None) -> list[dict[str, typing.Any]]:
        """The journal's entries of this boot that match all of `matches` (`FIELD=value`), oldest first.

        Matched here, because journalctl of systemd 252 loses an entry where matches and a cursor meet.
        """
        words = ["journalctl", "--output=json", "--no-pager", "--all", "--quiet", "--boot"]
        words += [f"--after-cursor={after}"] if after else []
        lines = self.run(f"journalctl --sync; {shlex.join(words)}").stdout.splitlines()
        wanted = [match.split("=", 1) for match in matches]
        entries = (json.loads(line) for line in lines)
        return [entry for entry in entries if all(entry.get(field) == value for field, value in wanted)]

    def wait_for_entries(
        self, *matches: str, after: str | None = None, count: int = 1, timeout: float = 30
    ) -> list[dict[str, typing.Any]]:
        """At least `count` journal entries that match, as soon as they are there."""
        deadline = time.monotonic() + timeout
        while True:
            entries = self.journal(*matches, after=after)
            if len(entries) >= count:
                return entries
            if time.monotonic() > deadline:
                raise NodeError(f"{len(entries)} of {count} journal entries {' '.join(matches)} after {timeout} s")
            time.sleep(POLL_SECONDS)

    def wait_until(self, script: str, what: str, *, timeout: float = 30) -> None:
        """Waits until a script exits with 0; `what` is the condition in words."""
        deadline = time.monotonic() + timeout
        while True:
            finished = self.run(script, check=False)
            if finished.status == 0:
                return
            if time.monotonic() > deadline:
                raise NodeError(f"not so after {timeout} s: {what}\n{finished.stdout}{finished.stderr}".rstrip())
            time.sleep(POLL_SECONDS)

    def _wait_for_boot(self, timeout: float) -> None:
        """Waits until every unit of the boot has started; one that failed is an error of the image."""
        deadline = time.monotonic() + timeout
        state = "unreachable"
        while time.monotonic() < deadline:
            with contextlib.suppress(NodeError, OSError):
                state = self.run("systemctl is-system-running", timeout=10, check=False).stdout.strip()
            if state == "running":
                return
            if state == "degraded":
                raise NodeError(f"units failed at boot:\n{self.output('systemctl --failed --no-legend')}")
            time.sleep(POLL_SECONDS)
        raise NodeError(f"not booted after {timeout} s, but '{state}'\n{self._console()[-2000:]}")
