"""The kubelet's fragment on a booted node that has a kubelet's unit and has never started it, as while it is provisioned."""

import json
import unittest

from node import Container, package

DIRECTORY = "/etc/kubernetes/kubelet.conf.d"
FRAGMENT = f"{DIRECTORY}/90-nodekeel.conf"
MAIN = "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nserializeImagePulls: true\nmaxPods: 110\n"
UNIT = f"""[Service]
ExecStart=/usr/bin/kubelet --kubeconfig=/etc/kubernetes/kubelet.conf --config=/etc/kubernetes/kubelet.yaml \\
    --config-dir={DIRECTORY} $EXTRA
EnvironmentFile=-/etc/default/kubelet
"""
POLICY = "cluster: {kubernetesVersion: 1.34.2}\n"


class KubeletTests(unittest.TestCase):
    def setUp(self) -> None:
        self.node = self.enterContext(Container())
        self.node.run(f"mkdir -p {DIRECTORY} /etc/nodekeel && cp /bin/true /usr/bin/kubelet")
        self.node.write("/etc/kubernetes/kubelet.yaml", MAIN)
        self.node.write("/etc/systemd/system/kubelet.service", UNIT)
        self.node.write("/etc/nodekeel/policy.yaml", POLICY)

    def kubelet(self) -> dict:
        return json.loads(self.node.output("nodekeel facts --format json"))["kubelet"]

    def test_the_service_writes_a_fragment_that_this_kubelet_takes_and_revert_ends_it(self) -> None:
        self.node.install(package.built())
        self.node.wait_until(f"test -e {FRAGMENT}", "the fragment is written")
        kubelet = self.kubelet()
        self.assertNotIn("refusal", kubelet)
        self.assertEqual((kubelet["effective"]["maxPods"], kubelet["effective"]["serializeImagePulls"]), (500, False))
        self.assertRegex(kubelet["origin"]["maxPods"], rf"^{FRAGMENT}:\d+$")
        written = self.node.read(FRAGMENT)
        self.node.run("systemctl kill --signal=USR1 nodekeeld; sleep 2")
        self.assertEqual(self.node.read(FRAGMENT), written)
        # Never started: nothing to restart, and nothing was.
        self.assertNotIn("restart kubelet", self.node.run("nodekeel check", check=False).stdout)
        state = self.node.output("systemctl show --property=NRestarts,ActiveState --value kubelet | xargs")
        self.assertEqual(state, "0 inactive")
        self.node.run("nodekeel revert")
        self.assertFalse(self.node.output(f"ls -A {DIRECTORY}"))
        self.assertEqual(self.kubelet()["effective"]["maxPods"], 110)

    def test_a_flag_that_overrides_it_is_named_with_its_file(self) -> None:
        self.node.write("/etc/default/kubelet", "EXTRA=--max-pods=60\n")
        self.node.install(package.built())
        self.node.wait_until(f"test -e {FRAGMENT}", "the fragment is written")
        said = self.node.run("nodekeel explain kubelet-max-pods", check=False).stdout
        self.assertIn("--max-pods", said)
        self.assertIn("/etc/default/kubelet:1", said)


GIVEN = "/etc/systemd/system/kubelet.service.d/90-nodekeel-kubelet-config-directory.conf"
KUBEADM = """[Service]
Environment="KUBELET_KUBECONFIG_ARGS=--kubeconfig=/etc/kubernetes/kubelet.conf"
Environment="KUBELET_CONFIG_ARGS=--config=/etc/kubernetes/kubelet.yaml"
EnvironmentFile=-/etc/default/kubelet
ExecStart=
ExecStart=/usr/bin/kubelet $KUBELET_KUBECONFIG_ARGS $KUBELET_CONFIG_ARGS $KUBELET_EXTRA_ARGS
"""


