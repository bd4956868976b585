"""Who changed a sysctl, on a whole machine: the program in its kernel, the service in its unit, the alert in its journal."""

import json
import unittest

from node import VirtualMachine, package

TABLE = "net.netfilter.nf_conntrack_max"
FILE = "/proc/sys/net/netfilter/nf_conntrack_max"
#: The machine has two CPUs: 2 × 144420.
WANTED = "288840"

PUT_BACK = "MESSAGE_ID=9851f966a5b74aaf89bbd95df2f9a229"
CONTESTED = "MESSAGE_ID=770f214a73824629b26207eeabaafd8c"
HELD = "MESSAGE_ID=c431861bd7e143b38227d244a342f0e4"
DEGRADED = "MESSAGE_ID=5b998790fb2346c0b1779a6fe64d75b0"

POD = "81e09ae0-12ec-4ec5-94b8-51cda7906370"
CONTAINER = "c2" * 32


def setUpModule() -> None:
    global machine
    machine = unittest.enterModuleContext(VirtualMachine())
    machine.run("modprobe nf_conntrack")
    machine.run("systemctl mask nodekeeld.service")
    machine.install(package.built())
    machine.run("systemctl unmask nodekeeld.service && systemctl daemon-reload")
    # So rare a sweep that only events explain what is done at once.
    machine.write("/etc/nodekeel/policy.d/50-test.yaml", "interval: 10m\n")
    machine.save("installed")


def start_service() -> None:
    machine.run("systemctl start nodekeeld")
    machine.wait_until(f"[ $(sysctl --values {TABLE}) = {WANTED} ]", "the service has set the table")


