"""A node that is not as it should be: crowded, renamed, suspended, with another time of day, with processors that go."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from node import Container, VirtualMachine, package

BACKLOG = "/proc/sys/net/core/somaxconn"
POLICY = "/etc/nodekeel/policy.yaml"
FRAGMENT = "/etc/nodekeel/policy.d/50-test.yaml"
DROP_IN = "/etc/systemd/system/nodekeeld.service.d/test.conf"
UNREADABLE = "MESSAGE_ID=1029077c1a4548c4be781b4d95de4e5e"
TABLE = "/proc/sys/net/netfilter/nf_conntrack_max"

#: 10,000 processes with names that a terminal would obey, some hundred at a time, each there for a moment.
STORM = r"""
use POSIX ();
my $alive = 0;
for my $number (1 .. 10_000) {
    if ($alive == 400) { waitpid -1, 0; $alive--; }
    defined(my $child = fork) or die;
    if (!$child) { $0 = "etcd\n\e[31m$number\a"; select undef, undef, undef, rand 0.2; POSIX::_exit(0); }
    $alive++;
}
1 while waitpid(-1, 0) > 0;
"""

#: A process whose memory nobody can look at while the file system of a file is frozen: one thread writes to a page of the
#: file, which waits for that, and another wants to take the page away, which waits for the first with the lock in hand.
LOCKED = r"""
#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>
static char *page;
static void *touch(void *none) { *page = 1; return none; }
static void *take_away(void *none) { munmap(page, 4096); return none; }
int main(int count, char **arguments) {
    pthread_t threads[2];
    page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, open(arguments[count - 1], O_RDWR), 0);
    if (page == MAP_FAILED) return 1;
    pthread_create(&threads[0], NULL, touch, NULL);
    sleep(2);
    pthread_create(&threads[1], NULL, take_away, NULL);
    pause();
}
"""

#: A process that sees at /srv a file system of which nobody answers, as of a server that is gone.
SILENT = r"""
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <sys/mount.h>
#include <unistd.h>
int main(void) {
    char options[64];
    int server = open("/dev/fuse", O_RDWR);
    snprintf(options, sizeof options, "fd=%d,rootmode=40000,user_id=0,group_id=0", server);
    if (unshare(CLONE_NEWNS) || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL)) return 1;
    if (mount("silent", "/srv", "fuse", 0, options)) return 1;
    pause();
}
"""

#: Everything that a terminal would obey, but the end of a line.
CONTROL = r"$'[\001-\011\013-\037\177]'"


def policy(backlog: int) -> str:
    return (
        "mode: enforce\ncustom:\n"
        f"  - {{id: listen-backlog, sysctl: net/core/somaxconn, exactly: {backlog}, because: a test}}\n"
    )


def compiled(source: str, home: str) -> pathlib.Path:
    """A program of C, which needs no library of the node."""
    program = pathlib.Path(home) / "program"
    compiler = shutil.which("clang", path=f"{os.environ['PATH']}:/opt/swift/usr/bin")
    assert compiler is not None, "no clang beside swift"
    command = [compiler, "-static", "-O1", "-pthread", "-xc", "-", "-o", program]
    subprocess.run(command, input=source, text=True, check=True)
    return program


class CrowdedTests(unittest.TestCase):
    """One container, with the service running under a policy for one value."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.node = cls.enterClassContext(Container())
        cls.node.write(POLICY, policy(5000))
        cls.node.install(package.built())
        cls.node.write("/root/storm.pl", STORM)

    def setUp(self) -> None:
        self.node.run(f"rm -f {DROP_IN}; systemctl daemon-reload; systemctl restart nodekeeld")
        self.node.wait_until(f"[ $(cat {BACKLOG}) = 5000 ]", "the service keeps the value")

    def drift(self) -> None:
        """Changes the value, which the service has to put right."""
        self.node.run(f"echo 100 >{BACKLOG}")
        self.node.run("systemctl kill --kill-who=main --signal=USR1 nodekeeld")
        self.node.wait_until(f"[ $(cat {BACKLOG}) = 5000 ]", "the service puts it right")

    def service(self, name: str) -> str:
        return self.node.output(f"systemctl show --property={name} --value nodekeeld")

    def test_processes_that_come_and_go_during_a_walk_are_no_trouble(self) -> None:
        self.node.run("rm -f /root/over; (perl /root/storm.pl; touch /root/over) >/dev/null 2>&1 &")
        # Once: who changes it again and again contests it.
        self.drift()
        walks = 0
        while not self.node.exists("/root/over"):
            for command in ("facts", "check", "audit"):
                finished = self.node.run(f"nodekeel {command} >/root/said 2>&1", check=False)
                self.assertIn(finished.status, (0, 2), self.node.read("/root/said"))
                said = self.node.run(f"LC_ALL=C grep -n {CONTROL} /root/said", check=False)
                self.assertEqual(said.stdout, "")
                walks += 1
        self.assertGreater(walks, 3)
        self.assertEqual(self.service("NRestarts"), "0")

    def test_a_policy_that_is_swapped_while_it_is_read_is_one_or_the_other(self) -> None:
        self.node.run("systemctl stop nodekeeld")
        self.node.write("/root/5000.yaml", policy(5000))
        self.node.write("/root/6000.yaml", policy(6000))
        swap = "for value in 6000 5000; do cp /root/$value.yaml /etc/nodekeel/next; mv /etc/nodekeel/next {}; done"
        self.node.run(
            f"systemd-run --quiet --unit=swapping bash -c 'while :; do {swap.format(POLICY)}; done'"
        )
        self.addCleanup(self.node.run, f"systemctl stop swapping; cp /root/5000.yaml {POLICY}; rm -f /etc/nodekeel/next")
        seen = set()
        for _ in range(40):
            finished = self.node.run("nodekeel check --format json", check=False)
            self.assertIn(finished.status, (0, 2), finished.stderr)
            [finding] = [
                one for one in json.loads(finished.stdout)["findings"] if one["desired"]["setting"] == "listen-backlog"
            ]
            seen.add(json.dumps(finding["desired"]["target"]["bound"]))
        self.assertEqual(len(seen), 2, seen)

    def test_a_device_that_is_made_anew_is_not_taken_for_the_one_before(self) -> None:
        key = "/proc/sys/net/ipv4/conf/nodekeel0/arp_ignore"
        self.node.run("ip link add nodekeel0 type bridge")
        self.addCleanup(self.node.run, f"rm -f {FRAGMENT}; ip link del nodekeel0", check=False)
        self.node.write(FRAGMENT, f"custom:\n  - {{id: silent, sysctl: {key[10:]}, exactly: 1, because: a test}}\n")
        self.node.wait_until(f"[ $(cat {key}) = 1 ]", "the service sets the value")
        process = self.service("MainPID").strip()
        # What a service that looks again and again keeps open, it reads of the device that is gone.
        for _ in range(4):
            self.node.run("systemctl kill --kill-who=main --signal=USR1 nodekeeld; sleep 1")
        self.assertEqual(self.node.output(f"readlink /proc/{process}/fd/* | grep --count {key}").strip(), "1")
        self.node.run("ip link del nodekeel0; ip link add nodekeel0 type bridge")
        self.assertEqual(self.node.read(key), "0\n")
        self.node.run("systemctl kill --kill-who=main --signal=USR1 nodekeeld")
        self.node.wait_until(f"[ $(cat {key}) = 1 ]", "the service sets the value of the new device")
        here = self.node.journal_position()
        self.node.run("ip link del nodekeel0; systemctl kill --kill-who=main --signal=USR1 nodekeeld")
        [entry] = self.node.wait_for_entries("NODEKEEL_SETTING=silent", after=here)
        self.assertIn(f"{key[10:]} is not there", entry["MESSAGE"])

    def test_what_is_mounted_below_the_sysctls_is_none_of_them(self) -> None:
        self.node.run("mount -t tmpfs none /proc/sys/net/unix && echo 1 >/proc/sys/net/unix/made-up")
        self.addCleanup(self.node.run, "umount /proc/sys/net/unix")
        facts = self.node.output("nodekeel facts --format json")
        self.assertIn('"net/core/somaxconn"', facts)
        self.assertNotIn("made-up", facts)

    def test_an_answer_that_cannot_be_written_is_no_success(self) -> None:
        for command in ("facts --format json", "explain connection-tracking-table", "adopt"):
            finished = self.node.run(f"nodekeel {command} >/dev/full", check=False)
            self.assertEqual(finished.status, 1, command)
            self.assertIn("the answer could not be written: No space left on device", finished.stderr)
        # Who has read enough, as head has, is no trouble.
        self.assertEqual(self.node.output("nodekeel facts --format json 2>&1 | head -c 1"), "{")

    def test_another_namespace_s_sysctls_are_not_taken_for_the_node_s(self) -> None:
        for kind in ("net", "ipc"):
            for command in ("check", "apply", "revert"):
                finished = self.node.run(f"unshare --{kind} nodekeel {command}", check=False)
                self.assertEqual(finished.status, 1, finished)
                self.assertIn(f"nsenter --target 1 --{kind}", finished.stderr)
        here = self.node.journal_position()
        self.node.write(DROP_IN, "[Service]\nPrivateNetwork=yes\n")
        self.node.run("systemctl daemon-reload")
        self.assertNotEqual(self.node.run("systemctl restart nodekeeld", check=False).status, 0)
        self.assertTrue(
            any("PrivateNetwork=" in entry["MESSAGE"] for entry in self.node.journal("_COMM=nodekeeld", after=here))
        )


