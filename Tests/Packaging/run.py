#!/usr/bin/env python3
"""Looks at the package that `make deb` built, and at its maintainer scripts, without installing it."""

import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "RealNode"))

import reporter  # noqa: E402

if __name__ == "__main__":
    sys.exit(reporter.run(HERE, sys.argv[1:]))
