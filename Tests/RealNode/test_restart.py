"""Restarts of a kubelet on a booted node: when one is made, what becomes of one that goes wrong, and what a kill leaves."""

from __future__ import annotations

import concurrent.futures
import json
import unittest

from node import Container, NodeError, kubelet, package
from node.kubelet import FRAGMENT

WAITS = "78802d32a2d3421d8fa3c9736c24ca7d"
RESTARTED = "3c0b502f067e407ca8da814fad8b8031"
UNDONE = "387bd425e108438a9f1577c80a2ec204"
FAILED = "90f8fb84a057496d9c27c5e78d78eb3f"
RECORD = "/var/lib/nodekeel/restarts.json"
POLICY = "/etc/nodekeel/policy.yaml"

#: Passes come every five seconds, so that a test sees several.
BASE = "interval: 5s\ncluster: {kubernetesVersion: 1.34.2}\n"
GATE = f'fleetLock: {{url: "http://127.0.0.1:{kubelet.PORT}", group: kubelets}}\n'


def policy(words: str, rest: str = "") -> str:
    return f"{BASE}activations: {{kubelet.service: {{{words}}}}}\n{rest}"


#: No restart is under way, and one was made.
ENDED = f"test -e {RECORD} && grep -q '\"restarts\": \\[$' {RECORD} && ! grep -q '\"attempt\"' {RECORD}"

ALLOWED = policy("restart: allowed, healthWithin: 20s")


