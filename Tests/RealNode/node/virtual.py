"""A node in a virtual machine: QEMU, Debian's kernel, a disk whose changes are thrown away."""

from __future__ import annotations

import base64
import contextlib
import os
import pathlib
import platform
import shlex
import subprocess
import tempfile
import time
import typing

from . import image as images
from .dialogue import Dialogue
from .machine import POLL_SECONDS, Node, NodeError

#: Emulated, on two busy processors, a boot takes ten to thirty seconds.
BOOT_SECONDS = 240
#: KVM that works boots in three seconds; some nested ones start and never get anywhere.
KVM_TRIAL_SECONDS = 60

#: What differs between the machines that QEMU makes: program, board, console.
BOARDS = {
    "x86_64": ("qemu-system-x86_64", "q35", "ttyS0"),
    "aarch64": ("qemu-system-aarch64", "virt", "ttyAMA0"),
}

KERNEL_ARGUMENTS = "root=/dev/vda rw quiet systemd.show_status=0 mitigations=off net.ifnames=0 panic=-1"
ENVIRONMENT = ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", "LANG=C.UTF-8",
               "DEBIAN_FRONTEND=noninteractive"]  # fmt: skip


class VirtualMachine(Node):
    """A virtual machine that boots when entered and is gone when left.

    `devices` are further arguments of QEMU, such as disks; `append` is added to the kernel's command line.
    """

    def __init__(
        self,
        *,
        cpus: int = 2,
        memory_mib: int = 1024,
        devices: typing.Sequence[str] = (),
        append: str = "",
        image: images.Image | None = None,
    ) -> None:
        super().__init__()
        self._cpus, self._memory_mib = cpus, memory_mib
        self._devices, self._append, self._image = list(devices), append, image

    def _start(self, stack: contextlib.ExitStack) -> None:
        image = self._image or images.image()
        for accelerator in _accelerators():
            with contextlib.ExitStack() as attempt:
                try:
                    self._boot(attempt, image, accelerator)
                except (NodeError, TimeoutError) as error:
                    if accelerator == "tcg":
                        raise
                    _rule_out_kvm(str(error))
                    continue
                stack.push(attempt.pop_all())
                return

    def _boot(self, stack: contextlib.ExitStack, image: images.Image, accelerator: str) -> None:
        self._home = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="nodekeel-test.")))
        subprocess.run(
            ["qemu-img", "create", "-q", "-f", "qcow2", "-F", "raw", "-b", image.disk, self._home / "disk"], check=True
        )
        with open(self._home / "log", "wb") as log:
            self._qemu = subprocess.Popen(
                self._command(image, accelerator), stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
            )
        stack.callback(self._end)
        self._monitor = stack.enter_context(Dialogue(self._home / "monitor", self._qemu))
        self._monitor.receive()  # the greeting
        self._monitor.ask("qmp_capabilities")
        self._agent = stack.enter_context(Dialogue(self._home / "agent", self._qemu))
        timeout = BOOT_SECONDS if accelerator == "tcg" else KVM_TRIAL_SECONDS
        self._agent.synchronise(timeout)
        self._wait_for_boot(timeout)

    def _command(self, image: images.Image, accelerator: str) -> list[str]:
        program, board, console = BOARDS[platform.machine()]
        return [
            "setpriv", "--pdeathsig=KILL", program, "-nodefaults", "-no-user-config", "-display", "none",
            "-machine", board, "-accel", "tcg,thread=multi" if accelerator == "tcg" else accelerator,
            "-cpu", "max", "-smp", str(self._cpus), "-m", str(self._memory_mib),
            "-kernel", str(image.kernel), "-initrd", str(image.initrd),
            "-append", f"{KERNEL_ARGUMENTS} console={console} {self._append}",
            "-drive", f"if=none,id=root,format=qcow2,cache=unsafe,file={self._home}/disk",
            "-device", "virtio-blk-pci,drive=root,serial=root",
            "-device", "virtio-serial-pci",
            "-chardev", f"socket,id=agent,path={self._home}/agent,server=on,wait=off",
            "-device", "virtserialport,chardev=agent,name=org.qemu.guest_agent.0",
            "-serial", f"file:{self._home}/console",
            "-qmp", f"unix:{self._home}/monitor,server=on,wait=off",
            *self._devices,
        ]  # fmt: skip

    def reboot(self) -> None:
        """Restarts the node in order; its disk keeps what was written, its kernel nothing."""
        self._agent.ask("guest-exec", path="/usr/bin/systemctl", arg=["reboot"])
        self._monitor.wait_for_event("RESET", BOOT_SECONDS)
        self._agent.synchronise(BOOT_SECONDS)
        self._wait_for_boot(BOOT_SECONDS)

    def suspend(self, seconds: float) -> None:
        """Suspends the node to its memory, and wakes it up after so many seconds."""
        self.run("systemd-run --quiet --on-active=1 sh -c 'echo mem >/sys/power/state'")
        self._monitor.wait_for_event("SUSPEND", 60)
        time.sleep(seconds)
        self._monitor.ask("system_wakeup")
        self._agent.synchronise(BOOT_SECONDS)

    def save(self, name: str) -> None:
        """Keeps this moment, memory and disk, under a name, for as long as the machine is there."""
        self._monitor.command(f"savevm {name}")

    def restore(self, name: str) -> None:
        """Goes back to a moment that was saved."""
        self._monitor.command(f"loadvm {name}")
        self._agent.synchronise(30)

    def qmp(self, command: str, **arguments: typing.Any) -> typing.Any:
        """Gives QEMU's monitor a command: to plug a disk in, to take a processor away."""
        return self._monitor.ask(command, **arguments)

    def copy_in(self, source: pathlib.Path, target: str) -> None:
        self.run(f"cat >{shlex.quote(target)}", stdin=source.read_bytes(), timeout=120)

    def _execute(self, script: str, stdin: bytes, timeout: float) -> tuple[int, bytes, bytes]:
        arguments = {
            "path": "/bin/bash", "arg": ["-c", script], "env": ENVIRONMENT, "capture-output": True,
            "input-data": base64.b64encode(stdin).decode(),
        }  # fmt: skip
        deadline = time.monotonic() + timeout
        process = self._agent.ask("guest-exec", timeout=timeout, **arguments)["pid"]
        pause = 0.01
        while True:
            status = self._agent.ask("guest-exec-status", timeout=max(1.0, deadline - time.monotonic()), pid=process)
            if status["exited"]:
                break
            if time.monotonic() > deadline:
                raise TimeoutError
            time.sleep(pause)
            pause = min(pause * 1.5, POLL_SECONDS)
        # A signal's number as shells report it.
        code = status.get("exitcode", 128 + status.get("signal", 0))
        streams = (base64.b64decode(status.get(stream, "")) for stream in ("out-data", "err-data"))
        return code, *streams

    def _console(self) -> str:
        parts = [self._home / "log", self._home / "console"]
        return "".join(part.read_text(encoding="utf-8", errors="replace") for part in parts if part.exists())

    def _end(self) -> None:
        self._qemu.kill()
        self._qemu.wait()


#: Why KVM was given up, once it was.
_kvm_failures: list[str] = []


def _accelerators() -> list[str]:
    kvm = os.access("/dev/kvm", os.R_OK | os.W_OK) and not _kvm_failures
    return ["kvm", "tcg"] if kvm else ["tcg"]


def _rule_out_kvm(reason: str) -> None:
    """There is a /dev/kvm and it does not carry a node, as in some nested machines: said once, then emulated."""
    _kvm_failures.append(reason)
    print(f"KVM does not work here ({reason.splitlines()[0]}): virtual machines are emulated.", flush=True)
