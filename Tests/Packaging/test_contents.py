"""What is in the package: sizes and dependencies that were promised, programs that are hardened."""

import pathlib
import re
import subprocess
import tempfile
import unittest

from node import package

PROGRAMS = ("usr/bin/nodekeel", "usr/sbin/nodekeeld")

#: The whole of it, beside documentation.
FILES = {
    "etc/nodekeel/policy.yaml",
    "lib/systemd/system/nodekeel-apply.service",
    "lib/systemd/system/nodekeel-check.service",
    "lib/systemd/system/nodekeel-check.timer",
    "lib/systemd/system/nodekeeld.service",
    "usr/bin/nodekeel",
    "usr/lib/systemd/catalog/nodekeel.catalog",
    "usr/lib/tmpfiles.d/nodekeel.conf",
    "usr/sbin/nodekeeld",
    "usr/share/bash-completion/completions/nodekeel",
    "usr/share/fish/vendor_completions.d/nodekeel.fish",
    "usr/share/zsh/vendor-completions/_nodekeel",
    "usr/share/lintian/overrides/nodekeel",
} | {f"usr/share/nodekeel/schema/{path.name}" for path in (package.TOP / "packaging/schema").glob("*.json")}

#: Debian's C library with its loader, and the two libraries of FACTS and policy.
LIBRARIES = {"libc.so.6", "libm.so.6", "libsystemd.so.0", "libyaml-0.so.2"}

MAXIMUM_BYTE_COUNT = 6_000_000


def lines(*command: object) -> list[str]:
    """What a command that succeeds prints."""
    return subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True).stdout.splitlines()


class ContentsTests(unittest.TestCase):
    """The package, unpacked once."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.package = package.built()
        cls.tree = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="nodekeel-test.")))
        subprocess.run(["dpkg-deb", "--extract", cls.package, cls.tree], check=True)

    def test_it_is_small(self) -> None:
        self.assertLess(self.package.stat().st_size, MAXIMUM_BYTE_COUNT)

    def test_it_depends_on_the_c_library_libsystemd_and_libyaml_alone(self) -> None:
        [depends] = lines("dpkg-deb", "--field", self.package, "Depends")
        names = [re.sub(r" \(.*\)", "", name) for name in depends.split(", ")]
        self.assertEqual(names, ["libc6", "libsystemd0", "libyaml-0-2"])

    def test_it_has_the_files_it_is_to_have(self) -> None:
        found = {str(path.relative_to(self.tree)) for path in self.tree.rglob("*") if not path.is_dir()}
        manuals = {path for path in found if path.startswith("usr/share/man/")}
        documents = {path for path in found if path.startswith("usr/share/doc/nodekeel/")}
        self.assertEqual(found - manuals - documents, FILES)
        pages = [path.name for path in (package.TOP / "packaging/man").iterdir()]
        self.assertEqual(manuals, {f"usr/share/man/man{name[-1]}/{name}.gz" for name in pages})

    def test_it_has_every_example_as_it_is(self) -> None:
        source = package.TOP / "packaging/examples"
        installed = self.tree / "usr/share/doc/nodekeel/examples"
        names = {path.relative_to(source) for path in source.rglob("*") if path.is_file()}
        self.assertEqual(names, {path.relative_to(installed) for path in installed.rglob("*") if path.is_file()})
        for name in names:
            self.assertEqual((source / name).read_bytes(), (installed / name).read_bytes(), name)

    def test_files_belong_to_root_and_nobody_else_writes_them(self) -> None:
        for line in lines("dpkg-deb", "--contents", self.package):
            mode, owner = line.split()[:2]
            self.assertEqual(owner, "root/root", line)
            self.assertRegex(mode, r"^[-dl]rw[x-]r-[x-]r-[x-]$|^l", line)

    def test_programs_are_position_independent_and_bound_at_start(self) -> None:
        for program in PROGRAMS:
            dynamic = "\n".join(lines("readelf", "--dynamic", "--wide", self.tree / program))
            with self.subTest(program):
                self.assertRegex(dynamic, r"FLAGS_1.*\bNOW\b.*\bPIE\b")
                self.assertNotRegex(dynamic, "RUNPATH|RPATH|TEXTREL")
                needed = set(re.findall(r"\(NEEDED\).*\[(.*)\]", dynamic))
                self.assertLessEqual({name for name in needed if not name.startswith("ld-linux")}, LIBRARIES)

    def test_programs_do_not_say_where_they_were_built(self) -> None:
        for program in PROGRAMS:
            with self.subTest(program):
                self.assertNotIn(str(package.TOP).encode(), (self.tree / program).read_bytes())

    def test_debugging_symbols_are_in_a_package_of_their_own(self) -> None:
        symbols = self.package.with_name(self.package.name.replace("nodekeel_", "nodekeel-dbgsym_", 1))
        kept = " ".join(lines("dpkg-deb", "--contents", symbols))
        for program in PROGRAMS:
            with self.subTest(program):
                sections = "\n".join(lines("readelf", "--sections", "--wide", self.tree / program))
                self.assertNotIn(".debug_info", sections)
                notes = "\n".join(lines("readelf", "--notes", self.tree / program))
                identifier = re.search(r"Build ID: ([0-9a-f]+)", notes)
                self.assertIsNotNone(identifier)
                self.assertIn(f"{identifier[1][:2]}/{identifier[1][2:]}.debug", kept)