class DirectoryTests(unittest.TestCase):
    """A unit as kubeadm's, which gives no directory of drop-ins; its program only says what it is given."""

    def setUp(self) -> None:
        self.node = self.enterContext(Container())
        self.node.run("mkdir -p /etc/kubernetes /etc/nodekeel /etc/systemd/system/kubelet.service.d")
        self.node.run("cp /bin/echo /usr/bin/kubelet")
        self.node.write("/etc/kubernetes/kubelet.yaml", MAIN)
        self.node.write("/etc/systemd/system/kubelet.service", "[Service]\nExecStart=/usr/bin/kubelet\n")
        self.node.write("/etc/systemd/system/kubelet.service.d/10-kubeadm.conf", KUBEADM)

    def started_with(self) -> str:
        self.node.run("systemctl start kubelet; sleep 1; journalctl --sync")
        return self.node.output("journalctl --unit kubelet --output cat --identifier kubelet | tail -1")

    def take_directory(self) -> None:
        """Waits for the flag, then for what the pass after that writes into the directory."""
        self.node.wait_until(f"test -e {GIVEN}", "the directory is given")
        self.node.run("systemctl kill --signal=USR1 nodekeeld")
        self.node.wait_until(f"test -e {FRAGMENT}", "the fragment is written")

    def test_it_is_turned_on_with_leave_and_systemd_makes_it_whoever_removes_it(self) -> None:
        self.node.write(
            "/etc/nodekeel/policy.yaml", POLICY + "settings: {kubelet-config-directory: {flag: allowed}}\n"
        )
        self.node.install(package.built())
        self.take_directory()
        self.assertTrue(self.started_with().endswith(f"--config-dir={DIRECTORY}"))
        # Neither whoever cleans up nor the package's removal leaves a flag that points to nothing.
        self.node.run("apt-get -qq remove nodekeel", timeout=120)
        self.node.run(f"rm -r {DIRECTORY}")
        self.assertTrue(self.started_with().endswith(f"--config-dir={DIRECTORY}"))
        self.assertEqual(self.node.run(f"test -d {DIRECTORY}", check=False).status, 0)

    def test_revert_takes_the_flag_back(self) -> None:
        self.node.write(
            "/etc/nodekeel/policy.yaml", POLICY + "settings: {kubelet-config-directory: {flag: allowed}}\n"
        )
        self.node.install(package.built())
        self.take_directory()
        self.node.run("nodekeel revert")
        self.assertTrue(self.started_with().endswith("--config=/etc/kubernetes/kubelet.yaml"))

    def test_without_leave_nothing_is_written(self) -> None:
        self.node.write("/etc/nodekeel/policy.yaml", POLICY)
        self.node.install(package.built())
        self.node.wait_until("nodekeel status | grep -q '^last pass'", "a pass is made")
        self.assertEqual(self.node.output("ls /etc/systemd/system/kubelet.service.d"), "10-kubeadm.conf")
        said = self.node.run("nodekeel explain kubelet-max-pods", check=False).stdout
        self.assertIn("flag: allowed", " ".join(said.split()))


class MainFileTests(unittest.TestCase):
    """A kubelet older than 1.28, which reads no directory of drop-ins."""

    FILE = "/etc/kubernetes/kubelet.yaml"
    OURS = f"# of this site\n{MAIN}evictionHard: {{memory.available: 200Mi}}  # measured\n"

    def test_fields_are_set_in_its_file_and_every_other_byte_stays(self) -> None:
        node = self.enterContext(Container())
        node.run("mkdir -p /etc/kubernetes /etc/nodekeel && cp /bin/true /usr/bin/kubelet")
        node.write(self.FILE, self.OURS)
        arguments = f"--kubeconfig=/etc/kubernetes/kubelet.conf --config={self.FILE}"
        node.write("/etc/systemd/system/kubelet.service", f"[Service]\nExecStart=/usr/bin/kubelet {arguments}\n")
        node.write("/etc/nodekeel/policy.yaml", "cluster: {kubernetesVersion: 1.27.4}\n")
        node.install(package.built())
        node.wait_until(f"grep -q 'maxPods: 500' {self.FILE}", "the field is set")
        written = node.read(self.FILE)
        kept = [line for line in self.OURS.splitlines() if not line.startswith(("maxPods", "serializeImagePulls"))]
        self.assertEqual([line for line in written.splitlines() if line in kept], kept)
        self.assertIn("serializeImagePulls: false\n", written)
        facts = json.loads(node.output("nodekeel facts --format json"))["kubelet"]
        self.assertEqual(facts["effective"]["maxPods"], 500)
        node.run("nodekeel revert")
        self.assertEqual(node.read(self.FILE), self.OURS)
