"""What installing, upgrading, removing and purging the package does to a node."""

import pathlib
import shlex
import tempfile
import unittest

from node import Container, package

SERVICE = "nodekeeld.service"
APPLY = "nodekeel-apply.service"
TIMER = "nodekeel-check.timer"
POLICY = "/etc/nodekeel/policy.yaml"
OWN_POLICY = "# from provisioning\nmode: observe\n"
BOOT_FILE = "/etc/sysctl.d/90-nodekeel.conf"

#: What systemd-analyze may say of a unit's exposure, in tenths. What is left is what the job is: root, the node's own
#: network, processes and kernel tunables.
EXPOSURE_TENTHS = 32

#: In place of the service, in all of its unit's confinement: tries each thing, and leaves the names of what was done.
IN_ITS_PLACE = """[Service]
Type=oneshot
WatchdogSec=0
Restart=no
ExecStart=
ExecStart=/bin/bash /root/try.sh
"""
TRIED = "/run/nodekeel/tried"
#: What the service is for, and what it has no business with.
ALLOWED = {
    "a sysctl": "echo 4096 >/proc/sys/net/core/somaxconn",
    "a file of sysctl.d": "touch /etc/sysctl.d/tried",
    "a drop-in of a unit": "mkdir -p /etc/systemd/system/tried.d",
    "a manifest": "touch /etc/kubernetes/manifests/tried && rm /etc/kubernetes/manifests/tried",
    "a file of the kubelet": "touch /var/lib/kubelet/tried",
    "Docker's file": "touch /etc/docker/tried",
    "the ledger": "touch /var/lib/nodekeel/tried",
    "the owner of a file": "chown nobody /var/lib/nodekeel/tried",
    "a priority": "renice -n -5 -p 1 && renice -n 0 -p 1",
}
REFUSED = {
    "a program": "touch /usr/bin/tried",
    "users": "echo tried >>/etc/passwd",
    "another file of /etc": "touch /etc/tried",
    "a file of root's": "touch /root/tried",
    "a home": "touch /home/tried",
    "another's data": "touch /var/lib/dpkg/tried",
    "the policy": "touch /etc/nodekeel/tried",
    "a set-user-ID file": "cp /bin/true /var/lib/nodekeel/set && chmod u+s /var/lib/nodekeel/set",
    "the name of the host": "hostname tried",
    "a mount": "mount -t tmpfs none /mnt",
    "a namespace": "unshare --mount true",
    "a user namespace": "unshare --user true",
    "a packet socket": "perl -MSocket -e 'socket(my $one, 17, SOCK_RAW, 768) or exit 1'",
    "the kernel's log": "dmesg",
    "a device": "mknod /var/lib/nodekeel/device b 7 0",
    "a control group": "mkdir /sys/fs/cgroup/tried",
}

#: What the service may have in memory between passes; its programs alone have more than that on disk.
RESIDENT_KILOBYTES = 8_000

#: Every file of the node but those of the package manager, the journal and the moment.
LISTING = (
    "find / -xdev -path /proc -prune -o -path /sys -prune -o -path /run -prune -o -path /tmp -prune"
    " -o -path /var/lib/dpkg -prune -o -path /var/lib/apt -prune -o -path /var/cache -prune -o -path /var/log -prune"
    " -o -path /root -prune -o -path /var/lib/systemd -prune -o -print | sort"
)


