"""A node in a container: systemd-nspawn on an overlay in memory."""

from __future__ import annotations

import contextlib
import itertools
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

from . import image as images
from .machine import POLL_SECONDS, Node, NodeError

BOOT_SECONDS = 60
STOP_SECONDS = 20

#: What a script in the node finds in its environment, and nothing else.
ENVIRONMENT = {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": "/root",
    "LANG": "C.UTF-8",
    "DEBIAN_FRONTEND": "noninteractive",
}

#: Cgroups of containers: this, the test's process, a number.
CGROUP_PREFIX = "nodekeel-test-"

_numbers = itertools.count(1)


class Container(Node):
    """A container that boots when entered and is gone when left."""

    def __init__(self, image: images.Image | None = None) -> None:
        super().__init__()
        self._image = image

    def _start(self, stack: contextlib.ExitStack) -> None:
        image = self._image or images.image()
        self._log = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="nodekeel-test."))) / "log"
        _remove_orphans()
        cgroup = f"{CGROUP_PREFIX}{os.getpid()}-{next(_numbers)}"
        stack.callback(_remove_cgroup, cgroup)
        self._nspawn = self._run_nspawn(image.root, cgroup)
        stack.callback(self._end)
        self._leader = self._wait_for_leader()
        self._wait_for_boot(BOOT_SECONDS)

    def copy_in(self, source: pathlib.Path, target: str) -> None:
        shutil.copyfile(source, f"/proc/{self._leader}/root{target}")

    def _run_nspawn(self, root: pathlib.Path, cgroup: str) -> subprocess.Popen[bytes]:
        """Starts nspawn in a cgroup of its own (it leaves empty ones behind), to die with this process."""
        home = _cgroup_roots("cgroup2")[0] / cgroup
        home.mkdir()
        nspawn = [
            "systemd-nspawn", "--quiet", f"--directory={root}", "--volatile=overlay", "--register=no", "--keep-unit",
            "--private-network", "--capability=all", "--machine=node", "--boot",
        ]  # fmt: skip
        command = [
            "setpriv", "--pdeathsig=KILL", "sh", "-c", 'echo $$ >"$0" && exec "$@"', f"{home}/cgroup.procs",
            *nspawn,
        ]  # fmt: skip
        # Only /proc/sys/net is writable: the rest of /proc/sys is this machine's.
        environment = dict(
            os.environ, SYSTEMD_NSPAWN_UNIFIED_HIERARCHY="1", SYSTEMD_NSPAWN_API_VFS_WRITABLE="network"
        )
        with open(self._log, "wb") as log:
            return subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, env=environment
            )

    def _wait_for_leader(self) -> int:
        """The process that is PID 1 inside."""
        children = pathlib.Path(f"/proc/{self._nspawn.pid}/task/{self._nspawn.pid}/children")
        deadline = time.monotonic() + BOOT_SECONDS
        while time.monotonic() < deadline and self._nspawn.poll() is None:
            with contextlib.suppress(OSError):
                for child in children.read_text(encoding="ascii").split():
                    if pathlib.Path(f"/proc/{child}/comm").read_text(encoding="utf-8") == "systemd\n":
                        return int(child)
            time.sleep(POLL_SECONDS / 5)
        raise NodeError(f"systemd-nspawn started no systemd:\n{self._console()}")

    def _execute(self, script: str, stdin: bytes, timeout: float) -> tuple[int, bytes, bytes]:
        command = [
            "nsenter", f"--target={self._leader}", "--root", "--wd", "--mount", "--uts", "--ipc", "--net",
            "--pid", "--cgroup", "/bin/bash", "-c", script,
        ]  # fmt: skip
        try:
            done = subprocess.run(
                command, input=stdin, capture_output=True, timeout=timeout, env=ENVIRONMENT, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise TimeoutError from error
        return done.returncode, done.stdout, done.stderr

    def _console(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")

    def _end(self) -> None:
        """Asks nspawn to power the node off, as its manual says; kills it where that takes too long."""
        self._nspawn.terminate()
        try:
            self._nspawn.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._nspawn.kill()
            self._nspawn.wait()


def _cgroup_roots(*kinds: str) -> list[pathlib.Path]:
    """Where this machine has hierarchies of cgroups of these file system types."""
    mounts = pathlib.Path("/proc/self/mounts").read_text(encoding="utf-8").splitlines()
    roots = [pathlib.Path(target) for _, target, kind, *_ in map(str.split, mounts) if kind in kinds]
    if not roots:
        raise NodeError(f"this machine has no {' or '.join(kinds)} mounted")
    return roots


def _remove_orphans() -> None:
    """Removes the cgroups of runs that were killed before they could."""
    names = {tree.name for root in _cgroup_roots("cgroup", "cgroup2") for tree in root.glob(f"{CGROUP_PREFIX}*")}
    for name in names:
        if not pathlib.Path("/proc", name.removeprefix(CGROUP_PREFIX).split("-")[0]).exists():
            _remove_cgroup(name)


def _remove_cgroup(name: str) -> None:
    """Removes a tree of cgroups from every hierarchy (nspawn copies its own to systemd's), killing who is left in it."""
    trees = [root / name for root in _cgroup_roots("cgroup", "cgroup2")]
    deadline = time.monotonic() + STOP_SECONDS
    while left := [tree for tree in trees if tree.exists()]:
        for tree in left:
            with contextlib.suppress(OSError):
                (tree / "cgroup.kill").write_text("1", encoding="ascii")
            for directory, _, _ in os.walk(tree, topdown=False):
                with contextlib.suppress(OSError):
                    os.rmdir(directory)
        if time.monotonic() > deadline:
            raise NodeError(f"cannot remove '{left[0]}': processes are left in it")
        time.sleep(POLL_SECONDS / 5)
