"""The tests of the Debian package, run on an installed node by autopkgtest's rules."""

import email.parser
import shlex
import unittest

from node import Container, package

DIRECTORY = package.TOP / "packaging/debian/tests"
#: What each test is given: a directory of its own to write in.
SCRATCH = "/tmp/autopkgtest"


def stanzas() -> list[dict[str, str]]:
    """What debian/tests/control declares, a test a stanza."""
    parse = email.parser.HeaderParser().parsestr
    return [dict(parse(text)) for text in (DIRECTORY / "control").read_text(encoding="utf-8").split("\n\n")]


class AutopkgtestTests(unittest.TestCase):
    """One node for all of them, as where nothing says that a test breaks its testbed."""

    def test_each_ends_well_and_writes_to_standard_error_only_where_it_may(self) -> None:
        declared = {name for stanza in stanzas() for name in stanza.get("Tests", "").split()}
        self.assertEqual({path.name for path in DIRECTORY.iterdir()} - {"control"}, declared)
        with Container() as node:
            node.install(package.built())
            for stanza in stanzas():
                restrictions = stanza.get("Restrictions", "").replace(",", " ").split()
                for name in stanza.get("Tests", "").split():
                    node.write(f"/srv/{name}", (DIRECTORY / name).read_text(encoding="utf-8"))
                    node.run(f"chmod +x /srv/{name}")
                commands = [f"/srv/{name}" for name in stanza.get("Tests", "").split()]
                for command in commands or [stanza["Test-Command"]]:
                    with self.subTest(command):
                        finished = node.run(
                            f"rm -rf {SCRATCH} && mkdir {SCRATCH} && cd {SCRATCH}"
                            f" && AUTOPKGTEST_TMP={SCRATCH} bash -ec {shlex.quote(command)}",
                            timeout=180,
                        )
                        if "allow-stderr" not in restrictions:
                            self.assertEqual(finished.stderr, "")
