"""nodekeel's drop-in beside a real containerd, Debian's 1.6, which wipes the table of a plug-in that a later file names."""

import json
import unittest

from node import Container, image, package

PACKAGES = ("containerd",)
MAIN = "/etc/containerd/config.toml"
FRAGMENT = "/etc/containerd/conf.d/90-nodekeel.toml"
IMPORTS = 'version = 2\nimports = ["/etc/containerd/conf.d/*.toml"]\n'
OTHER = '[plugins."io.containerd.internal.v1.opt"]\n  path = "/srv/opt"\n'
NETWORK = '[plugins."io.containerd.grpc.v1.cri".cni]\n  bin_dir = "/srv/cni"\n'
UNIT = "[Service]\nExecStart=/usr/bin/kubelet --container-runtime-endpoint=unix:///run/containerd/containerd.sock\n"
START = "systemctl show --property=ActiveEnterTimestampMonotonic --value containerd"
POLICY = "mode: observe\ncluster: {kubernetesVersion: 1.34.2}\nsettings: {containerd-image-downloads: {mode: enforce}}\n"


class ContainerdTests(unittest.TestCase):
    def setUp(self) -> None:
        self.node = self.enterContext(Container(image.image(PACKAGES)))
        self.node.run("mkdir -p /etc/nodekeel && cp /bin/true /usr/bin/kubelet")
        self.node.write("/etc/systemd/system/kubelet.service", UNIT)
        self.node.write("/etc/nodekeel/policy.yaml", POLICY)

    def start(self, main: str) -> None:
        self.node.write(MAIN, main)
        self.node.run("systemctl daemon-reload; systemctl reset-failed containerd; systemctl restart containerd", timeout=60)
        self.assertIn("max_concurrent_downloads = 3", self.dump())
        self.node.install(package.built())

    def finding(self) -> dict:
        findings = json.loads(self.node.run("nodekeel check --format json", check=False).stdout)["findings"]
        [finding] = [one for one in findings if one["desired"]["setting"] == "containerd-image-downloads"]
        return finding

    def dump(self) -> str:
        """What containerd itself makes of its files."""
        return self.node.output("containerd config dump")

    def test_the_service_writes_a_drop_in_that_containerd_takes_and_revert_ends_it(self) -> None:
        self.start(IMPORTS + OTHER)
        self.node.wait_until(f"test -e {FRAGMENT}", "the drop-in is written")
        self.assertEqual(self.node.read(MAIN), IMPORTS + OTHER)
        dump = self.dump()
        self.assertIn("max_concurrent_downloads = 10", dump)
        self.assertIn('path = "/srv/opt"', dump)
        finding = self.finding()
        self.assertEqual((finding["verdict"], finding["effect"]), ("met", {"pending": "restart containerd.service"}))
        self.node.run("systemctl restart containerd", timeout=60)
        self.assertEqual(self.finding()["effect"], {"effective": True})
        self.node.run("nodekeel revert containerd-image-downloads")
        self.assertIn("max_concurrent_downloads = 3", self.dump())
        self.assertEqual(self.node.run(f"test -e {FRAGMENT}", check=False).status, 1)

    def test_the_service_restarts_it_once_where_policy_allows_that(self) -> None:
        self.node.write("/etc/nodekeel/policy.yaml", POLICY + "activations: {containerd.service: {restart: allowed}}\n")
        self.start(IMPORTS)
        before = self.node.output(START)
        self.node.wait_until(f'test "$({START})" != {before}', "containerd is started again", timeout=90)
        self.node.wait_until("journalctl -t nodekeeld | grep -q 'containerd.service.*healthy'", "it is well", timeout=90)
        self.assertEqual(self.finding()["effect"], {"effective": True})
        after = self.node.output(START)
        self.node.run("systemctl kill --signal=USR1 nodekeeld; sleep 3")
        self.assertEqual(self.node.output(START), after)

    def test_it_goes_when_another_file_names_the_plug_in_that_it_would_wipe(self) -> None:
        self.start(IMPORTS)
        self.node.wait_until(f"test -e {FRAGMENT}", "the drop-in is written")
        self.node.write(MAIN, IMPORTS + NETWORK)

        self.node.wait_until(f"! test -e {FRAGMENT}", "the drop-in is taken away")
        self.assertIn('bin_dir = "/srv/cni"', self.dump())
        finding = self.finding()
        self.assertIn(f"would wipe what {MAIN}:3 says", finding["obstacle"])

    def test_debians_own_file_imports_nothing_and_is_left_alone(self) -> None:
        theirs = self.node.read(MAIN)
        self.start(theirs)
        self.node.wait_until("nodekeel status | grep -q '^last pass'", "a pass is made")
        finding = self.finding()
        self.assertEqual(finding["verdict"], "unmet")
        self.assertIn('imports = ["/etc/containerd/conf.d/*.toml"]', finding["obstacle"])
        self.assertEqual(self.node.read(MAIN), theirs)
        self.assertEqual(self.node.run("test -e /etc/containerd/conf.d", check=False).status, 1)