class RestartTests(unittest.TestCase):
    def setUp(self) -> None:
        self.node = self.enterContext(Container())
        kubelet.start_kubelet(self.node)

    def install(self, words: str) -> None:
        self.node.write(POLICY, words)
        self.node.install(package.built())

    def wait_for_end(self) -> None:
        self.node.wait_until(
            f"test -e {RECORD} && ! grep -q '\"attempt\"' {RECORD}", "no restart is under way", timeout=90
        )

    def finding(self, setting: str, knob: str) -> dict:
        findings = json.loads(self.node.run("nodekeel check --format json", check=False).stdout)["findings"]
        [one] = [f for f in findings if f["desired"]["setting"] == setting and knob in json.dumps(f["desired"]["target"])]
        return one

    def several_passes(self) -> None:
        for _ in range(3):
            self.node.run("systemctl kill --signal=USR1 nodekeeld; sleep 1")

    def test_a_restart_that_policy_allows_is_made_once_and_makes_the_fragment_live(self) -> None:
        self.install(ALLOWED)
        [entry] = self.node.wait_for_entries(f"MESSAGE_ID={RESTARTED}", timeout=60)
        self.assertEqual(entry["NODEKEEL_UNIT"], "kubelet.service")
        self.wait_for_end()
        self.several_passes()
        self.assertEqual(kubelet.starts(self.node), ["110", "500"])
        self.assertEqual(self.finding("kubelet-max-pods", "maxPods")["effect"], {"effective": True})
        self.assertEqual(len(self.node.journal(f"MESSAGE_ID={RESTARTED}")), 1)
        # One an hour: the next one waits, and says so.
        self.node.write(POLICY, ALLOWED + "settings: {kubelet-max-pods: {exactly: 300}}\n")
        [entry] = self.node.wait_for_entries(f"MESSAGE_ID={WAITS}")
        self.assertIn("less than an hour ago", entry["MESSAGE"])
        self.several_passes()
        self.assertEqual(kubelet.starts(self.node), ["110", "500"])

    def test_without_leave_nothing_is_restarted_and_plan_says_whose_it_is(self) -> None:
        self.install(BASE)
        self.node.wait_until(f"test -e {FRAGMENT}", "the fragment is written")
        self.several_passes()
        self.assertEqual(kubelet.starts(self.node), ["110"])
        self.assertIn("left to you: policy does not allow", self.node.run("nodekeel plan", check=False).stdout)
        self.node.run("systemctl restart kubelet")
        self.several_passes()
        self.assertNotIn("left to you", self.node.run("nodekeel plan", check=False).stdout)

    def test_outside_its_window_it_waits_and_says_until_when(self) -> None:
        begin, end = (int(self.node.output(f"date -u -d '+{hours} hours' +%H")) for hours in (2, 3))
        window = f"{begin:02}:00-{end:02}:00 UTC"
        self.install(policy(f"restart: allowed, window: '{window}'"))
        [entry] = self.node.wait_for_entries(f"MESSAGE_ID={WAITS}", timeout=60)
        self.assertRegex(entry["MESSAGE"], rf"kubelet.service: nodekeeld restarts it at \S+ {begin:02}:00 UTC")
        self.several_passes()
        self.assertEqual(len(self.node.journal(f"MESSAGE_ID={WAITS}")), 1)
        self.assertEqual(kubelet.starts(self.node), ["110"])
        restarts = json.loads(self.node.run("nodekeel plan --format json", check=False).stdout)["restarts"]
        self.assertEqual([one["outlook"] for one in restarts], ["waits"])
        self.assertIn(f"{begin:02}:00 UTC", self.node.run("nodekeel plan", check=False).stdout)
        self.node.write(POLICY, ALLOWED)
        self.node.wait_for_entries(f"MESSAGE_ID={RESTARTED}", timeout=60)
        self.assertEqual(kubelet.starts(self.node), ["110", "500"])

    def test_a_closed_gate_is_waited_for_and_its_slot_given_back(self) -> None:
        kubelet.start_fleetlock(self.node)
        self.node.write(kubelet.HOLDER, "another")
        self.install(policy("restart: allowed, gate: fleetlock, healthWithin: 20s", GATE))
        [entry] = self.node.wait_for_entries(f"MESSAGE_ID={WAITS}", timeout=60)
        self.assertIn("slot held by another", entry["MESSAGE"])
        self.several_passes()
        self.assertEqual(len(self.node.journal(f"MESSAGE_ID={WAITS}")), 1)
        self.assertEqual(kubelet.starts(self.node), ["110"])
        self.assertEqual(kubelet.asked(self.node), [("pre-reboot", "kubelets", "409")])
        self.node.write(kubelet.HOLDER, "")
        # It is asked again every minute, or by a service that starts.
        self.node.run("systemctl restart nodekeeld")
        self.node.wait_for_entries(f"MESSAGE_ID={RESTARTED}", timeout=60)
        self.wait_for_end()
        self.assertEqual(kubelet.starts(self.node), ["110", "500"])
        self.assertEqual(
            kubelet.asked(self.node)[1:], [("pre-reboot", "kubelets", "200"), ("steady-state", "kubelets", "200")]
        )

    def test_leave_that_is_taken_back_ends_what_was_waited_for(self) -> None:
        kubelet.start_fleetlock(self.node)
        self.node.write(kubelet.HOLDER, "another")
        self.install(policy("restart: allowed, gate: fleetlock", GATE))
        self.node.wait_for_entries(f"MESSAGE_ID={WAITS}", timeout=60)
        self.node.write(POLICY, BASE)
        self.several_passes()
        self.node.write(kubelet.HOLDER, "")
        self.node.run("systemctl restart nodekeeld")
        self.several_passes()
        self.assertEqual(kubelet.starts(self.node), ["110"])
        # The slot that it was waiting for is asked for no more, and given back in case it was had after all.
        asked = [("pre-reboot", "kubelets", "409"), ("steady-state", "kubelets", "200")]
        self.assertEqual(kubelet.asked(self.node), asked)
        self.assertIn("left to you: policy does not allow", self.node.run("nodekeel plan", check=False).stdout)

    def test_a_kubelet_that_is_ill_afterwards_gets_its_former_files_back_and_these_are_refused(self) -> None:
        kubelet.start_server(self.node)
        cut_off = f"no connection to {kubelet.SERVER}"
        for place, words in ((kubelet.REFUSED, "it is"), (kubelet.ILL, "healthz says 500"), (kubelet.CUT_OFF, cut_off)):
            with self.subTest(words):
                self.check_undo(place, words)

    def check_undo(self, place: str, words: str) -> None:
        self.node.run(
            "systemctl stop nodekeeld; dpkg --purge nodekeel; rm -rf /var/lib/nodekeel "
            f"{FRAGMENT} {kubelet.REFUSED} {kubelet.ILL} {kubelet.CUT_OFF}; systemctl restart kubelet; rm -f {kubelet.STARTS}",
            check=False,
        )
        self.node.write(place, "500")
        position = self.node.journal_position()
        self.install(policy("restart: allowed, healthWithin: 20s, atMostPerHour: 12"))
        [entry] = self.node.wait_for_entries(f"MESSAGE_ID={UNDONE}", after=position, timeout=120)
        self.assertIn(words, entry["MESSAGE"])
        self.wait_for_end()
        self.several_passes()
        self.assertFalse(self.node.exists(FRAGMENT))
        self.assertEqual(kubelet.starts(self.node)[-1], "110")
        count = len(kubelet.starts(self.node))
        self.assertEqual(len(self.node.journal(f"MESSAGE_ID={UNDONE}", after=position)), 1)
        self.assertFalse(self.node.journal(f"MESSAGE_ID={FAILED}", after=position))
        finding = self.finding("kubelet-max-pods", "maxPods")
        self.assertIn("did not become healthy with it", finding["obstacle"])
        # Another policy is another try.
        self.node.write(
            POLICY,
            policy("restart: allowed, healthWithin: 20s, atMostPerHour: 12", "settings: {kubelet-max-pods: {exactly: 400}}\n"),
        )
        self.node.wait_for_entries(f"MESSAGE_ID={RESTARTED}", after=position, timeout=60)
        self.assertEqual(kubelet.starts(self.node)[count:], ["400"])


