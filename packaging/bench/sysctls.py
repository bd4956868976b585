#!/usr/bin/env python3
"""Measures what checking and applying many sysctls costs, and a pass of the service that finds nothing new, beside a C
program that makes the same reads and writes, and beside systemd-sysctl, sysctl and tuned, all in one run on one booted
node; draws how it grows.

A benchmark, not a test: it judges nothing. The keys are those of bridges that it makes in the node's own network.
"""

from __future__ import annotations

import math
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "Tests/RealNode"))

import measures  # noqa: E402
from node import Container, image, package, requirements  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
#: Prints what one run costs.
ONCE = """
import sys
sys.path.insert(0, "/root")
from cpu_time import processor_time
print(processor_time(sys.argv[1:]) / 1e3)
"""
PLOT = HERE / "sysctls.svg"
COUNTS = (100, 1_000, 3_000, 10_000)
RUNS = 7
#: Keys of a bridge that take any small number, and what to write there: none holds it by itself.
KEYS = {
    "ipv4/conf": ("accept_redirects", "arp_announce", "arp_ignore", "arp_notify", "bootp_relay", "drop_gratuitous_arp",
                  "log_martians", "promote_secondaries", "proxy_arp_pvlan", "rp_filter", "secure_redirects",
                  "send_redirects", "shared_media", "tag"),
    "ipv6/conf": ("accept_dad", "accept_ra_rtr_pref", "autoconf", "dad_transmits", "max_addresses",
                  "ndisc_notify", "router_solicitations", "suppress_frag_ndisc", "use_tempaddr"),
    "ipv4/neigh": ("app_solicit", "mcast_solicit", "ucast_solicit"),
    "ipv6/neigh": ("app_solicit", "mcast_solicit", "ucast_solicit"),
}  # fmt: skip
PER_BRIDGE = sum(map(len, KEYS.values()))
#: By what each tool is asked; tuned verifies by its service, whose time counts.
CHECKS = {
    "C": "/root/floor check /root/keys",
    "nodekeel": "nodekeel check",
    "tuned": "tuned-adm verify",
}
APPLIES = {
    "C": "/root/floor apply /root/keys",
    "nodekeel": "nodekeel apply",
    "systemd-sysctl": "/lib/systemd/systemd-sysctl /root/keys.conf",
    "sysctl": "sysctl --quiet --load=/root/keys.conf",
}


