"""The package under test."""

from __future__ import annotations

import os
import pathlib
import re
import subprocess
import tempfile

TOP = pathlib.Path(__file__).resolve().parents[3]


def built() -> pathlib.Path:
    """What `make deb` built, or the file that NODEKEEL_DEB names."""
    if named := os.environ.get("NODEKEEL_DEB"):
        return pathlib.Path(named)
    found = sorted((TOP / "build").glob("nodekeel_*.deb"))
    if len(found) != 1:
        raise FileNotFoundError(f"{len(found)} packages 'build/nodekeel_*.deb': run 'make deb' first")
    return found[0]


def successor(package: pathlib.Path, directory: pathlib.Path, policy: str | None = None) -> pathlib.Path:
    """The same package under a later version, made in `directory`; with another default policy where one is given."""
    suffix = "+next" if policy is None else "+policy"
    with tempfile.TemporaryDirectory(prefix="nodekeel-test.") as home:
        tree = pathlib.Path(home) / "tree"
        subprocess.run(["dpkg-deb", "--raw-extract", package, tree], check=True)
        if policy is not None:
            (tree / "etc/nodekeel/policy.yaml").write_text(policy, encoding="utf-8")
        control = tree / "DEBIAN/control"
        text = control.read_text(encoding="utf-8")
        control.write_text(re.sub(r"(?m)^Version: .*$", rf"\g<0>{suffix}", text), encoding="utf-8")
        target = directory / f"{package.stem}{suffix}.deb"
        subprocess.run(
            ["dpkg-deb", "--root-owner-group", "-Zgzip", "-z1", "--build", tree, target],
            check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
    return target
