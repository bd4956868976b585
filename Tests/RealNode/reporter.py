"""Runs a directory of tests and says how each went."""

from __future__ import annotations

import pathlib
import sys
import time
import types
import typing
import unittest

Failure: typing.TypeAlias = "tuple[type[BaseException], BaseException, types.TracebackType]"


class Reporter(unittest.TestResult):
    """One line a test, with what failed below it."""

    def __init__(self) -> None:
        super().__init__()
        self.passed = 0
        self.failed = 0
        self._began = 0.0

    def startTest(self, test: unittest.TestCase) -> None:
        super().startTest(test)
        self._began = time.monotonic()

    def addSuccess(self, test: unittest.TestCase) -> None:
        super().addSuccess(test)
        self.passed += 1
        self._line("passed", test)

    def addError(self, test: unittest.TestCase, err: Failure) -> None:
        super().addError(test, err)
        self._failure(test, self.errors[-1][1])

    def addFailure(self, test: unittest.TestCase, err: Failure) -> None:
        super().addFailure(test, err)
        self._failure(test, self.failures[-1][1])

    def addSubTest(self, test: unittest.TestCase, subtest: unittest.TestCase, err: Failure | None) -> None:
        super().addSubTest(test, subtest, err)
        if err is not None:
            self._failure(subtest, (self.failures + self.errors)[-1][1])

    def addSkip(self, test: unittest.TestCase, reason: str) -> None:
        self._failure(test, f"skipped, which no test here may do: {reason}\n")

    def _failure(self, test: unittest.TestCase, text: str) -> None:
        self.failed += 1
        self._line("FAILED", test)
        print("".join(f"    {line}\n" for line in text.splitlines()), end="", flush=True)

    def _line(self, verdict: str, test: unittest.TestCase) -> None:
        seconds = time.monotonic() - self._began if self._began else 0.0
        print(f"{verdict} {test.id()} ({seconds:.1f} s)", flush=True)


def run(directory: pathlib.Path, words: list[str]) -> int:
    """Runs the tests of `directory` whose name contains one of `words`, or all; returns an exit status.

    The last line is «N passed, N failed». A run that found no test has failed.
    """
    sys.path.insert(0, str(directory))
    loader = unittest.TestLoader()
    loader.testNamePatterns = [f"*{word}*" for word in words] or None
    result = Reporter()
    loader.discover(str(directory), top_level_dir=str(directory)).run(result)
    print(f"{result.passed} passed, {result.failed} failed", flush=True)
    return 1 if result.failed or not result.passed else 0
