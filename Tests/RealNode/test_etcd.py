"""What nodekeel does to a real etcd, Debian's, as a service of systemd and in the control groups of a static pod."""

import json
import typing
import unittest

from node import Container, VirtualMachine, image, package
from node.etcd import METRICS, PACKAGES, POD, PUTS, RESTART, perl, priorities, quantile, start_in_pod

DROP_INS = "/etc/systemd/system/etcd.service.d"
TUNED = "MESSAGE_ID=f2380aa43b0644359eb6ae396e8e5fca"
DRIFTED = "MESSAGE_ID=c3ee669bfa5f4285ac8e6207abd59ac9"
PUT_BACK = "MESSAGE_ID=9851f966a5b74aaf89bbd95df2f9a229"

RESTARTS = 100
#: From the first moment at which the process is etcd.
LIMIT_MILLISECONDS = 50

def main_process(node: typing.Any) -> int:
    return int(node.output("systemctl show --property=MainPID --value etcd.service"))


def answer(node: typing.Any, command: str) -> dict:
    return answer_in(node, "json", command)


def answer_in(node: typing.Any, form: str, command: str) -> dict:
    return json.loads(node.run(f"nodekeel {command} --format {form}", check=False).stdout)


BEST_EFFORT = 2 << 13


class ServiceTests(unittest.TestCase):
    """etcd as a service, on a machine with all controllers."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.node = cls.enterClassContext(VirtualMachine(image=image.image(PACKAGES)))
        cls.node.run("systemctl mask nodekeeld.service")
        cls.node.install(package.built())
        cls.node.run("systemctl unmask nodekeeld.service && systemctl daemon-reload")
        cls.node.wait_until("systemctl is-active --quiet etcd", "etcd runs")
        cls.node.save("installed")

    def setUp(self) -> None:
        self.node.restore("installed")

    def test_facts_tell_where_it_runs_and_on_what(self) -> None:
        [member] = answer(self.node, "facts")["etcd"]
        self.assertEqual(member["pid"], main_process(self.node))
        self.assertEqual((member["place"], member["service"]), ("etcd.service", "etcd.service"))
        self.assertEqual(member["wal"]["path"], "/var/lib/etcd/default/member/wal")
        self.assertEqual(member["wal"]["disks"], ["vda"])

    def test_every_thread_is_tuned_without_a_restart_and_given_back_exactly(self) -> None:
        process = main_process(self.node)
        self.node.run(f"renice -n 3 -p $(ls /proc/{process}/task | tail -1)")
        before = priorities(self.node, process)
        self.assertGreater(len(before), 4)
        answer(self.node, "apply")
        tuned = priorities(self.node, process)
        self.assertEqual(set(tuned.values()), {(-20, BEST_EFFORT)})
        self.assertEqual(main_process(self.node), process)
        self.assertEqual(self.node.read("/sys/fs/cgroup/system.slice/etcd.service/cpu.weight"), "1000\n")
        self.assertEqual(
            self.node.output("systemctl show --property=NeedDaemonReload --value etcd.service"), "no"
        )
        self.node.run("nodekeel revert")
        after = priorities(self.node, process)
        self.assertEqual({thread: after[thread] for thread in before if thread in after}, before)
        self.assertEqual(main_process(self.node), process)
        self.assertFalse(self.node.output(f"ls -A {DROP_INS} 2>/dev/null || true"))
        weight = self.node.output("cat /sys/fs/cgroup/system.slice/etcd.service/cpu.weight 2>/dev/null || echo 100")
        self.assertEqual(weight, "100")

    def test_who_got_the_number_of_a_process_that_was_tuned_is_left_alone(self) -> None:
        process = main_process(self.node)
        answer(self.node, "apply")
        self.node.run("systemctl stop etcd")
        other = self.node.output(
            f"echo {process - 1} >/proc/sys/kernel/ns_last_pid; setsid nice -n 5 sleep 300 >/dev/null 2>&1 & echo $!"
        )
        self.assertEqual(int(other), process)
        for command in ("check", "apply", "revert"):
            self.node.run(f"nodekeel {command}", check=False)
            self.assertEqual(self.node.output(f"cut -d' ' -f19 /proc/{process}/stat"), "5", command)

    def test_a_slow_disk_is_told_as_etcds_own_histogram_has_it(self) -> None:
        perl(self.node, PUTS, 20)
        process = main_process(self.node)
        delay = "-e trace=fdatasync -e inject=fdatasync:delay_enter=40000"
        self.node.run(f"setsid strace -f -p {process} -o /dev/null {delay} >/dev/null 2>&1 & echo $! >/run/slow.pid")
        self.node.wait_until(f"grep -q '^TracerPid:.[1-9]' /proc/{process}/status", "its calls are slow")
        perl(self.node, PUTS, 150)
        self.node.run("kill $(cat /run/slow.pid)")
        [member] = answer(self.node, "facts")["etcd"]
        own = quantile(perl(self.node, METRICS), "etcd_disk_wal_fsync_duration_seconds", 0.99) * 1_000_000
        self.assertGreater(own, 40_000)
        self.assertAlmostEqual(member["measured"]["logSyncMicroseconds"], own, delta=own / 10)
        findings = {
            finding["desired"]["target"]["knob"]["name"]: finding["verdict"]
            for finding in answer(self.node, "check")["findings"]
            if finding["desired"]["setting"] == "etcd-latency"
        }
        self.assertEqual(findings["log-sync-p99 of etcd in etcd.service"], "unmet")

    def test_an_audit_is_one_page_with_the_exact_changes(self) -> None:
        page = self.node.run("nodekeel audit", check=False).stdout
        self.assertIn("etcd: ", page)
        self.assertIn("quota-backend-bytes", page)
        log = answer_in(self.node, "sarif", "audit")
        [run] = log["runs"]
        # Its log is on the disk of its database here, and its quota is what its release has by itself.
        self.assertIn("etcd-disk", [result["ruleId"] for result in run["results"]])
        self.assertNotIn("etcd-quota", [result["ruleId"] for result in run["results"]])

    def test_the_next_start_begins_with_the_priorities(self) -> None:
        answer(self.node, "apply")
        self.node.run("systemctl restart etcd")
        self.assertEqual(set(priorities(self.node, main_process(self.node)).values()), {(-20, BEST_EFFORT)})
        self.assertEqual(self.node.read("/sys/fs/cgroup/system.slice/etcd.service/cpu.weight"), "1000\n")

    def test_the_service_does_it_with_the_privileges_that_it_has(self) -> None:
        process = main_process(self.node)
        self.node.run("systemctl start nodekeeld", timeout=180)
        self.assertEqual(set(priorities(self.node, process).values()), {(-20, BEST_EFFORT)})
        self.assertEqual(self.node.read("/sys/fs/cgroup/system.slice/etcd.service/cpu.weight"), "1000\n")
        self.assertEqual(self.node.output(f"ls {DROP_INS} | wc -l"), "3")
        self.assertEqual(self.node.output("systemctl show --property=NeedDaemonReload --value etcd.service"), "no")
        self.assertEqual(self.node.journal("MESSAGE_ID=b6ee95cab2fa424c9a7ed7d5ca54eb76"), [])

    def test_what_an_operator_gives_it_beyond_what_is_wanted_is_not_lowered(self) -> None:
        self.node.write(f"{DROP_INS}/10-site.conf", "[Service]\nCPUWeight=5000\nCPUSchedulingPolicy=rr\n")
        self.node.run("systemctl daemon-reload && systemctl restart etcd && systemctl start nodekeeld", timeout=180)
        for _ in range(2):
            process = main_process(self.node)
            self.assertEqual(self.node.read("/sys/fs/cgroup/system.slice/etcd.service/cpu.weight"), "5000\n")
            self.assertEqual(self.node.output(f"ps --no-headers -Lo policy -p {process} | sort -u"), "RR")
            self.node.run("systemctl restart etcd && systemctl kill --signal=USR1 nodekeeld && sleep 3")

    def test_a_nice_value_is_said_to_be_inert_where_etcd_is_alone_in_its_group(self) -> None:
        answer(self.node, "apply")
        findings = answer(self.node, "check")["findings"]
        [nice] = [one for one in findings if one["desired"]["target"]["knob"]["kind"] == "cpu-priority"]
        self.assertEqual(nice["verdict"], "met")
        self.assertIn("alone in /system.slice/etcd.service", nice["effect"]["inert"])


class PodTests(unittest.TestCase):
    """etcd in the control groups of a static pod, where nothing but the service gives it priorities."""

    def setUp(self) -> None:
        self.node = self.enterContext(Container(image.image(PACKAGES)))
        self.node.run("systemctl disable --now etcd")
        self.node.install(package.built())

    def test_a_hundred_restarts_are_each_tuned_in_time(self) -> None:
        process = start_in_pod(self.node)
        self.node.run(f"kill -KILL {process}")
        said = json.loads(perl(self.node, RESTART, POD, RESTARTS, timeout=300))
        print(f"restart to tuned, {RESTARTS} times: p50 {said['p50']} ms, p99 {said['p99']} ms, max {said['max']} ms")
        self.assertEqual((said["missed"], said["untuned"]), (0, 0), said)
        # Two busy processors of a test machine: the median is what has to hold.
        self.assertLess(said["p50"], LIMIT_MILLISECONDS)
        self.assertGreater(len(self.node.journal(TUNED)), RESTARTS)
        self.assertEqual(self.node.journal(PUT_BACK) + self.node.journal(DRIFTED), [])

    def test_a_thread_that_leaves_the_line_is_named_and_put_back(self) -> None:
        process = start_in_pod(self.node)
        thread = max(priorities(self.node, process))
        here = self.node.journal_position()
        self.node.run(f"renice -n 0 -p {thread} && systemctl kill --signal=USR1 --kill-who=main nodekeeld")
        [entry] = self.node.wait_for_entries(PUT_BACK, after=here)
        self.assertIn(f"thread {thread}", entry["MESSAGE"])
        self.assertEqual(priorities(self.node, process)[thread], (-20, BEST_EFFORT))