class KillTests(unittest.TestCase):
    """A service that is killed at each write of its record, one after the other, and another one after it."""

    #: Before the record is in place, when all is done that the one before it announced; and after it, when nothing is
    #: done yet of what it announces.
    BEFORE = "-P .restarts.json.nodekeel -e trace=renameat,renameat2 -e inject=renameat,renameat2:signal=SIGKILL:when="
    AFTER = "-P /var/lib/nodekeel -e trace=fsync -e inject=fsync:signal=SIGKILL:when="
    #: More writes than one restart takes.
    MOST = 30
    #: Nodes that go through the writes side by side: nearly all of the time is waiting for health.
    NODES = 4

    def prepared(self) -> Container:
        node = self.enterContext(Container())
        kubelet.start_kubelet(node)
        kubelet.start_fleetlock(node)
        node.write(POLICY, policy("restart: allowed, gate: fleetlock, healthWithin: 20s, atMostPerHour: 12", GATE))
        node.run("systemctl mask nodekeeld nodekeel-apply")
        node.install(package.built())
        node.run("systemctl unmask nodekeeld && systemctl daemon-reload")
        return node

    @staticmethod
    def begin_anew(node: Container) -> None:
        node.run(
            f"systemctl stop nodekeeld traced 2>/dev/null; systemctl reset-failed 2>/dev/null; rm -f {FRAGMENT} {RECORD} "
            f"/var/lib/nodekeel/ledger.json; rm -rf /run/nodekeel; systemctl restart kubelet; rm -f {kubelet.ASKED}; "
            "until (echo >/dev/tcp/127.0.0.1/10248) 2>/dev/null; do sleep 0.1; done; "
            f": >{kubelet.STARTS}; mkdir -p /run/nodekeel /var/lib/nodekeel"
        )

    @staticmethod
    def was_killed(node: Container, where: str, number: int) -> bool:
        """Runs the service until it is killed at this write, or has come to the end without."""
        node.run(
            "systemd-run --quiet --unit=traced "
            f"strace -f -qq -o /dev/null {where}{number} /usr/sbin/nodekeeld"
        )
        node.wait_until(f"! systemctl is-active --quiet traced || ({ENDED})", "killed, or at the end", timeout=90)
        return node.run("systemctl is-active --quiet traced", check=False).status != 0

    def check_step(self, node: Container, where: str, number: int, starts: list[str]) -> bool:
        """Whether there was a write of this number to be killed at, after which all must be well."""
        self.begin_anew(node)
        killed = self.was_killed(node, where, number)
        node.run("systemctl stop traced; systemctl start nodekeeld", check=False)
        node.wait_until(ENDED, "it has ended", timeout=90)
        node.run("systemctl kill --signal=USR1 nodekeeld; sleep 1")
        seen = kubelet.starts(node)
        # A kubelet that ends by itself is started again by systemd.
        self.assertEqual([value for place, value in enumerate(seen) if seen[place - 1:place] != [value]], starts)
        self.assertEqual(seen.count("500") if starts == ["500"] else 1, 1)
        self.assertEqual(node.read(kubelet.HOLDER), "")
        self.assertEqual(node.exists(FRAGMENT), starts == ["500"])
        self.assertEqual(node.output("systemctl is-active kubelet"), "active")
        return killed

    def check_steps(self, node: Container, where: str, first: int, starts: list[str]) -> int:
        """Every so many writes from this one on; the number of the first that there is none of."""
        for number in range(first, self.MOST, self.NODES):
            try:
                killed = self.check_step(node, where, number, starts)
            except (AssertionError, NodeError) as error:
                raise AssertionError(f"killed at write {number} ({where}): {error}") from error
            if not killed:
                return number
        raise AssertionError(f"killed {self.MOST} times, and not at the end yet")

    def check_every_step(self, where: str, starts: list[str], *, refused: str = "") -> None:
        nodes = [self.prepared() for _ in range(self.NODES)]
        for node in nodes if refused else ():
            node.write(kubelet.REFUSED, refused)
        with concurrent.futures.ThreadPoolExecutor(self.NODES) as pool:
            firsts = range(1, self.NODES + 1)
            ends = list(pool.map(lambda first: self.check_steps(nodes[first - 1], where, first, starts), firsts))
        self.assertGreater(min(ends), 4)

    # One way of being killed each, since both ways of both take 17 minutes.
    def test_a_restart_that_goes_well(self) -> None:
        self.check_every_step(self.AFTER, ["500"])

    def test_a_restart_that_is_undone(self) -> None:
        self.check_every_step(self.BEFORE, ["500", "110"], refused="500")
