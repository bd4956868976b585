"""The maintainer scripts where dpkg runs them outside of the tree that they are for (`--force-script-chrootless`)."""

import os
import pathlib
import subprocess
import tempfile
import unittest

from node import package

#: What changes a file is let through for the tree alone, and says what else it was asked for.
GUARD = """#!/bin/sh
for word; do
    case $word in
    "$DPKG_ROOT"/* | -*) ;;
    *) echo "${0##*/} $word" >>"$OUTSIDE"; exit 0 ;;
    esac
done
PATH=${PATH#*:} exec "${0##*/}" "$@"
"""

LEDGER = """{
  "originals": [
    {
      "knob": {
        "kind": "file",
        "name": "/etc/sysctl.d/90-nodekeel.conf"
      }
    }
  ]
}
"""


class ScriptTests(unittest.TestCase):
    """Each script as it is before debhelper adds what is its own."""

    def setUp(self) -> None:
        top = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="nodekeel-test.")))
        self.tree, self.guards, self.outside = top / "tree", top / "guards", top / "outside"
        self.guards.mkdir()
        for name in ("mv", "rm", "touch"):
            (self.guards / name).write_text(GUARD)
            (self.guards / name).chmod(0o755)

    def write(self, path: str, text: str) -> pathlib.Path:
        """A file of the tree."""
        file = self.tree / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return file

    def script(self, name: str, *arguments: str) -> str:
        """Runs one for the tree; what it says."""
        environment = {
            **os.environ,
            "DPKG_ROOT": str(self.tree),
            "OUTSIDE": str(self.outside),
            "PATH": f"{self.guards}:{os.environ['PATH']}",
        }
        command = ["sh", package.TOP / f"packaging/debian/nodekeel.{name}", *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.outside.read_text() if self.outside.exists() else "", "", "it left the tree")
        return done.stderr

    def test_a_policy_of_the_tree_steps_aside_and_comes_back(self) -> None:
        policy = self.write("etc/nodekeel/policy.yaml", "profile: conservative\n")
        self.script("preinst", "install")
        self.assertFalse(policy.exists())
        self.write("etc/nodekeel/policy.yaml", "profile: large-cluster\n")
        self.script("postinst", "configure", "")
        self.assertEqual(policy.read_text(), "profile: conservative\n")
        self.assertEqual([file.name for file in self.tree.rglob("*") if file.is_file()], ["policy.yaml"])

    def test_a_policy_of_the_tree_survives_an_installation_that_is_given_up(self) -> None:
        policy = self.write("etc/nodekeel/policy.yaml", "profile: conservative\n")
        self.script("preinst", "install")
        self.script("postrm", "abort-install")
        self.assertEqual(policy.read_text(), "profile: conservative\n")

    def test_purge_takes_the_state_of_the_tree(self) -> None:
        ledger = self.write("var/lib/nodekeel/ledger.json", '{"originals": []}\n')
        report = self.write("run/nodekeel/report.json", "{}\n")
        self.assertEqual(self.script("postrm", "purge"), "")
        self.assertFalse(ledger.parent.exists())
        self.assertFalse(report.parent.exists())

    def test_purge_keeps_the_originals_of_what_stays_in_the_tree(self) -> None:
        boot = self.write("etc/modprobe.d/nodekeel.conf", "options nf_conntrack hashsize=1\n")
        ledger = self.write("var/lib/nodekeel/ledger.json", LEDGER)
        told = self.script("postrm", "purge")
        self.assertIn("stays in /etc/modprobe.d/nodekeel.conf /etc/sysctl.d/90-nodekeel.conf.", told)
        self.assertIn("kept in /var/lib/nodekeel;", told)
        self.assertTrue(boot.exists())
        self.assertEqual(ledger.read_text(), LEDGER)
