#!/usr/bin/env python3
"""Keeps a service busy for an hour, or as many minutes as are given, and prints what becomes of it.

Every eight seconds a value is changed behind its back, one of many so that none is contested; every quarter of a minute
etcd is restarted, every half minute the policy is read again. A benchmark, not a test: it judges nothing.
"""

from __future__ import annotations

import pathlib
import statistics
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "Tests/RealNode"))

import measures  # noqa: E402
from node import Container, etcd, image, package, requirements  # noqa: E402

UNIT = "nodekeeld.service"
PUT_BACK = "MESSAGE_ID=9851f966a5b74aaf89bbd95df2f9a229"
#: Values of a container's own network, each in reach of its default.
KEYS = (
    "core/somaxconn", "ipv4/igmp_max_memberships", "ipv4/igmp_max_msf", "ipv4/ip_default_ttl", "ipv4/ipfrag_time",
    "ipv4/tcp_base_mss", "ipv4/tcp_fin_timeout", "ipv4/tcp_keepalive_intvl", "ipv4/tcp_keepalive_probes",
    "ipv4/tcp_keepalive_time", "ipv4/tcp_max_syn_backlog", "ipv4/tcp_orphan_retries", "ipv4/tcp_probe_interval",
    "ipv4/tcp_reordering", "ipv4/tcp_retries1", "ipv4/tcp_retries2", "ipv4/tcp_syn_retries", "ipv4/tcp_synack_retries",
    "ipv4/tcp_thin_linear_timeouts", "ipv4/tcp_workaround_signed_windows",
)  # fmt: skip
DRIFT_SECONDS, RESTART_SECONDS, RELOAD_SECONDS, SAMPLE_SECONDS = 8, 15, 30, 30
#: What is compared: the medians of so many equal parts of the time.
PARTS = 6


def policy(node: Container) -> str:
    """What the node holds already, exactly."""
    return "mode: enforce\ncustom:\n" + "".join(
        f"  - {{id: soak-{number}, sysctl: net/{key}, exactly: {node.read(f'/proc/sys/net/{key}').strip()},"
        " because: measured}\n"
        for number, key in enumerate(KEYS)
    )


def sample(node: Container) -> dict[str, float]:
    """Memory in KiB, descriptors, and processor time since the start in milliseconds."""
    process = measures.main_process(node, UNIT)
    sizes: dict[str, float] = {name: float(size) for name, size in measures.memory(node, UNIT).items()}
    sizes["descriptors"] = float(node.output(f"ls /proc/{process}/fd | wc -l"))
    usage = node.output(f"systemctl show --property=CPUUsageNSec --value {UNIT}")
    sizes["processor ms"] = int(usage) / 1e6
    return sizes


def soak(node: Container, minutes: float) -> None:
    here = node.journal_position()
    process = measures.main_process(node, UNIT)
    samples: list[dict[str, float]] = []
    changes = restarts = reloads = 0
    began = time.monotonic()
    due = {"change": 0.0, "restart": 5.0, "reload": 7.0, "sample": 30.0}
    while (elapsed := time.monotonic() - began) < minutes * 60:
        if elapsed >= due["change"]:
            key = f"/proc/sys/net/{KEYS[changes % len(KEYS)]}"
            node.run(f"echo $(( $(cat {key}) ^ 1 )) >{key}")
            changes += 1
            due["change"] += DRIFT_SECONDS
        if elapsed >= due["restart"]:
            node.run("systemctl restart etcd")
            restarts += 1
            due["restart"] += RESTART_SECONDS
        if elapsed >= due["reload"]:
            node.run(f"systemctl reload {UNIT}")
            reloads += 1
            due["reload"] += RELOAD_SECONDS
        if elapsed >= due["sample"]:
            samples.append(sample(node))
            due["sample"] += SAMPLE_SECONDS
        time.sleep(max(0.0, min(due.values()) - (time.monotonic() - began)))
    time.sleep(DRIFT_SECONDS)
    told = len(node.journal(PUT_BACK, after=here))
    is_same = measures.main_process(node, UNIT) == process
    print(f"{elapsed / 60:.0f} minutes: {changes} changes, {told} told and put back; {restarts} restarts of etcd,")
    print(f"{reloads} reloads; {'one process all the time' if is_same else 'THE SERVICE WAS STARTED AGAIN'}")
    print(f"medians of {PARTS} parts of the time, memory in KiB")
    size = max(len(samples) // PARTS, 1)
    for name in samples[0]:
        if name != "processor ms":
            parts = [samples[at : at + size] for at in range(0, len(samples), size)][:PARTS]
            print(f"{name:<14}", *(f"{statistics.median(one[name] for one in part):>9,.0f}" for part in parts))
    spent = samples[-1]["processor ms"] - samples[0]["processor ms"]
    print(f"processor      {spent / (len(samples) - 1) / SAMPLE_SECONDS / 10:.2f} % of one, {spent:,.0f} ms in all")


def main(minutes: float) -> int:
    if reasons := requirements.reasons_against():
        print("No node can be measured here:", *reasons, sep="\n  ")
        return 1
    with Container(image.image(etcd.PACKAGES)) as node:
        node.write("/etc/nodekeel/policy.yaml", policy(node))
        node.install(package.built())
        soak(node, minutes)
    return 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 60))
