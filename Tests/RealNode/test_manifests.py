"""Edits of static pods' manifests on a booted node: when one is made, what becomes of one that goes wrong, and its revert."""

from __future__ import annotations

import json
import unittest

from node import Container, image, kubelet, package, pods
from node.etcd import PACKAGES

WAITS = "78802d32a2d3421d8fa3c9736c24ca7d"
RESTARTED = "3c0b502f067e407ca8da814fad8b8031"
UNDONE = "387bd425e108438a9f1577c80a2ec204"
FAILED = "90f8fb84a057496d9c27c5e78d78eb3f"
RECORD = "/var/lib/nodekeel/restarts.json"
LEDGER = "/var/lib/nodekeel/ledger.json"
POLICY = "/etc/nodekeel/policy.yaml"

#: Passes come every five seconds, so that a test sees several.
BASE = "interval: 5s\ncluster: {kubernetesVersion: 1.36.3}\n"
#: The one leave: the setting by its name.
SETTING = "settings: {controller-manager-api-rate: {mode: enforce, requestsPerSecond: 100}}\n"
#: The other: the program by its name.
LEAVE = "activations: {kube-controller-manager: {restart: allowed, healthWithin: 20s, atMostPerHour: 12}}\n"
ALLOWED = BASE + SETTING + LEAVE
EDITED = pods.MANIFEST.replace("=20", "=100").replace(
    "    - --leader-elect=true\n", "    - --leader-elect=true\n    - --kube-api-burst=100\n"
)

ENDED = f"test -e {RECORD} && ! grep -q '\"attempt\"' {RECORD}"