class PackageTests(unittest.TestCase):
    """Each test has a node of its own."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.built = package.built()
        cls.home = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="nodekeel-test.")))
        cls.next = package.successor(cls.built, cls.home)

    def setUp(self) -> None:
        self.node = self.enterContext(Container())

    def state(self, unit: str) -> tuple[str, str]:
        """Whether a unit runs, and whether it will at the next boot."""
        active, enabled = (
            self.node.run(f"systemctl {verb} {unit}", check=False).stdout.strip()
            for verb in ("is-active", "is-enabled")
        )
        return active, enabled

    def process(self) -> str:
        return self.node.output(f"systemctl show --property=MainPID --value {SERVICE}")

    def test_installation_starts_the_service_and_only_that(self) -> None:
        self.node.install(self.built)
        self.assertEqual(self.state(SERVICE), ("active", "enabled"))
        self.assertEqual(self.state(APPLY), ("inactive", "enabled"))
        self.assertEqual(self.state(TIMER), ("inactive", "disabled"))
        self.node.run(f"systemctl status {SERVICE}")

    def test_the_service_at_rest_holds_little_memory(self) -> None:
        self.node.install(self.built)
        resident = f"awk '/^VmRSS:/ {{print $2}}' /proc/{self.process()}/status"
        self.node.wait_until(f'test "$({resident})" -lt {RESIDENT_KILOBYTES}', "a small service", timeout=90)

    def test_dpkg_alone_installs_it(self) -> None:
        self.node.copy_in(self.built, "/root/nodekeel.deb")
        self.node.run("dpkg --install /root/nodekeel.deb </dev/null")
        self.assertEqual(self.state(SERVICE), ("active", "enabled"))

    def test_systemd_finds_no_fault_with_the_units(self) -> None:
        self.node.install(self.built)
        units = self.node.output("ls /lib/systemd/system/nodekeel*").split()
        verify = f"systemd-analyze verify --man=no --recursive-errors=yes {' '.join(units)} 2>&1"
        self.assertEqual(self.node.output(verify), "")

    def test_units_are_confined(self) -> None:
        self.node.install(self.built)
        units = self.node.output("ls /lib/systemd/system/nodekeel*.service").split()
        self.node.run(f"systemd-analyze security --offline=yes --threshold={EXPOSURE_TENTHS} {' '.join(units)}")

    def test_what_the_service_has_no_business_with_is_refused(self) -> None:
        self.node.run("mkdir -p /etc/kubernetes/manifests /var/lib/kubelet /etc/docker")
        self.node.install(self.built)
        tries = {**ALLOWED, **REFUSED}
        script = "".join(
            f"( {what} ) 2>/dev/null && echo {shlex.quote(name)} >>{TRIED}\n" for name, what in tries.items()
        )
        self.node.write("/root/try.sh", script)
        self.node.write(f"/etc/systemd/system/{SERVICE}.d/test.conf", IN_ITS_PLACE)
        self.node.run(f"systemctl stop {SERVICE}; systemctl daemon-reload; systemctl start {SERVICE}", check=False)
        confined = set(self.node.read(TRIED).splitlines())
        # Root can do all of it elsewhere, or a refusal would say nothing.
        self.node.run(f"rm {TRIED}; bash /root/try.sh", check=False)
        self.assertEqual(set(self.node.read(TRIED).splitlines()), set(tries))
        self.assertEqual(confined, set(ALLOWED))

    def test_the_journal_explains_its_messages(self) -> None:
        self.node.install(self.built)
        # Only lines that begin an entry: "-- " and the message's ID.
        identifiers = self.node.output(
            "sed -n 's/^-- \\([0-9a-f]\\{32\\}\\)$/\\1/p' /usr/lib/systemd/catalog/nodekeel.catalog"
        ).split()
        self.assertTrue(identifiers)
        for identifier in identifiers:
            entry = self.node.output(f"journalctl --dump-catalog {identifier}")
            self.assertIn(f"-- {identifier}", entry)
            self.assertIn("Subject: ", entry)

    def test_a_policy_that_was_there_before_wins(self) -> None:
        self.node.write(POLICY, OWN_POLICY)
        self.node.install(self.built)
        self.assertEqual(self.node.read(POLICY), OWN_POLICY)
        self.assertEqual(self.node.output("ls -A /etc/nodekeel").split(), ["policy.d", "policy.yaml"])
        self.node.install(self.next)
        self.assertEqual(self.node.read(POLICY), OWN_POLICY)

    def test_a_linked_policy_that_was_there_before_stays_a_link(self) -> None:
        self.node.write("/srv/policy.yaml", OWN_POLICY)
        self.node.run(f"mkdir /etc/nodekeel && ln -s /srv/policy.yaml {POLICY}")
        self.node.install(self.built)
        self.assertEqual(self.node.output(f"readlink {POLICY}"), "/srv/policy.yaml")
        self.assertEqual(self.node.read("/srv/policy.yaml"), OWN_POLICY)

    def test_a_policy_survives_an_installation_that_is_given_up(self) -> None:
        self.node.write(POLICY, OWN_POLICY)
        self.node.copy_in(self.built, "/root/nodekeel.deb")
        self.node.run("dpkg --unpack /root/nodekeel.deb && dpkg --remove nodekeel")
        self.assertEqual(self.node.read(POLICY), OWN_POLICY)

    def test_an_unchanged_policy_follows_the_package(self) -> None:
        self.node.install(self.built)
        policy = "# the next default\nprofile: large-cluster\nmode: enforce\n"
        self.node.install(package.successor(self.built, self.home, policy))
        self.assertEqual(self.node.read(POLICY), policy)

    def test_a_changed_policy_is_kept_where_dpkg_is_told_to(self) -> None:
        self.node.write(POLICY, OWN_POLICY)
        self.node.install(self.built)
        later = package.successor(self.built, self.home, "# the next default\n")
        self.node.install(later, "--option=Dpkg::Options::=--force-confold")
        self.assertEqual(self.node.read(POLICY), OWN_POLICY)

    def test_an_upgrade_restarts_the_service_and_nothing_else(self) -> None:
        self.node.install(self.built)
        before = self.process()
        here = self.node.journal_position()
        self.node.install(self.next)
        self.assertEqual(self.state(SERVICE), ("active", "enabled"))
        self.assertNotEqual(self.process(), before)
        self.assertEqual(self.state(APPLY), ("inactive", "enabled"))
        self.assertEqual(self.node.journal(f"UNIT={APPLY}", after=here), [])

    def test_an_upgrade_leaves_files_and_ledger_alone(self) -> None:
        self.node.write(POLICY, OWN_POLICY)
        self.node.install(self.built)
        self.node.run("systemctl stop nodekeeld")
        self.node.write("/var/lib/nodekeel/kept", "original\n")
        self.node.write(BOOT_FILE, "net.netfilter.nf_conntrack_max = 4711\n")
        look = f"stat --format='%n %i %Y' {POLICY} {BOOT_FILE} /var/lib/nodekeel/kept"
        held = self.node.output(look)
        self.node.install(self.next)
        self.assertEqual(self.node.output(look), held)

    def test_an_upgrade_starts_nothing_that_was_stopped_or_disabled(self) -> None:
        self.node.install(self.built)
        self.node.run(f"systemctl disable --now {SERVICE} && systemctl disable {APPLY}")
        self.node.install(self.next)
        self.assertEqual(self.state(SERVICE), ("inactive", "disabled"))
        self.assertEqual(self.state(APPLY), ("inactive", "disabled"))

    def test_removal_keeps_values_and_a_later_installation_starts_again(self) -> None:
        self.node.install(self.built)
        self.node.write(BOOT_FILE, "net.netfilter.nf_conntrack_max = 4711\n")
        self.node.run("apt-get remove --yes nodekeel")
        self.assertEqual(self.state(SERVICE)[0], "inactive")
        self.assertTrue(self.node.exists(POLICY))
        self.assertTrue(self.node.exists(BOOT_FILE))
        self.assertTrue(self.node.exists("/var/lib/nodekeel"))
        self.node.install(self.built)
        self.assertEqual(self.state(SERVICE), ("active", "enabled"))

    def test_purge_leaves_nothing(self) -> None:
        # A policy that writes nothing: what enforcing leaves behind is revert's to remove, and never purge's.
        self.node.run("mkdir /etc/nodekeel")
        before = [path for path in self.node.output(LISTING).splitlines() if path != "/etc/nodekeel"]
        self.node.write(POLICY, OWN_POLICY)
        self.node.install(self.built)
        self.node.run("apt-get purge --yes nodekeel")
        self.assertEqual(self.node.output(LISTING).splitlines(), before)
        self.assertFalse(self.node.exists("/run/nodekeel"))
        self.assertEqual(self.node.output("journalctl --list-catalog | grep -c nodekeel || true"), "0")

    def test_purge_keeps_the_originals_while_tuned_values_hold_at_boot(self) -> None:
        self.node.install(self.built)
        self.node.run("systemctl stop nodekeeld")
        self.node.write(BOOT_FILE, "net.netfilter.nf_conntrack_max = 4711\n")
        self.node.write("/var/lib/nodekeel/kept", "original\n")
        said = self.node.output("apt-get purge --yes nodekeel 2>&1")
        self.assertTrue(self.node.exists(BOOT_FILE))
        self.assertEqual(self.node.read("/var/lib/nodekeel/kept"), "original\n")
        self.assertIn("/var/lib/nodekeel", said)
        self.assertIn(BOOT_FILE, said)

    def test_purge_keeps_what_the_operator_wrote_beside_the_policy(self) -> None:
        self.node.install(self.built)
        self.node.write("/etc/nodekeel/policy.d/10-site.yaml", OWN_POLICY)
        self.node.run("apt-get purge --yes nodekeel")
        self.assertEqual(self.node.read("/etc/nodekeel/policy.d/10-site.yaml"), OWN_POLICY)
