"""Whether this machine can boot nodes at all."""

from __future__ import annotations

import os
import pathlib
import platform
import shutil

from .virtual import BOARDS

PROGRAMS = ("apt-get", "mmdebstrap", "mke2fs", "systemd-nspawn", "nsenter", "setpriv", "qemu-img", "dpkg-deb")


def reasons_against() -> list[str]:
    """Why the tests cannot run here; empty where they can."""
    if os.geteuid() != 0:
        return ["not root: booting a node takes mounts, namespaces and cgroups"]
    reasons = []
    if platform.machine() in BOARDS:
        programs = (*PROGRAMS, BOARDS[platform.machine()][0])
    else:
        programs = PROGRAMS
        reasons.append(f"no virtual machine is known for a {platform.machine()}")
    missing = [program for program in programs if shutil.which(program) is None]
    if missing:
        reasons.append(f"not installed: {', '.join(missing)} (packaging/install-build-needs test)")
    if "overlay" not in pathlib.Path("/proc/filesystems").read_text(encoding="ascii") and not _loads("overlay"):
        reasons.append("the kernel has no overlay file system")
    if " cgroup2 " not in pathlib.Path("/proc/self/mounts").read_text(encoding="utf-8"):
        reasons.append("no cgroup version 2 is mounted")
    if os.access("/proc/sys/kernel/hostname", os.W_OK) is False:
        reasons.append("/proc/sys is read-only: this is an unprivileged container")
    return reasons


def _loads(module: str) -> bool:
    """Whether the kernel has a module, which a mount loads by itself."""
    modules = pathlib.Path("/lib/modules") / platform.release()
    return any(modules.glob(f"**/{module}.ko*"))
