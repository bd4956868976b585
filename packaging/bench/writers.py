#!/usr/bin/env python3
"""Measures, on this machine's own kernel, how soon a write to a sysctl is told with its writer, and what watching costs.

It runs the built package's service in a mount namespace of its own, with its own policy, state and journal socket, and keeps
one sysctl: nf_conntrack_max, put back in the end. Root; Linux 5.8; the module nf_conntrack loaded.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import pathlib
import select
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import typing

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "Tests/RealNode"))

from node import package  # noqa: E402

TABLE = pathlib.Path("/proc/sys/net/netfilter/nf_conntrack_max")
OTHER = pathlib.Path("/proc/sys/net/core/somaxconn")
KEPT = 300_000
PUT_BACK = b"MESSAGE_ID=9851f966a5b74aaf89bbd95df2f9a229"

#: Alerts that are timed; four for each start of the service, since the fifth drift makes a knob contested.
ALERTS = 40
ALERTS_A_START = 4
#: The service answers an event at once if it has had this long a rest from events.
REST_SECONDS = 2.2
#: Writes in one timing, and timings of which the best counts.
WRITES = 5_000
TIMINGS = 7
TOLD_WRITES = 160
STORM = 100_000

CLONE_NEWNS, MS_REC, MS_PRIVATE = 0x20000, 0x4000, 1 << 18


def own_mounts() -> None:
    """Directories of nodekeel's and the journal's that are this process's own."""
    library = ctypes.CDLL(None, use_errno=True)
    if library.unshare(CLONE_NEWNS) != 0 or library.mount(b"none", b"/", None, MS_REC | MS_PRIVATE, None) != 0:
        raise OSError(ctypes.get_errno(), "no mount namespace of its own: this takes root")
    for directory in ("/etc/nodekeel", "/run/nodekeel", "/var/lib/nodekeel", "/run/systemd/journal"):
        pathlib.Path(directory).mkdir(parents=True, exist_ok=True)
        if library.mount(b"none", directory.encode(), b"tmpfs", 0, None) != 0:
            raise OSError(ctypes.get_errno(), directory)
    policy = f"mode: observe\nsettings:\n  connection-tracking-table: {{mode: enforce, exactly: {KEPT}}}\n"
    pathlib.Path("/etc/nodekeel/policy.yaml").write_text(policy, encoding="utf-8")


@contextlib.contextmanager
def service(program: pathlib.Path, journal: socket.socket) -> typing.Iterator[subprocess.Popen[bytes]]:
    """The service, once it has set the table."""
    pathlib.Path("/run/nodekeel/report.json").unlink(missing_ok=True)
    process = subprocess.Popen([program])
    try:
        while TABLE.read_text(encoding="utf-8").strip() != str(KEPT):
            time.sleep(0.05)
        time.sleep(REST_SECONDS)
        drain(journal)
        yield process
    finally:
        process.terminate()
        process.wait()


def drain(journal: socket.socket) -> list[bytes]:
    """What has been told."""
    entries = []
    while select.select([journal], [], [], 0)[0]:
        entries.append(journal.recv(1 << 16))
    return entries


def alert_milliseconds(journal: socket.socket) -> float:
    """From the moment before a process that writes writes, to the alert in the journal's socket."""
    descriptor = os.open(TABLE, os.O_WRONLY)
    began = time.monotonic()
    os.write(descriptor, b"262144")
    os.close(descriptor)
    while PUT_BACK not in journal.recv(1 << 16):
        pass
    return (time.monotonic() - began) * 1e3


def alerts(program: pathlib.Path, journal: socket.socket) -> None:
    times: list[float] = []
    while len(times) < ALERTS:
        with service(program, journal):
            for _ in range(ALERTS_A_START):
                times.append(alert_milliseconds(journal))
                time.sleep(REST_SECONDS)
    times.sort()
    p99 = times[min(len(times) - 1, len(times) * 99 // 100)]
    print(f"from write to alert, {len(times)} times: p50 {statistics.median(times):.1f} ms, p99 {p99:.1f} ms")


def write_microseconds(path: pathlib.Path) -> float:
    """The best of several averages: what else runs here only adds."""
    text = path.read_bytes().strip()
    descriptor = os.open(path, os.O_WRONLY)
    best = float("inf")
    for _ in range(TIMINGS):
        began = time.process_time()
        for _ in range(WRITES):
            os.pwrite(descriptor, text, 0)
        best = min(best, (time.process_time() - began) / WRITES)
    os.close(descriptor)
    return best * 1e6


def told_microseconds(path: pathlib.Path) -> float:
    """The median of writes that are few enough to be told one by one."""
    text = path.read_bytes().strip()
    descriptor = os.open(path, os.O_WRONLY)
    times = []
    for number in range(TOLD_WRITES):
        if number % 8 == 0:
            time.sleep(0.15)
        began = time.perf_counter()
        os.pwrite(descriptor, text, 0)
        times.append(time.perf_counter() - began)
    os.close(descriptor)
    return statistics.median(times) * 1e6


def costs(command: pathlib.Path) -> None:
    without, seldom = write_microseconds(OTHER), told_microseconds(OTHER)
    for what, watched in (("not watched", "kernel/panic"), ("watched, in a storm", "net/core/somaxconn")):
        follower = subprocess.Popen([command, "writers", "--follow", watched], stdout=subprocess.DEVNULL)
        time.sleep(1)
        added, told = write_microseconds(OTHER) - without, told_microseconds(OTHER) - seldom
        follower.terminate()
        follower.wait()
        print(f"added to a write that takes {without:.1f} µs, {what}: {added:.1f} µs")
        if watched == "net/core/somaxconn":
            print(f"added to a write that takes {seldom:.1f} µs after a pause, told one by one: {told:.1f} µs")


def storm(program: pathlib.Path, journal: socket.socket) -> None:
    with service(program, journal) as process:
        before = processor_seconds(process.pid)
        began = time.monotonic()
        descriptor = os.open(TABLE, os.O_WRONLY)
        for number in range(STORM):
            os.pwrite(descriptor, b"%d" % (262_144 + number % 7), 0)
        os.close(descriptor)
        seconds = time.monotonic() - began
        time.sleep(REST_SECONDS)
        used = processor_seconds(process.pid) - before
        told = len(drain(journal))
        print(f"a storm of {STORM} writes in {seconds:.2f} s: {told} entries, {used * 1e3:.0f} ms of processor time")


def processor_seconds(pid: int) -> float:
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> int:
    held = TABLE.read_text(encoding="utf-8")
    own_mounts()
    journal = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    journal.bind("/run/systemd/journal/socket")
    try:
        with tempfile.TemporaryDirectory(prefix="nodekeel-bench.") as home:
            subprocess.run(["dpkg-deb", "--extract", package.built(), home], check=True)
            tree = pathlib.Path(home)
            costs(tree / "usr/bin/nodekeel")
            storm(tree / "usr/sbin/nodekeeld", journal)
            alerts(tree / "usr/sbin/nodekeeld", journal)
    finally:
        TABLE.write_text(held, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