class WriterTests(unittest.TestCase):
    def setUp(self) -> None:
        machine.restore("installed")
        start_service()
        self.here = machine.journal_position()

    def alert(self) -> dict:
        """The one alert since the test began."""
        [entry] = machine.wait_for_entries(PUT_BACK, after=self.here)
        return entry

    def test_the_program_loads_with_what_the_unit_leaves_it(self) -> None:
        self.assertEqual(machine.journal(DEGRADED), [])
        pid = machine.output("systemctl show --property=MainPID --value nodekeeld")
        self.assertIn("bpf_link", machine.output(f"ls -l /proc/{pid}/fd"))
        # In effect: CAP_BPF (39) and CAP_NET_ADMIN (12), and not CAP_SYS_ADMIN (21).
        held = int(machine.output(f"awk '/^CapEff/ {{ print $2 }}' /proc/{pid}/status"), 16)
        self.assertEqual([held >> number & 1 for number in (39, 12, 21)], [1, 1, 0])

    def test_a_writer_that_exits_at_once_is_named_with_its_unit(self) -> None:
        machine.run(f"systemd-run --quiet --wait --unit=culprit sh -c 'echo 131072 > {FILE}'")
        entry = self.alert()
        self.assertRegex(
            entry["MESSAGE"],
            rf"^sh \(unit culprit.service, pid \d+\) changed net/netfilter/nf_conntrack_max from {WANTED} to 131072; put back",
        )
        self.assertEqual(entry["NODEKEEL_WRITER_UNIT"], "culprit.service")
        self.assertEqual((entry["SYSCTL"], entry["OLDVALUE"]), ("net/netfilter/nf_conntrack_max", WANTED))
        self.assertEqual((entry["NEWVALUE"], entry["OURVALUE"]), ("131072", WANTED))
        self.assertRegex(entry["OBJECT_PID"], r"^\d+$")
        self.assertEqual(entry["OBJECT_COMM"], "sh")
        self.assertIn("unit culprit.service", machine.output("nodekeel explain connection-tracking-table"))
        [write] = json.loads(machine.output("nodekeel writers --format json"))["writes"]
        self.assertEqual((write["writer"]["unit"], write["after"], write["count"]), ("culprit.service", "131072", 1))

    def test_a_person_has_the_last_word_where_policy_yields(self) -> None:
        machine.write("/etc/nodekeel/policy.d/60-yield.yaml", "settings: {connection-tracking-table: {mode: yield}}\n")
        machine.run("systemctl reload nodekeeld")
        # A program of a unit is none.
        machine.run(f"systemd-run --quiet --wait --unit=program sh -c 'echo 131072 > {FILE}; sleep 1'")
        self.alert()
        machine.wait_until(f"[ $(sysctl --values {TABLE}) = {WANTED} ]", "the program's change is put back")
        machine.run(f"systemd-run --quiet --scope --slice=user.slice --unit=shell sh -c 'echo 150000 > {FILE}; sleep 1'")
        [held] = machine.wait_for_entries(HELD, after=self.here)
        self.assertRegex(held["NODEKEEL_REASON"], r"^sh \(unit shell.scope, pid \d+\) changed it, and mode is yield$")
        self.assertEqual(held["NODEKEEL_UNTIL"], "the next boot")
        self.assertEqual(machine.output(f"sysctl --values {TABLE}"), "150000")
        self.assertIn("until the next boot", machine.run("nodekeel status", check=False).stdout)
        machine.run("systemctl restart nodekeeld; sleep 2")
        self.assertEqual(machine.output(f"sysctl --values {TABLE}"), "150000")
        machine.run("nodekeel release net/netfilter/nf_conntrack_max")
        machine.wait_until(f"[ $(sysctl --values {TABLE}) = {WANTED} ]", "the release puts it right")

    def test_a_program_that_changes_many_at_once_is_no_person(self) -> None:
        names = [
            f"net/ipv4/conf/many{number}/{name}"
            for number in range(25)
            for name in ("log_martians", "arp_accept", "arp_notify", "proxy_arp")
        ]
        for number in range(25):
            machine.run(f"ip link add many{number} type dummy")
        settings = "".join(
            f"  - {{id: site-{number}, sysctl: {name}, exactly: 0, mode: yield, because: a test}}\n"
            for number, name in enumerate(names)
        )
        machine.write("/etc/nodekeel/policy.d/60-many.yaml", f"custom:\n{settings}")
        files = " ".join(f"/proc/sys/{name}" for name in names)
        machine.run(f"for file in {files}; do echo 0 > $file; done; systemctl reload nodekeeld")
        here = machine.journal_position()
        # A program of a unit, and faster than the service can look at what it has done.
        machine.write("/root/many", "".join(f"echo 1 > /proc/sys/{name}\n" for name in names))
        machine.run("systemd-run --quiet --wait --unit=many sh /root/many")
        machine.wait_until(f"! cat {files} | grep -q 1", "all of them are put back")
        self.assertEqual(machine.journal(HELD, after=here), [])
        told = machine.wait_for_entries(PUT_BACK, after=here, count=len(names))
        self.assertEqual({entry["NODEKEEL_WRITER_UNIT"] for entry in told}, {"many.service"})

    def test_a_pod_is_named_by_its_name(self) -> None:
        group = (
            f"/sys/fs/cgroup/kubepods.slice/kubepods-besteffort.slice/"
            f"kubepods-besteffort-pod{POD.replace('-', '_')}.slice/cri-containerd-{CONTAINER}.scope"
        )
        machine.run(
            f"mkdir -p {group} /var/log/pods/kube-system_kube-proxy-6xsx9_{POD}/kube-proxy /var/log/containers"
            f" && ln -s nowhere /var/log/containers/kube-proxy-6xsx9_kube-system_kube-proxy-{CONTAINER}.log"
        )
        # As a container runs: its own processes, mounts and /proc; the machine's network, as kube-proxy has it.
        machine.run(
            f"bash -c 'echo $$ > {group}/cgroup.procs; exec unshare --pid --mount --fork --mount-proc"
            f" sh -c \"echo 131072 > {FILE}\"'"
        )
        entry = self.alert()
        self.assertRegex(entry["MESSAGE"], r"^sh \(pod kube-system/kube-proxy-6xsx9, pid \d+\) changed ")
        self.assertEqual(entry["NODEKEEL_WRITER_POD"], "kube-system/kube-proxy-6xsx9")
        self.assertEqual(entry["NODEKEEL_WRITER_CONTAINER"], "kube-proxy")

    def test_the_table_s_second_name_is_watched_too(self) -> None:
        machine.run("echo 131072 > /proc/sys/net/nf_conntrack_max")
        self.assertIn("by writing net/nf_conntrack_max", self.alert()["MESSAGE"])

    def test_a_write_that_is_rejected_or_changes_nothing_is_no_drift(self) -> None:
        machine.run(f"echo -1 > {FILE}", check=False)
        machine.run(f"echo {WANTED} > {FILE} && sleep 3")
        self.assertEqual(machine.journal(PUT_BACK, after=self.here), [])

    def test_a_storm_is_counted_to_the_last_write_and_told_in_a_few_lines(self) -> None:
        count = 20_000
        pid = machine.output("systemctl show --property=MainPID --value nodekeeld")
        machine.run(
            "systemd-run --quiet --wait --unit=storm bash -c"
            f" 'for ((i = 0; i < {count}; i++)); do echo $((131072 + i % 9)) > {FILE}; done'",
            timeout=300,
        )
        # How long the storm lasts is the machine's affair, so whether it ends contested is too.
        machine.run("sleep 3; systemctl kill --signal=USR1 nodekeeld; sleep 2")
        self.assertGreater(len(machine.journal(PUT_BACK, after=self.here)), 0)
        writes = json.loads(machine.output("nodekeel writers --format json"))["writes"]
        self.assertEqual(sum(write["count"] for write in writes if write["writer"].get("unit") == "storm.service"), count)
        # The fifth time within ten minutes it is contested, for at least five.
        self.assertLessEqual(len(machine.journal(PUT_BACK, after=self.here)), 4)
        self.assertLessEqual(len(machine.journal(CONTESTED, after=self.here)), 1)
        anonymous = int(machine.output(f"awk '/^RssAnon/ {{ print $2 }}' /proc/{pid}/status"))
        self.assertLess(anonymous, 4096)

    def test_writes_are_shown_as_they_happen(self) -> None:
        machine.run("(timeout 5 nodekeel writers --follow --all --format json > /root/said 2>&1 &) ; sleep 2")
        machine.run("systemd-run --quiet --wait --unit=other sh -c 'echo 77 > /proc/sys/vm/swappiness'; sleep 4")
        lines = [json.loads(line) for line in machine.read("/root/said").splitlines()]
        [line] = [line for line in lines if line["write"]["path"] == "vm/swappiness"]
        self.assertEqual((line["write"]["after"], line["holds"]), ("77", "77"))
        self.assertEqual(line["write"]["writer"]["unit"], "other.service")


class BlindTests(unittest.TestCase):
    """The kernel's program cannot be loaded."""

    def test_it_is_said_once_and_who_it_may_have_been_is_told(self) -> None:
        machine.restore("installed")
        drop_in = "[Service]\nCapabilityBoundingSet=~CAP_BPF\n"
        machine.write("/etc/systemd/system/nodekeeld.service.d/50-test.conf", drop_in)
        machine.run("systemctl daemon-reload")
        start_service()
        [entry] = machine.wait_for_entries(DEGRADED)
        self.assertIn("CAP_BPF", entry["MESSAGE"])
        self.assertIn("writes to sysctls", machine.run("nodekeel status", check=False).stdout)
        here = machine.journal_position()
        machine.write("/etc/sysctl.d/10-other.conf", f"{TABLE} = 131072\n")
        machine.run("sysctl --load=/etc/sysctl.d/10-other.conf")
        [entry] = machine.wait_for_entries(PUT_BACK, after=here)
        self.assertIn("/etc/sysctl.d/10-other.conf:1 sets this value", entry["MESSAGE"])
        self.assertEqual(len(machine.journal(DEGRADED)), 1)
