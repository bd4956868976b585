"""The virtual machine is what the tests of tuning need: a kernel of its own, with connection tracking as a module."""

import unittest

from node import VirtualMachine

TABLE = "net.netfilter.nf_conntrack_max"


def setUpModule() -> None:
    global machine
    machine = unittest.enterModuleContext(VirtualMachine())
    machine.save("fresh")


class KernelTests(unittest.TestCase):
    """Each test begins at the moment after boot."""

    def setUp(self) -> None:
        machine.restore("fresh")

    def test_connection_tracking_comes_with_its_module(self) -> None:
        self.assertNotEqual(machine.run(f"sysctl {TABLE}", check=False).status, 0)
        machine.run("modprobe nf_conntrack")
        self.assertGreater(int(machine.output(f"sysctl --values {TABLE}")), 0)

    def test_global_values_can_be_written(self) -> None:
        machine.run("modprobe nf_conntrack")
        machine.run(f"sysctl --write {TABLE}=4711")
        self.assertEqual(machine.output(f"sysctl --values {TABLE}"), "4711")

    def test_files_hold_over_a_reboot_and_values_do_not(self) -> None:
        machine.write("/etc/modules-load.d/test.conf", "nf_conntrack\n")
        machine.run(f"modprobe nf_conntrack && sysctl --write {TABLE}=4711")
        machine.reboot()
        self.assertNotEqual(machine.output(f"sysctl --values {TABLE}"), "4711")
