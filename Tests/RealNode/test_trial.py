"""An apply on trial, metrics and reports, on a booted node with the service that sees to them."""

import json
import unittest

from node import Container, package

KNOB = "/proc/sys/net/core/somaxconn"
POLICY = "/etc/nodekeel/policy.d/50-trial.yaml"
METRICS = "/var/lib/prometheus/node-exporter/nodekeel.prom"
TRIAL = "/var/lib/nodekeel/trial.json"
#: Units of the tests' own.
COMMAND = "trial-command.service"
PORT = "trial-port.service"
ASKED = """
mode: enforce
confirm: {tcp: ["127.0.0.1:5001"]}
custom:
  - {id: listen-backlog, sysctl: net/core/somaxconn, exactly: 5000, because: a test}
"""


def setUpModule() -> None:
    global node
    node = unittest.enterModuleContext(Container())
    node.run("mkdir --parents /var/lib/prometheus/node-exporter /etc/nodekeel/policy.d")
    node.write(POLICY, ASKED)
    node.install(package.built())
    node.wait_until(f"[ $(cat {KNOB}) = 5000 ]", "the service applies the policy")


def tearDownModule() -> None:
    node.run("systemctl stop nodekeeld")


class TrialTests(unittest.TestCase):
    """Each test begins with everything given back and held, and the service running."""

    def setUp(self) -> None:
        node.run("systemctl start nodekeeld")
        node.run("nodekeel revert")
        self.before = node.output(f"cat {KNOB}")
        self.assertNotEqual(self.before, "5000")
        self.addCleanup(node.run, f"systemctl stop {COMMAND} {PORT}; systemctl reset-failed", check=False)

    def listen(self) -> None:
        """Opens the port that policy wants to take connections."""
        node.run(f"systemd-run --unit={PORT} systemd-socket-activate --listen=127.0.0.1:5001 --accept --inetd cat")
        node.wait_until("(echo >/dev/tcp/127.0.0.1/5001) 2>/dev/null", "the port is open")

    def begin(self, time: str) -> None:
        """Applies on trial behind the test's back."""
        node.run(f"systemd-run --unit={COMMAND} nodekeel apply --only listen-backlog --confirm-within {time}")
        node.wait_until(f"[ $(cat {KNOB}) = 5000 ]", "it is applied")

    def kill(self) -> None:
        node.run(f"systemctl kill --signal=KILL {COMMAND}")

    def test_is_undone_when_nobody_confirms_it(self) -> None:
        finished = node.run("nodekeel apply --only listen-backlog --confirm-within 6s", check=False)
        self.assertEqual(finished.status, 2, finished)
        self.assertIn("not well before anything was written: 127.0.0.1:5001: ", finished.stderr)
        self.assertIn("\nnot well: 127.0.0.1:5001: ", finished.stderr)
        self.assertEqual(node.output(f"cat {KNOB}"), self.before)
        self.assertFalse(node.exists(TRIAL))
        node.run("systemctl kill --kill-who=main --signal=USR1 nodekeeld && sleep 1")
        self.assertEqual(node.output(f"cat {KNOB}"), self.before)

    def test_is_undone_although_the_command_was_killed(self) -> None:
        self.begin("8s")
        self.assertIn("on trial", node.run("nodekeel status", check=False).stdout)
        self.kill()
        node.wait_until(f"[ $(cat {KNOB}) = {self.before} ]", "it is undone")

    def test_is_undone_by_the_unit_of_the_boot(self) -> None:
        self.begin("1h")
        self.kill()
        node.run("systemctl stop nodekeeld")
        node.run("nodekeel apply --at-boot", check=False)
        self.assertEqual(node.output(f"cat {KNOB}"), self.before)

    def test_is_kept_when_it_is_confirmed_and_the_node_is_well(self) -> None:
        self.begin("20s")
        refused = node.run("nodekeel confirm", check=False)
        self.assertEqual(refused.status, 2, refused)
        self.assertIn("127.0.0.1:5001", refused.stderr)
        self.assertTrue(node.exists(TRIAL))
        self.listen()
        told = f"journalctl --quiet --output=cat --unit={COMMAND} | grep -x"
        node.wait_until(f"{told} 'well: 127.0.0.1:5001'", "the command says that the node is well again")
        self.assertEqual(node.output("nodekeel confirm"), "confirmed: listen-backlog")
        self.assertFalse(node.exists(TRIAL))
        node.run("sleep 1")
        self.assertEqual(node.output(f"cat {KNOB}"), "5000")
        self.assertEqual(node.run("nodekeel confirm", check=False).status, 1)

    def test_is_refused_where_nobody_would_undo_it(self) -> None:
        node.run("systemctl stop nodekeeld")
        finished = node.run("nodekeel apply --confirm-within 60s", check=False)
        self.assertEqual(finished.status, 1)
        self.assertIn("systemctl start nodekeeld", finished.stderr)
        self.assertEqual(node.output(f"cat {KNOB}"), self.before)

    def test_lets_no_other_apply_between(self) -> None:
        self.begin("1h")
        self.assertEqual(node.run("nodekeel apply", check=False).status, 1)
        node.run("nodekeel revert")
        self.assertFalse(node.exists(TRIAL))


class ServiceTests(unittest.TestCase):
    """What the service leaves for others."""

    def setUp(self) -> None:
        node.run("systemctl start nodekeeld")

    def test_metrics_are_left_for_node_exporter(self) -> None:
        node.wait_until(f"[ -s {METRICS} ]", "there are metrics")
        text = node.read(METRICS)
        self.assertIn('nodekeel_setting_verdict{setting="listen-backlog",verdict=', text)
        self.assertRegex(text, r"\nnodekeel_last_pass_timestamp_seconds \d{10}\n")
        self.assertEqual(node.output(f"stat --format='%a %U' {METRICS}"), "644 root")

    def test_reports_of_nodes_that_are_alike_are_one_state(self) -> None:
        for name in ("check", "status"):
            node.run(f"nodekeel {name} --format json >/root/{name}.json", check=False)
        answer = json.loads(node.run("nodekeel fleet --format json /root/check.json /root/status.json", check=False).stdout)
        self.assertEqual((answer["nodeCount"], answer["replacedCount"], answer["unreadableCount"]), (1, 1, 0))

    def test_the_doctor_sees_who_else_can_write_the_policy(self) -> None:
        node.run(f"chmod o+w {POLICY.rsplit('/', 1)[0]}")
        self.addCleanup(node.run, f"chmod o-w {POLICY.rsplit('/', 1)[0]}")
        answer = json.loads(node.run("nodekeel doctor --format json", check=False).stdout)
        lines = {(line["subject"], line["condition"]) for line in answer["diagnoses"]}
        self.assertIn(("files", "failed"), lines)
        self.assertIn(("service", "ok"), lines)
        self.assertIn("own cost", {subject for subject, _ in lines})