class ManifestTests(unittest.TestCase):
    def setUp(self) -> None:
        self.node = self.enterContext(Container(image.image(PACKAGES)))
        pods.start(self.node)

    def install(self, words: str) -> None:
        self.node.write(POLICY, words)
        self.node.install(package.built())

    def several_passes(self) -> None:
        for _ in range(3):
            self.node.run("systemctl kill --signal=USR1 nodekeeld; sleep 1")

    def starts(self) -> list[str]:
        return pods.starts(self.node, "kube-api-qps")

    def obstacle(self, knob: str) -> str:
        findings = json.loads(self.node.run("nodekeel check --format json", check=False).stdout)["findings"]
        [one] = [f for f in findings if f["desired"]["target"]["knob"]["name"].startswith(knob)]
        return one.get("obstacle", "")

    def test_an_edit_that_policy_allows_is_made_once_is_live_and_is_given_back_byte_for_byte(self) -> None:
        self.install(ALLOWED)
        [entry] = self.node.wait_for_entries(f"MESSAGE_ID={RESTARTED}", timeout=60)
        self.assertEqual(entry["NODEKEEL_UNIT"], "kube-controller-manager")
        self.node.wait_until(ENDED, "it has ended")
        self.several_passes()
        self.assertEqual(self.node.read(pods.MANAGER), EDITED)
        self.assertEqual(self.node.output(f"stat -c '%a %U' {pods.MANAGER}"), "600 root")
        self.assertEqual(self.node.output(f"ls -A {pods.DIRECTORY}"), "kube-controller-manager.yaml")
        self.assertNotIn(".nodekeel", self.node.output("ls -A /etc/kubernetes"))
        self.assertEqual(self.starts(), ["20", "100"])
        self.assertEqual(len(self.node.journal(f"MESSAGE_ID={RESTARTED}")), 1)
        self.assertEqual(self.obstacle("kube-api-qps"), "")
        position = self.node.journal_position()
        self.assertIn("Given back by nodekeeld", self.node.run("nodekeel revert controller-manager-api-rate").stdout)
        self.node.wait_for_entries(f"MESSAGE_ID={RESTARTED}", after=position, timeout=60)
        self.assertEqual(self.node.read(pods.MANAGER), pods.MANIFEST)
        self.node.wait_until(f"! grep -q kube-api {LEDGER}", "the ledger has forgotten it")
        self.several_passes()
        self.assertEqual(self.starts(), ["20", "100", "20"])

    def test_without_both_leaves_nothing_is_written_and_plan_says_what_is_missing(self) -> None:
        self.install(BASE + LEAVE)
        inode = self.node.output(f"stat -c %i {pods.MANAGER}")
        self.several_passes()
        self.assertIn("mode is observe", self.node.run("nodekeel plan", check=False).stdout)
        self.node.write(POLICY, BASE + SETTING)
        self.several_passes()
        plan = " ".join(self.node.run("nodekeel plan", check=False).stdout.split())
        self.assertIn("('activations.kube-controller-manager.restart: allowed')", plan)
        self.assertIn("+ - --kube-api-burst=100", plan)
        self.assertEqual(self.node.read(pods.MANAGER), pods.MANIFEST)
        self.assertEqual(self.node.output(f"stat -c %i {pods.MANAGER}"), inode)
        self.assertEqual(self.starts(), ["20"])

    def test_a_program_that_does_not_come_back_gets_its_former_manifest_and_this_one_is_refused(self) -> None:
        for place, words in ((pods.REFUSED, "not running"), (pods.DEAF, "does not listen on port 10257")):
            with self.subTest(words):
                self.node.run(f"systemctl stop nodekeeld; rm -rf /var/lib/nodekeel/* {pods.REFUSED}", check=False)
                self.node.write(place, "--kube-api-qps=100\n")
                position = self.node.journal_position()
                self.install(ALLOWED)
                self.node.run("systemctl restart nodekeeld")
                [entry] = self.node.wait_for_entries(f"MESSAGE_ID={UNDONE}", after=position, timeout=120)
                self.assertIn(words, entry["MESSAGE"])
                self.node.wait_until(ENDED, "it has ended")
                self.several_passes()
                self.assertEqual(self.node.read(pods.MANAGER), pods.MANIFEST)
                self.assertEqual(self.starts()[-2:], ["100", "20"])
                self.assertEqual(len(self.node.journal(f"MESSAGE_ID={UNDONE}", after=position)), 1)
                self.assertFalse(self.node.journal(f"MESSAGE_ID={FAILED}", after=position))
                self.assertIn("did not become healthy with it", self.obstacle("kube-api-qps"))

    def test_a_copy_beside_the_manifest_is_told_and_nothing_is_edited(self) -> None:
        self.node.run(f"cp {pods.MANAGER} {pods.MANAGER}.bak")
        self.install(ALLOWED)
        self.several_passes()
        self.assertIn("are of the same pod", self.obstacle("kube-api-qps"))
        self.assertEqual(self.node.read(pods.MANAGER), pods.MANIFEST)
        self.assertEqual(self.starts(), ["20"])

    def test_a_service_that_is_killed_at_any_write_goes_on_and_restarts_the_pod_once(self) -> None:
        self.node.run("systemctl mask nodekeeld nodekeel-apply")
        # Nothing else is written, so that every write is one of the edit's.
        self.install("mode: observe\n" + ALLOWED)
        self.node.run("systemctl unmask nodekeeld && systemctl daemon-reload")
        for number in range(1, 20):
            self.node.write(pods.MANAGER, pods.MANIFEST)
            # Its own memory too: who changes a flag back five times in ten minutes is left alone for a while.
            self.node.run(f"rm -rf /var/lib/nodekeel/* /run/nodekeel; mkdir -p /run/nodekeel; sleep 3; : >{pods.STARTS}")
            self.node.run(
                "systemd-run --quiet --unit=traced strace -f -qq -o /dev/null -P /var/lib/nodekeel "
                f"-e trace=fsync -e inject=fsync:signal=SIGKILL:when={number} /usr/sbin/nodekeeld"
            )
            ended = f"({ENDED} && grep -q '\"restarts\": \\[$' {RECORD})"
            self.node.wait_until(f"! systemctl is-active --quiet traced || {ended}", "killed, or at the end", timeout=60)
            killed = self.node.run("systemctl is-active --quiet traced", check=False).status != 0
            self.node.run("systemctl stop traced; systemctl reset-failed; systemctl start nodekeeld", check=False)
            self.node.wait_until(ended, f"it has ended, killed at write {number}", timeout=60)
            self.node.run("systemctl stop nodekeeld")
            self.assertEqual(self.node.read(pods.MANAGER), EDITED)
            self.assertEqual(self.starts(), ["100"])
            if not killed:
                break
        self.assertGreater(number, 5)


