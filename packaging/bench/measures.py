"""What is measured of a program, on a booted node."""

from __future__ import annotations

import pathlib
import re
import shlex
import statistics
import time

from node import Container, NodeError

HERE = pathlib.Path(__file__).resolve().parent

#: How long services are watched doing nothing.
IDLE_SECONDS = 120
#: How often a command runs for the median of its processor time.
RUNS = 31
#: How often a service is asked for a pass.
PASSES = 7


def instructions(node: Container, command: str) -> int:
    """User-space instructions of one run, as callgrind counts them."""
    callgrind = f"valgrind --tool=callgrind --callgrind-out-file=/dev/null {command} 2>&1"
    said = node.run(callgrind, timeout=300, check=False).stdout
    found = re.search(r"Collected : (\d+)", said)
    if found is None:
        raise NodeError(f"callgrind counted nothing of: {command}\n{said}")
    return int(found[1])


def system_calls(node: Container, command: str) -> int:
    """System calls of one run and its children."""
    node.run(f"strace -f -c -o /root/calls {command} >/root/said 2>&1", check=False)
    return int(node.output("awk '$NF == \"total\" {print $4}' /root/calls"))


def processor_microseconds(node: Container, command: str, unit: str | None = None) -> float:
    """The median of the processor time of one run, children included, and what a unit spends on each meanwhile."""
    node.copy_in(HERE / "cpu_time.py", "/root/cpu_time.py")
    began = spent_microseconds(node, unit)
    median = float(node.output(f"python3 /root/cpu_time.py {RUNS} {command}", timeout=600))
    # It runs once more than is counted.
    return median + (spent_microseconds(node, unit) - began) / (RUNS + 1)


def spent_microseconds(node: Container, unit: str | None) -> float:
    """The processor time that a unit has spent so far; none of no unit."""
    return int(node.output(f"systemctl show --property=CPUUsageNSec --value {unit}")) / 1e3 if unit else 0


def pass_microseconds(node: Container, unit: str) -> float:
    """The median of the processor time of a pass of nodekeeld that finds all as it was."""
    process = main_process(node, unit)
    look = f"kill -USR1 {process}; sleep 1; cut -d' ' -f1 /proc/{process}/schedstat"
    node.run(f"for run in 1 2 3; do {look}; done")
    times = [int(node.output(look)) for _ in range(PASSES + 1)]
    return statistics.median(after - before for before, after in zip(times, times[1:])) / 1e3


def memory(node: Container, unit: str) -> dict[str, int]:
    """Resident, proportional and anonymous memory of a service's main process, in KiB."""
    text = node.read(f"/proc/{main_process(node, unit)}/smaps_rollup")
    sizes = {name: int(size) for name, size in re.findall(r"^(\w+):\s+(\d+) kB", text, re.MULTILINE)}
    return {"resident": sizes["Rss"], "proportional": sizes["Pss"], "anonymous": sizes["Anonymous"]}


def wakeups_per_hour(node: Container, units: list[str]) -> dict[str, float]:
    """How often each service, left alone, goes back to sleep in an hour: voluntary switches of all its threads."""
    began, before = time.monotonic(), {unit: _switches(node, unit) for unit in units}
    time.sleep(IDLE_SECONDS)
    after = {unit: _switches(node, unit) for unit in units}
    hours = (time.monotonic() - began) / 3600
    return {unit: (after[unit] - before[unit]) / hours for unit in units}


def main_process(node: Container, unit: str) -> int:
    """The process that systemd takes for a service's main one."""
    process = int(node.output(f"systemctl show --property=MainPID --value {unit}"))
    if process == 0:
        raise NodeError(f"{unit} does not run")
    return process


def installed_bytes(node: Container, packages: list[str]) -> int:
    """What packages take on a node's disk."""
    sizes = node.output(f"dpkg-query --show --showformat='${{Installed-Size}}\\n' {shlex.join(packages)}").split()
    return sum(map(int, sizes)) * 1024


def file_bytes(node: Container, path: str) -> int:
    """The size of one file."""
    return int(node.output(f"stat --dereference --format=%s {path}"))


def _switches(node: Container, unit: str) -> int:
    process = main_process(node, unit)
    return int(node.output(f"awk '/^voluntary_ctxt/ {{sum += $2}} END {{print sum}}' /proc/{process}/task/*/status"))