def keys(count: int) -> list[str]:
    """So many paths below /proc/sys/net."""
    names = [f"{part}/br{number}/{key}" for number in range(1 + count // PER_BRIDGE) for part in KEYS for key in KEYS[part]]
    return names[:count]


def prepare(node: Container, count: int, value: int) -> None:
    """Has every tool ask for the same values of the same keys."""
    paths = keys(count)
    node.write("/root/keys", "".join(f"/proc/sys/net/{path} {value}\n" for path in paths))
    node.write("/root/keys.conf", "".join(f"net/{path} = {value}\n" for path in paths))
    node.write(
        "/etc/nodekeel/policy.yaml",
        "mode: enforce\ncustom:\n"
        + "".join(
            f"  - {{id: key-{number}, sysctl: net/{path}, exactly: {value}, because: measured}}\n"
            for number, path in enumerate(paths)
        ),
    )
    node.write("/etc/tuned/keys/tuned.conf", "[sysctl]\n" + "".join(f"net/{path}={value}\n" for path in paths))


def processor(node: Container, command: str, before: str = "true", unit: str | None = None) -> float:
    """The median of the processor time of one run in milliseconds, and what a unit spends meanwhile; `before` runs before
    each and is not counted."""
    began = measures.spent_microseconds(node, unit)
    median = float(
        node.output(
            f"for run in $(seq {RUNS}); do {before}; python3 /root/once.py {command}; done | sort -n | sed -n {RUNS // 2 + 1}p",
            timeout=900,
        )
    )
    return median + (measures.spent_microseconds(node, unit) - began) / RUNS / 1e3


def service_pass(node: Container) -> float:
    """The median of the processor time of a pass of the service that finds all as it was, in milliseconds."""
    node.run("systemctl unmask nodekeeld.service; systemctl start nodekeeld.service; sleep 5", timeout=120)
    median = measures.pass_microseconds(node, "nodekeeld.service") / 1e3
    node.run("systemctl stop nodekeeld.service; systemctl mask nodekeeld.service")
    return median


def measured(node: Container) -> dict[str, dict[int, dict[str, float]]]:
    """Milliseconds by question, number of keys and tool."""
    figures: dict[str, dict[int, dict[str, float]]] = {"check": {}, "pass": {}, "apply": {}}
    bridges = 1 + COUNTS[-1] // PER_BRIDGE
    node.run(f"for i in $(seq 0 {bridges}); do ip link add br$i type bridge; done", timeout=300)
    for count in COUNTS:
        prepare(node, count, 1)
        node.run("/root/floor apply /root/keys", check=False)
        node.run("nodekeel check >/dev/null")
        figures["check"][count] = {tool: processor(node, command) for tool, command in CHECKS.items() if tool != "tuned"}
        node.run("tuned-adm profile keys", timeout=300)
        figures["check"][count]["tuned"] = processor(node, CHECKS["tuned"], unit="tuned.service")
        node.run("tuned-adm off", timeout=300)
        figures["pass"][count] = {"C": figures["check"][count]["C"], "nodekeel": service_pass(node)}
        # Each run writes all keys: before it they get their other value.
        node.run("sed 's/ 1$/ 0/' /root/keys >/root/others")
        others = "/root/floor apply /root/others; rm -f /var/lib/nodekeel/ledger.json"
        figures["apply"][count] = {tool: processor(node, command, others) for tool, command in APPLIES.items()}
        print(f"{count:,} keys measured", file=sys.stderr, flush=True)
    return figures


def plot(figures: dict[str, dict[int, dict[str, float]]]) -> str:
    """Milliseconds over keys, both by powers of ten, as SVG."""
    colours = {"C": "#666", "nodekeel": "#c33", "tuned": "#36c", "systemd-sysctl": "#393", "sysctl": "#a6a"}
    width, height, margin = 360, 300, 50
    largest = max(value for rows in figures.values() for row in rows.values() for value in row.values())
    smallest = min(value for rows in figures.values() for row in rows.values() for value in row.values() if value > 0)
    low, high = math.floor(math.log10(smallest)), math.ceil(math.log10(largest))

    def x(count: int) -> float:
        return margin + (math.log10(count) - 2) / (math.log10(COUNTS[-1]) - 2) * (width - 2 * margin)

    def y(value: float) -> float:
        return height - margin - (math.log10(max(value, 10**low)) - low) / (high - low) * (height - 2 * margin)

    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{len(figures) * width}" height="{height}" font-family="sans-serif" font-size="11">',
             f'<rect width="{len(figures) * width}" height="{height}" fill="white"/>']  # fmt: skip
    for number, (question, rows) in enumerate(figures.items()):
        parts.append(f'<g transform="translate({number * width},0)">')
        parts.append(f'<text x="{width / 2}" y="20" text-anchor="middle" font-size="13">{question}, ms of CPU</text>')
        for power in range(low, high + 1):
            parts.append(f'<path d="M{margin} {y(10**power):.1f}H{width - margin}" stroke="#ddd"/>')
            parts.append(f'<text x="{margin - 6}" y="{y(10**power) + 4:.1f}" text-anchor="end">{10**power:g}</text>')
        for count in COUNTS:
            parts.append(f'<text x="{x(count):.1f}" y="{height - margin + 16}" text-anchor="middle">{count:,}</text>')
        for line, tool in enumerate(next(iter(rows.values()))):
            points = " ".join(f"{x(count):.1f},{y(row[tool]):.1f}" for count, row in rows.items())
            parts.append(f'<polyline points="{points}" fill="none" stroke="{colours[tool]}" stroke-width="2"/>')
            parts.append(f'<text x="{margin + 8}" y="{margin + 12 + 14 * line}" fill="{colours[tool]}">{tool}</text>')
        parts.append("</g>")
    return "\n".join([*parts, "</svg>"]) + "\n"


def main() -> int:
    if reasons := requirements.reasons_against():
        print("No node can be measured here:", *reasons, sep="\n  ")
        return 1
    with tempfile.TemporaryDirectory() as home, Container(image.image(image.BENCHMARK_PACKAGES)) as node:
        compiler = shutil.which("clang", path=f"{sys.exec_prefix}:/usr/bin:/opt/swift/usr/bin") or "cc"
        subprocess.run([compiler, "-O2", "-o", f"{home}/floor", HERE / "floor.c"], check=True)
        node.copy_in(pathlib.Path(home) / "floor", "/root/floor")
        node.copy_in(HERE / "cpu_time.py", "/root/cpu_time.py")
        node.write("/root/once.py", ONCE)
        node.run("chmod +x /root/floor; mkdir -p /etc/tuned/keys; systemctl restart tuned")
        node.run("systemctl mask nodekeeld.service nodekeel-apply.service")
        node.install(package.built())
        figures = measured(node)
    for question, rows in figures.items():
        tools = list(next(iter(rows.values())))
        print(f"\n{question + ', ms CPU':<16}" + "".join(f"{tool:>22}" for tool in tools))
        for count, row in rows.items():
            cells = (f"{row[tool]:.1f} (×{row[tool] / row['C']:.2g})" for tool in tools)
            print(f"{count:>10,} keys " + "".join(f"{cell:>22}" for cell in cells))
    PLOT.write_text(plot(figures), encoding="utf-8")
    print(f"\nMedians of {RUNS} runs, the start of the program included. ×: how many times the C program's. Plot: {PLOT}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
