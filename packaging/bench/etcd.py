#!/usr/bin/env python3
"""Measures how soon a restarted etcd is tuned, and what watching costs on a busy node, beside tuned's scheduler plug-in.

On one booted node: etcd in the control groups of a pod, restarted again and again; then, with thousands of other processes
and a storm of execs, the processor time of both services in the same interval.
"""

from __future__ import annotations

import json
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "Tests/RealNode"))

import measures  # noqa: E402
from node import Container, image, package, requirements  # noqa: E402
from node.etcd import PACKAGES, POD, RESTART, perl, start_in_pod  # noqa: E402

RESTARTS = 200
PROCESSES = 5_000
EXECS_PER_SECOND = 500
SECONDS = 60
#: For half a minute after a pod's group stirred the service looks at it closely; what is measured is the time after that.
ATTENTION_SECONDS = 35

#: tuned's way to the same end: a profile whose scheduler plug-in gives every thread of etcd a nice value at each exec.
PROFILE = "[scheduler]\\ngroup.etcd=0:o:-20:*:^/usr/bin/etcd\\n"

STORM = r"""
use strict; use Time::HiRes qw(time usleep);
my ($rate, $seconds) = @ARGV; my $began = time; my $done = 0;
while ((my $passed = time - $began) < $seconds) {
    while ($done < $passed * $rate) { my $pid = fork; if (!$pid) { exec "/bin/true" } waitpid $pid, 0; $done++ }
    usleep 2000;
}
printf "%.0f\n", $done / (time - $began);
"""


def processor_seconds(node: Container, unit: str) -> float:
    """What the threads of a service's main process have run so far."""
    process = measures.main_process(node, unit)
    return int(node.output(f"awk '{{sum += $1}} END {{print sum}}' /proc/{process}/task/*/schedstat")) / 1e9


def main() -> int:
    if reasons := requirements.reasons_against():
        print("No node can be measured here:", *reasons, sep="\n  ")
        return 1
    with Container(image.image((*image.BENCHMARK_PACKAGES, *PACKAGES))) as node:
        node.run("systemctl disable --now etcd; systemctl stop tuned", check=False)
        node.install(package.built())
        process = start_in_pod(node)
        node.run(f"kill -KILL {process}")
        said = json.loads(perl(node, RESTART, POD, RESTARTS, timeout=600))
        print(f"restart to tuned, {RESTARTS} restarts of etcd in a pod: p50 {said['p50']} ms, p99 {said['p99']} ms, "
              f"max {said['max']} ms; missed {said['missed']}")  # fmt: skip
        node.run(f"mkdir -p /etc/tuned/bench && printf '{PROFILE}' > /etc/tuned/bench/tuned.conf")
        node.run("systemctl start tuned && tuned-adm profile bench", timeout=120)
        start_in_pod(node)
        node.run(f"for i in $(seq {PROCESSES}); do sleep 100000 >/dev/null 2>&1 & done", timeout=300)
        time.sleep(ATTENTION_SECONDS)
        units = ("nodekeeld.service", "tuned.service")
        before = {unit: processor_seconds(node, unit) for unit in units}
        rate = perl(node, STORM, EXECS_PER_SECOND, SECONDS, timeout=SECONDS + 120).strip()
        used = {unit: processor_seconds(node, unit) - before[unit] for unit in units}
        print(f"with {PROCESSES:,} other processes and {rate} execs a second, {SECONDS} s, of one processor:")
        for unit, seconds in used.items():
            print(f"  {unit:<18} {seconds / SECONDS * 100:7.3f} %")
    return 0


if __name__ == "__main__":
    sys.exit(main())
