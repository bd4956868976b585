#!/usr/bin/env python3
"""Measures what reading the facts of servers of many sizes costs: a captured one with 2 to 512 processors and up to 5,000
processes.

A benchmark, not a test: it judges nothing. It writes into a directory of its own.
"""

from __future__ import annotations

import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "Tests/RealNode"))

import cpu_time  # noqa: E402
from node import package  # noqa: E402

CAPTURED = package.TOP / "Tests/Fixtures/nodes/qemu-disks"
#: Processors, processes.
SIZES = ((2, 100), (8, 100), (64, 100), (512, 100), (64, 1_000), (64, 5_000))
RUNS = 9


def server(home: pathlib.Path, processors: int, processes: int) -> pathlib.Path:
    """The captured server with so many processors, and so many processes like its first one."""
    tree = home / f"{processors}-{processes}"
    shutil.copytree(CAPTURED, tree, symlinks=True)
    cpus = tree / "sys/devices/system/cpu"
    for name in ("online", "possible", "present"):
        (cpus / name).write_text(f"0-{processors - 1}\n", encoding="ascii")
    topology = next(cpus.glob("cpu*/topology"), None)
    for number in range(processors):
        place = cpus / f"cpu{number}"
        place.mkdir(exist_ok=True)
        if topology is not None and not (place / "topology").exists():
            shutil.copytree(topology, place / "topology", symlinks=True)
    first = tree / "proc/1"
    for number in range(10_000, 10_000 + processes):
        place = tree / f"proc/{number}"
        place.mkdir()
        for file in ("cmdline", "cgroup", "comm"):
            shutil.copyfile(first / file, place / file)
        stat = (first / "stat").read_text(encoding="ascii")
        (place / "stat").write_text(stat.replace("1 ", f"{number} ", 1), encoding="ascii")
        (place / "exe").symlink_to(f"/usr/bin/program-{number % 50}")
    return tree


def main() -> int:
    with tempfile.TemporaryDirectory(dir="/dev/shm") as name:
        home = pathlib.Path(name)
        subprocess.run(["dpkg-deb", "--extract", package.built(), home / "package"], check=True)
        print(f"{'processors':>10} {'processes':>10} {'facts, ms CPU':>14}")
        for processors, processes in SIZES:
            tree = server(home, processors, processes)
            command = [str(home / "package/usr/bin/nodekeel"), "--root", str(tree), "facts", "--format", "json"]
            cpu_time.processor_time(command)
            median = statistics.median(cpu_time.processor_time(command) for _ in range(RUNS)) / 1e3
            print(f"{processors:>10,} {processes:>10,} {median:>14.1f}", flush=True)
            shutil.rmtree(tree)
    print(f"\nMedians of {RUNS} runs, the start of the program included.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
