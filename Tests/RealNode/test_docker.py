"""What nodekeel does to a real dockerd, Debian's: the limit in its file, the reload over the bus, what dockerd says of it."""

import json
import unittest

from node import Container, image, package

PACKAGES = ("docker.io",)
FILE = "/etc/docker/daemon.json"
THEIRS = '{\n    "log-level": "info",\n    "max-concurrent-uploads": 4\n}\n'


def answer(node: Container, command: str) -> dict:
    return json.loads(node.run(f"nodekeel {command} --format json", check=False).stdout)


class DockerTests(unittest.TestCase):
    def setUp(self) -> None:
        self.node = self.enterContext(Container(image.image(PACKAGES)))
        self.node.run("mkdir -p /etc/docker /etc/nodekeel")
        self.node.write(FILE, THEIRS)
        policy = "mode: observe\nsettings: {docker-image-downloads: {mode: enforce}}\n"
        self.node.write("/etc/nodekeel/policy.yaml", policy)
        self.node.run("systemctl reset-failed docker; systemctl start docker", timeout=120)
        self.node.run("systemctl mask nodekeeld.service")
        self.node.install(package.built())

    def finding(self, setting: str) -> dict:
        [finding] = [one for one in answer(self.node, "check")["findings"] if one["desired"]["setting"] == setting]
        return finding

    def live_limit(self) -> str:
        """What dockerd itself says that it pulls with, in its report of the last reload."""
        said = self.node.output("journalctl --unit docker --output cat | grep 'Reloaded configuration' | tail -1")
        return said.replace("\\", "")

    def test_the_limit_is_live_by_a_reload_and_given_back_exactly(self) -> None:
        self.assertEqual(self.finding("docker-image-downloads")["verdict"], "unmet")
        process = self.node.output("systemctl show --property=MainPID --value docker")
        self.node.run("nodekeel apply", check=False)
        self.assertEqual(
            self.node.read(FILE), THEIRS.replace('4\n}', '4,\n    "max-concurrent-downloads": 10\n}')
        )
        self.assertIn('"max-concurrent-downloads":10', self.live_limit())
        finding = self.finding("docker-image-downloads")
        self.assertEqual((finding["verdict"], finding["effect"]), ("met", {"effective": True}))
        self.node.run("nodekeel revert docker-image-downloads")
        self.assertEqual(self.node.read(FILE), THEIRS)
        self.assertNotIn('"max-concurrent-downloads":10', self.live_limit())
        self.assertEqual(self.node.output("systemctl show --property=MainPID --value docker"), process)

    def test_purge_keeps_the_original_of_what_stays_in_the_file(self) -> None:
        self.node.run("nodekeel apply", check=False)
        ours = self.node.read(FILE)
        said = self.node.output("apt-get purge --yes nodekeel 2>&1")
        self.assertIn(f"what it wrote stays in {FILE}.", said)
        self.assertEqual(self.node.read(FILE), ours)
        self.node.install(package.built())
        self.node.run("nodekeel revert")
        self.assertEqual(self.node.read(FILE), THEIRS)
        self.node.run("apt-get purge --yes nodekeel")
        self.assertFalse(self.node.exists("/var/lib/nodekeel"))

    def test_the_service_does_it_with_the_privileges_that_it_has(self) -> None:
        self.node.run("systemctl unmask nodekeeld && systemctl daemon-reload && systemctl start nodekeeld")
        self.node.wait_until(f"grep -q '\"max-concurrent-downloads\": 10' {FILE}", "the key is written")
        self.assertIn('"max-concurrent-downloads":10', self.live_limit())

    def test_the_service_says_how_a_directory_comes_into_being_that_it_may_not_make(self) -> None:
        self.node.run("rm -r /etc/docker")
        self.node.run("systemctl unmask nodekeeld && systemctl daemon-reload && systemctl start nodekeeld")
        self.node.wait_until("journalctl --unit nodekeeld | grep -q \"'sudo nodekeel apply' makes it\"", "it is said")
        self.node.run("nodekeel apply", check=False)
        self.assertIn('"max-concurrent-downloads": 10', self.node.read(FILE))

    def test_a_file_that_dockerd_would_refuse_is_left_alone_and_dockerd_goes_on(self) -> None:
        for broken in ('{"max-concurrent-downloads": 3', '{"no-such-key": 1}\n'):
            self.node.write(FILE, broken)
            self.node.run("nodekeel apply", check=False)
            self.assertEqual(self.node.read(FILE), broken)
            self.assertNotEqual(self.finding("docker-image-downloads")["verdict"], "met")
            self.assertEqual(self.node.output("systemctl is-active docker"), "active")

    def test_a_driver_that_copies_every_layer_is_reported(self) -> None:
        driver = self.node.output("docker info --format '{{.Driver}}'")
        finding = self.finding("docker-storage-driver")
        self.assertEqual(finding["observation"]["value"], driver)
        self.assertEqual(finding["verdict"], "met" if driver == "overlay2" else "unmet")
