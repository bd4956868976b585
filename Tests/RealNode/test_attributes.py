"""What nodekeel does to attributes of the kernel below /sys, on a whole machine."""

import json
import unittest

from node import VirtualMachine, package

CHOICE = "/sys/kernel/mm/transparent_hugepage/enabled"
AHEAD = "/sys/block/vda/queue/read_ahead_kb"
PUT_BACK = "MESSAGE_ID=9851f966a5b74aaf89bbd95df2f9a229"


def setUpModule() -> None:
    global machine
    machine = unittest.enterModuleContext(VirtualMachine())
    machine.run("systemctl mask nodekeeld.service")
    machine.install(package.built())
    machine.run("systemctl unmask nodekeeld.service && systemctl daemon-reload")
    machine.save("installed")


class AttributeTests(unittest.TestCase):
    def setUp(self) -> None:
        machine.restore("installed")

    def start_service(self, path: str, value: str) -> None:
        machine.write(
            "/etc/nodekeel/policy.yaml",
            "interval: 10m\nmode: observe\ncustom:\n"
            f"  - {{id: site, sysfs: {path[len('/sys/') :]}, exactly: {value}, mode: enforce, because: a test}}\n",
        )
        machine.run("systemctl start nodekeeld")

    def finding(self) -> dict:
        findings = json.loads(machine.run("nodekeel check --format json", check=False).stdout)["findings"]
        [finding] = [one for one in findings if one["desired"]["setting"] == "site"]
        return finding

    def test_what_is_chosen_of_several_words_is_kept_and_given_back(self) -> None:
        machine.run(f"echo never >{CHOICE}")
        self.start_service(CHOICE, "madvise")
        self.assertEqual(machine.read(CHOICE), "always [madvise] never\n")
        self.assertEqual(self.finding()["verdict"], "met")
        here = machine.journal_position()
        machine.run(f"echo always >{CHOICE}")
        [entry] = machine.wait_for_entries(PUT_BACK, after=here)
        self.assertIn("from madvise to always; put back to madvise", entry["MESSAGE"])
        machine.run("nodekeel revert")
        self.assertEqual(machine.read(CHOICE), "always madvise [never]\n")

    def test_what_the_kernel_rounds_wakes_nobody_again_and_again(self) -> None:
        self.start_service(AHEAD, "130")
        self.assertNotEqual(machine.read(AHEAD), "130\n")
        self.assertEqual(self.finding()["verdict"], "unmet")
        passed = "date --reference=/run/nodekeel/report.json +%s.%N"
        machine.run("sleep 3")
        before = machine.output(passed)
        machine.run("sleep 10")
        self.assertEqual(machine.output(passed), before)
        # Another's change is still seen at once.
        machine.run(f"echo 512 >{AHEAD}")
        machine.wait_until(f"[ $(cat {AHEAD}) != 512 ]", "it is written again", timeout=10)
