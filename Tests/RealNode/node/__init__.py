"""Real Debian 12 nodes for tests: systemd as PID 1, in a container or in a virtual machine, thrown away afterwards.

Two lanes with one face (`Node`, in machine.py):

`Container()`
    systemd-nspawn on a throw-away overlay, up in a second. For what a package, a unit, a timer, the journal and the
    catalogue do. The kernel is this machine's, so global values cannot be changed from within, and `net.netfilter.*`
    belongs to the first network namespace only.
`VirtualMachine(cpus=2, memory_mib=1024, devices=[...])`
    QEMU with Debian's own kernel, up in ten seconds (KVM where that works, else emulated). For global kernel values,
    modules, disks, cgroups, reboots. `save(name)` and `restore(name)` go back to a moment in about a second.

Both are context managers and leave no process, mount, cgroup or file behind, also when a test fails or is killed:

    with Container() as node:
        node.install(package.built())                       # copies a .deb in and installs it
        node.run("systemctl is-active nodekeeld")           # bash; raises unless it exits 0
        status = node.run("nodekeel check", check=False).status
        node.write("/etc/nodekeel/policy.yaml", "mode: observe\\n")
        text = node.read("/proc/sys/kernel/ostype")
        here = node.journal_position()
        node.run("systemctl kill --signal=KILL nodekeeld")
        node.wait_until("systemctl is-active --quiet nodekeeld", "nodekeeld is back")
        [entry] = node.wait_for_entries("MESSAGE_ID=…", after=here)   # a journal entry as a dict
        node.journal("_SYSTEMD_UNIT=nodekeeld.service", after=here)

Every wait has a deadline (`timeout=` in seconds) and says what it waited for. A test module that shares one virtual
machine:

    def setUpModule():
        global machine
        machine = unittest.enterModuleContext(VirtualMachine())
        machine.save("fresh")

    class SomethingTests(unittest.TestCase):
        def setUp(self):
            machine.restore("fresh")
"""

from .container import Container
from .machine import Finished, Node, NodeError
from .virtual import VirtualMachine

__all__ = ["Container", "Finished", "Node", "NodeError", "VirtualMachine"]
