#!/usr/bin/env python3
"""Runs the tests on real nodes: all of them, or those whose name contains one of the words given.

They do not skip: where this machine cannot boot a node they fail with the reason. NODEKEEL_SKIP_REAL_NODE=1 leaves them
out.
"""

from __future__ import annotations

import os
import pathlib
import signal
import sys

import reporter
from node import requirements


def main(words: list[str]) -> int:
    # A terminated run ends as an interrupted one does. (unittest takes SystemExit for a test's error, and goes on.)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if os.environ.get("NODEKEEL_SKIP_REAL_NODE") == "1":
        print("No real node is tested: NODEKEEL_SKIP_REAL_NODE=1 is set.\n0 passed, 0 failed")
        return 0
    if reasons := requirements.reasons_against():
        print("No real node can be tested here:", *reasons, sep="\n  ")
        print("(NODEKEEL_SKIP_REAL_NODE=1 leaves this out)\n0 passed, 1 failed")
        return 1
    return reporter.run(pathlib.Path(__file__).resolve().parent, words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