class EtcdManifestTests(unittest.TestCase):
    SETTING = "settings: {etcd-snapshots: {mode: enforce, snapshotCount: 20000}}\n"
    GATE = f'fleetLock: {{url: "http://127.0.0.1:{kubelet.PORT}", group: control-plane}}\n'
    LEAVE = "activations: {etcd: {restart: allowed, gate: fleetlock, healthWithin: 60s}}\n"
    def setUp(self) -> None:
        self.node = self.enterContext(Container(image.image(PACKAGES)))
        pods.start(self.node)
        kubelet.start_fleetlock(self.node)

    def reason(self) -> str:
        self.node.run("systemctl kill --signal=USR1 nodekeeld; sleep 1")
        findings = json.loads(self.node.run("nodekeel check --format json", check=False).stdout)["findings"]
        # The members beside it have etcd's own 100,000.
        asked = [f for f in findings if f["desired"]["target"]["knob"]["name"].startswith("snapshot-count of")]
        [one] = [f for f in asked if f["verdict"] != "met"]
        return one.get("obstacle", "")

    def test_a_single_member_is_never_edited(self) -> None:
        pods.start_etcd(self.node, 1)
        self.node.write(POLICY, BASE + self.SETTING + self.LEAVE + self.GATE)
        self.node.install(package.built())
        self.assertIn("it is one of 1 member", self.reason())
        self.assertEqual(self.node.read(pods.ETCD), pods.etcd_manifest(1))

    def test_one_of_three_is_edited_with_a_gate_and_all_peers_connected_alone(self) -> None:
        pods.start_etcd(self.node, 3)
        # The two others elect one of them before this one is there.
        [leader] = [place for place in (1, 2) if pods.leads(self.node, place)]
        other = 3 - leader
        self.node.write(POLICY, BASE + self.SETTING + "activations: {etcd: {restart: allowed}}\n")
        self.node.install(package.built())
        self.assertIn("policy has no 'activations.etcd.gate: fleetlock'", self.reason())
        self.node.run(f"systemctl stop member-{pods.NAMES[other]}")
        self.node.write(POLICY, BASE + self.SETTING + self.LEAVE + self.GATE)
        self.assertIn("only 1 of its 2 peers", self.reason())
        self.assertEqual(self.node.read(pods.ETCD), pods.etcd_manifest(3))
        self.assertEqual(kubelet.asked(self.node), [])
        pods.start_member(self.node, other, 3)
        [entry] = self.node.wait_for_entries(f"MESSAGE_ID={RESTARTED}", timeout=120)
        self.assertEqual(entry["NODEKEEL_UNIT"], "etcd")
        self.assertEqual(
            self.node.read(pods.ETCD), pods.etcd_manifest(3).replace("--snapshot-count=5000", "--snapshot-count=20000")
        )
        self.node.wait_until(ENDED, "it has ended")
        self.assertEqual(pods.starts(self.node, "snapshot-count", "etcd"), ["5000", "20000"])
        self.assertEqual(
            kubelet.asked(self.node), [("pre-reboot", "control-plane", "200"), ("steady-state", "control-plane", "200")]
        )
        self.node.wait_until(f"perl -e '{pods.HEALTH}'", "etcd is well")
