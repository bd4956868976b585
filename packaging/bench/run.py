#!/usr/bin/env python3
"""Measures nodekeel beside Debian's tuned, systemd-sysctl and `sysctl --system`, all in one run on one booted node.

A benchmark, not a test: it judges nothing. Compared is what each does for the question «does this node hold the values it
should?»; tuned is a Python program for many more kinds of tuning, systemd-sysctl and sysctl only write.
"""

from __future__ import annotations

import pathlib
import sys
import typing

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "Tests/RealNode"))

import measures  # noqa: E402
from node import Container, image, package, requirements  # noqa: E402

#: The columns; ours is the one that the others are compared to.
NAMES = ("nodekeel", "nodekeeld", "tuned", "systemd-sysctl", "sysctl --system")

PROGRAMS = {
    "nodekeel": "/usr/bin/nodekeel",
    "nodekeeld": "/usr/sbin/nodekeeld",
    "systemd-sysctl": "/lib/systemd/systemd-sysctl",
    "sysctl --system": "/sbin/sysctl",
}
VERSIONS = {name: f"{program} --version" for name, program in PROGRAMS.items()} | {
    "tuned": "/usr/bin/python3 /usr/sbin/tuned-adm --version"
}
CHECKS = {
    "nodekeel": "/usr/bin/nodekeel check",
    "tuned": "/usr/sbin/tuned-adm verify",
    "systemd-sysctl": "/lib/systemd/systemd-sysctl",
    "sysctl --system": "/sbin/sysctl --system",
}
SERVICES = {"nodekeeld": "nodekeeld.service", "tuned": "tuned.service"}
#: tuned's command asks its service, whose time counts.
ASKED = {"tuned": SERVICES["tuned"]}

Figures = dict[str, float]


class Table:
    """Rows of figures, each beside how many times ours it is."""

    def __init__(self) -> None:
        self._rows: list[list[str]] = [["", *NAMES]]

    def add(self, what: str, figures: Figures, ours: str) -> None:
        """One row; where a program has no such figure its cell stays empty."""
        self._rows.append([what, *(self._cell(figures, name, ours) for name in NAMES)])

    def _cell(self, figures: Figures, name: str, ours: str) -> str:
        if name not in figures:
            return ""
        figure = f"{figures[name]:,.0f}"
        if name in ("nodekeel", "nodekeeld") or not figures.get(ours):
            return figure
        return f"{figure} (×{figures[name] / figures[ours]:.2g})"

    def __str__(self) -> str:
        widths = [max(map(len, column)) for column in zip(*self._rows)]
        lines = (
            "  ".join([row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:]))])
            for row in self._rows
        )
        return "\n".join(line.rstrip() for line in lines)


def each(measure: typing.Callable[[Container, str], float], node: Container, commands: dict[str, str]) -> Figures:
    """One figure for each program that has a command."""
    return {name: measure(node, command) for name, command in commands.items()}


def measured(node: Container) -> Table:
    """Everything, on a node that has both programs installed."""
    table = Table()
    table.add("program, bytes", each(measures.file_bytes, node, PROGRAMS), "nodekeel")
    installed = {"nodekeel": ["nodekeel"], "tuned": ["tuned"]}
    sizes = {name: float(measures.installed_bytes(node, names)) for name, names in installed.items()}
    table.add("installed, bytes", sizes, "nodekeel")
    table.add("package, bytes", {"nodekeel": float(package.built().stat().st_size)}, "nodekeel")
    table.add("--version, instructions", each(measures.instructions, node, VERSIONS), "nodekeel")
    table.add("check, system calls", each(measures.system_calls, node, CHECKS), "nodekeel")
    checks = {name: measures.processor_microseconds(node, command, ASKED.get(name)) for name, command in CHECKS.items()}
    table.add("check, CPU µs (median)", checks, "nodekeel")
    passes = {"nodekeeld": measures.pass_microseconds(node, SERVICES["nodekeeld"]), "tuned": checks["tuned"]}
    table.add("check by the service, CPU µs", passes, "nodekeeld")
    memory = {name: measures.memory(node, unit) for name, unit in SERVICES.items()}
    for kind in ("resident", "proportional", "anonymous"):
        figures = {name: float(sizes[kind]) for name, sizes in memory.items()}
        table.add(f"idle service, {kind} KiB", figures, "nodekeeld")
    wakeups = measures.wakeups_per_hour(node, list(SERVICES.values()))
    table.add("idle service, wake-ups/h", {name: wakeups[unit] for name, unit in SERVICES.items()}, "nodekeeld")
    return table


def main() -> int:
    if reasons := requirements.reasons_against():
        print("No node can be measured here:", *reasons, sep="\n  ")
        return 1
    with Container(image.image(image.BENCHMARK_PACKAGES)) as node:
        node.install(package.built())
        node.run("systemctl restart tuned && tuned-adm profile throughput-performance", timeout=120)
        print(measured(node))
    print(f"\nCPU time: median of {measures.RUNS} runs. Wake-ups: voluntary switches in {measures.IDLE_SECONDS} s.")
    print("×: how many times nodekeel's figure (nodekeeld's for a service). tuned's package needs Python beside it.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
