#!/usr/bin/env python3
"""Measures what a policy of many settings costs: reading and checking it, and examining a node under it.

It runs the built program here, on policies that it writes into a directory of its own; nothing of the machine is changed.
"""

from __future__ import annotations

import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "Tests/RealNode"))

from node import package  # noqa: E402

COUNTS = (0, 1_000, 10_000)
RUNS = 11


def written(directory: pathlib.Path, count: int) -> pathlib.Path:
    """A policy of so many settings, each with two formulas."""
    path = directory / f"{count}.yaml"
    settings = "".join(
        f"  - id: setting-{number}\n    sysctl: net/bench/key{number}\n"
        f'    atLeast: "min(65535, {number} + 4096 * node.cpus)"\n    when: node.cpus > 0\n    because: measured\n'
        for number in range(count)
    )
    path.write_text(f"mode: observe\n{'custom:' if count else ''}\n{settings}", encoding="utf-8")
    return path


def one_run(command: list[str]) -> tuple[float, float, int]:
    """Wall clock and processor time in milliseconds, and the most that was resident, in KiB."""
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    return (time.monotonic() - began) * 1e3, (usage.ru_utime + usage.ru_stime) * 1e3, usage.ru_maxrss


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        directory = pathlib.Path(name)
        subprocess.run(["dpkg-deb", "--extract", package.built(), directory / "package"], check=True)
        program = str(directory / "package/usr/bin/nodekeel")
        print(f"{'settings':>9}  {'policy check':>30}  {'check':>30}")
        for count in COUNTS:
            path = str(written(directory, count))
            cells = []
            for command in ([program, "policy", "check", path], [program, "--policy", path, "check"]):
                runs = [one_run(command) for _ in range(RUNS + 1)][1:]
                wall, processor, resident = (statistics.median(column) for column in zip(*runs))
                cells.append(f"{wall:7.1f} ms {processor:7.1f} ms CPU {resident / 1024:5.1f} MiB")
            print(f"{count:>9,}  {'  '.join(cells)}")
    print(f"\nMedians of {RUNS} runs, the start of the program included; each setting has two formulas.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