class MachineTests(unittest.TestCase):
    """A whole machine, whose service sweeps so rarely that only what happens explains what it does."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.node = cls.enterClassContext(VirtualMachine())
        cls.node.run("modprobe nf_conntrack")
        cls.node.write("/etc/nodekeel/policy.d/50-test.yaml", policy(5000) + "interval: 10m\n")
        cls.node.install(package.built())
        cls.node.wait_until(f"[ $(cat {BACKLOG}) = 5000 ]", "the service has set the value")
        cls.node.save("installed")

    def setUp(self) -> None:
        self.node.restore("installed")

    def drift(self) -> None:
        """Changes the value, which the service has to put right at once."""
        self.node.run(f"echo 100 >{BACKLOG}")
        self.node.wait_until(f"[ $(cat {BACKLOG}) = 5000 ]", "the service puts it right")

    def test_half_the_memory_is_enough_among_a_thousand_processes(self) -> None:
        limit = "-p MemoryMax=32M -p MemorySwapMax=0"
        # Not more: systemd lets a service of a machine with so little memory have some 1,100 tasks.
        self.node.run(
            "setsid perl -e '$SIG{CHLD} = q(IGNORE); for (1 .. 1000) { fork or exec q(/bin/sleep), q(900) } sleep 900'"
            " >/dev/null 2>&1 &"
        )
        self.node.wait_until("[ $(pgrep -c sleep) -ge 1000 ]", "all of them are there", timeout=300)
        for command in ("check", "audit", "facts", "doctor"):
            finished = self.node.run(
                f"systemd-run --quiet --wait --pipe {limit} nodekeel {command} >/root/said 2>&1", check=False, timeout=120
            )
            self.assertIn(finished.status, (0, 2), self.node.read("/root/said"))
        self.node.write(DROP_IN, "[Service]\nMemoryMax=32M\nMemorySwapMax=0\n")
        self.node.run("systemctl daemon-reload; systemctl restart nodekeeld", timeout=120)
        # A container has no limits where the machine has its memory in groups of version 1.
        self.assertEqual(self.node.read("/sys/fs/cgroup/system.slice/nodekeeld.service/memory.max"), f"{32 << 20}\n")
        self.drift()
        shown = self.node.output("systemctl show --property=NRestarts,ActiveState nodekeeld")
        self.assertEqual(set(shown.split()), {"NRestarts=0", "ActiveState=active"})

    def test_a_writer_s_name_reaches_no_terminal_and_no_journal_as_it_is(self) -> None:
        here = self.node.journal_position()
        name = r"""$'/tmp/e\e[31m\nv'"""
        self.node.run(f"cp /bin/dash {name}; {name} -c 'echo 77 >{BACKLOG}'")
        [entry] = self.node.wait_for_entries("OLDVALUE=5000", after=here)
        self.assertTrue(entry["MESSAGE"].startswith(r"e\x1b[31m\nv ("), entry["MESSAGE"])
        said = self.node.output("nodekeel writers; nodekeel explain listen-backlog")
        self.assertIn(r"e\x1b[31m\nv", said)
        self.assertNotIn("\x1b", said)

    def test_a_time_of_day_that_is_set_ends_what_waits_for_it_at_once(self) -> None:
        self.node.run("nodekeel hold listen-backlog --for 1h --reason test")
        self.node.run(f"echo 100 >{BACKLOG}; sleep 2")
        self.assertEqual(self.node.output(f"cat {BACKLOG}"), "100")
        self.node.run("date --set='+2 hours'")
        self.node.wait_until(f"[ $(cat {BACKLOG}) = 5000 ]", "the hold is over")
        self.node.run("date --set='-30 days'")
        self.drift()
        self.assertEqual(self.node.output("systemctl show --property=NRestarts --value nodekeeld"), "0")
        self.assertIn("last pass", self.node.run("nodekeel status", check=False).stdout)

    def test_after_a_suspension_it_looks_at_once_and_goes_on(self) -> None:
        here = self.node.journal_position()
        self.node.suspend(5)
        self.drift()
        self.assertEqual(self.node.output("systemctl show --property=NRestarts --value nodekeeld"), "0")
        self.assertEqual(self.node.journal("PRIORITY=3", "_COMM=nodekeeld", after=here), [])

    def test_processors_that_go_and_come_change_what_is_wanted(self) -> None:
        def wanted() -> int:
            answer = json.loads(self.node.run("nodekeel check --format json", check=False).stdout)
            [finding] = [
                one for one in answer["findings"] if one["desired"]["target"]["knob"]["name"] == TABLE[len("/proc/sys/"):]
            ]
            [value] = finding["desired"]["target"]["bound"].values()
            return int(value)

        both = wanted()
        self.node.run("echo 0 >/sys/devices/system/cpu/cpu1/online")
        self.assertEqual(wanted(), both // 2)
        self.node.run(f"systemctl stop nodekeeld; echo {both // 2} >{TABLE}; systemctl start nodekeeld; sleep 1")
        self.assertEqual(int(self.node.output(f"cat {TABLE}")), both // 2)
        self.node.run("echo 1 >/sys/devices/system/cpu/cpu1/online; systemctl kill --signal=USR1 nodekeeld")
        self.node.wait_until(f"[ $(cat {TABLE}) = {both} ]", "it is as for two again")

    def test_a_process_whose_memory_is_locked_keeps_nobody_waiting(self) -> None:
        with tempfile.TemporaryDirectory() as home:
            self.node.copy_in(compiled(LOCKED, home), "/root/etcd")
        self.node.run(
            "chmod +x /root/etcd; truncate -s 16M /root/disk; mkfs.ext4 -q /root/disk; mount -o loop /root/disk /mnt; "
            "head -c 4096 /dev/zero >/mnt/page; sync; fsfreeze --freeze /mnt"
        )
        here = self.node.journal_position()
        self.node.run("systemd-run --quiet --unit=etcd /root/etcd --name one /mnt/page; sleep 5")
        process = self.node.output("systemctl show --property=MainPID --value etcd.service")
        seen = self.node.run(f"timeout --signal=KILL 3 cat /proc/{process}/cmdline", check=False)
        self.assertEqual(seen.status, 137, "the kernel lets nobody wait for this process")

        # Its place is known, and with it its priority; its options are not, and that is said.
        reason = f"process {process} keeps its memory locked"
        facts = json.loads(self.node.output("nodekeel facts --format json"))
        [component] = [one for one in facts["components"] if one["name"] == "etcd"]
        self.assertEqual((component["pid"], component["unit"]), (int(process), "etcd.service"))
        self.assertIn(reason, component["unreadable"])
        finished = self.node.run("nodekeel check", check=False)
        self.assertEqual(finished.status, 2)
        self.assertIn(reason, " ".join(finished.stdout.split()))

        # The service goes on with all the rest, in the process that it began with.
        self.node.run("systemctl kill --signal=USR1 nodekeeld")
        self.node.wait_until(f"[ $(ps -o ni= -p {process}) = -20 ]", "the service has found it and tuned it")
        for _ in range(2):
            self.drift()
            self.node.run(f"renice -n 0 -p {process}; systemctl kill --signal=USR1 nodekeeld")
            self.node.wait_until(f"[ $(ps -o ni= -p {process}) = -20 ]", "the service puts the priority right")
        told = self.node.journal(UNREADABLE, "NODEKEEL_SETTING=etcd-snapshots", after=here)
        self.assertTrue(any(reason in entry["MESSAGE"] for entry in told), told)
        service = self.node.output("systemctl show --property=MainPID --value nodekeeld")
        self.assertEqual(self.node.output(f"ls /proc/{service}/task | wc -l"), "2", "one read is left behind")
        self.assertEqual(self.node.output("systemctl show --property=NRestarts --value nodekeeld"), "0")
        # It stops with that read still waiting, and is not killed for it.
        self.node.run("systemctl stop nodekeeld", timeout=10)
        self.assertEqual(self.node.output("systemctl show --property=Result --value nodekeeld"), "success")
        self.node.run("systemctl start nodekeeld")

        # When the lock is free it is as any other, and no thread is left.
        self.node.run("fsfreeze --unfreeze /mnt; systemctl kill --signal=USR1 nodekeeld")
        service = self.node.output("systemctl show --property=MainPID --value nodekeeld")
        self.node.wait_until(f"[ $(ls /proc/{service}/task | wc -l) = 1 ]", "the read has returned")
        facts = json.loads(self.node.output("nodekeel facts --format json"))
        [component] = [one for one in facts["components"] if one["name"] == "etcd"]
        self.assertEqual(component["arguments"], ["/root/etcd", "--name", "one", "/mnt/page"])

    def test_a_file_system_that_never_answers_keeps_nobody_waiting(self) -> None:
        with tempfile.TemporaryDirectory() as home:
            self.node.copy_in(compiled(SILENT, home), "/root/etcd")
        self.node.run("chmod +x /root/etcd; modprobe fuse")
        self.node.run("systemd-run --quiet --unit=etcd /root/etcd --data-dir=/srv/etcd; sleep 2")
        process = self.node.output("systemctl show --property=MainPID --value etcd.service")
        seen = self.node.run(f"timeout --signal=KILL 3 ls /proc/{process}/root/srv/etcd", check=False)
        self.assertEqual(seen.status, 137, "nobody gets an answer from there")
        [member] = json.loads(self.node.output("nodekeel facts --format json", timeout=20))["etcd"]
        self.assertEqual(member["pid"], int(process))

        # The service goes on with all the rest, in the process that it began with.
        self.node.run("systemctl kill --signal=USR1 nodekeeld")
        self.node.wait_until(f"[ $(ps -o ni= -p {process}) = -20 ]", "the service has found it and tuned it")
        service = self.node.output("systemctl show --property=MainPID --value nodekeeld")
        for _ in range(3):
            self.drift()
        self.assertLessEqual(int(self.node.output(f"ls /proc/{service}/task | wc -l")), 9, "few reads are left behind")
        self.assertEqual(self.node.output("systemctl show --property=NRestarts --value nodekeeld"), "0")
        self.node.run("systemctl stop nodekeeld", timeout=10)
        self.assertEqual(self.node.output("systemctl show --property=Result --value nodekeeld"), "success")
        self.node.run("systemctl kill --signal=KILL etcd; systemctl start nodekeeld")
