"""What a node is left with when nodekeel is killed, or refused by the kernel, at any call that changes something.

Each call is taken in turn, none is sampled: a first run counts them by name, then one run ends at each.
"""

import os
import pathlib
import shutil
import subprocess
import tempfile
import typing
import unittest

from node import Container, Finished, package

DIRECTORY = "/etc/kubernetes/kubelet.conf.d"
FRAGMENT = f"{DIRECTORY}/90-nodekeel.conf"
DOCKER = "/etc/docker/daemon.json"
BACKLOG = "/proc/sys/net/core/somaxconn"
THEIRS = '{\n    "log-level": "info",\n    "max-concurrent-uploads": 4\n}\n'
KUBELET = "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nserializeImagePulls: true\n"
UNIT = "[Service]\nExecStart=/usr/bin/{} {}\n"
ARGUMENTS = f"--kubeconfig=/etc/kubernetes/kubelet.conf --config=/etc/kubernetes/kubelet.yaml --config-dir={DIRECTORY}"
POLICY = """mode: observe
cluster: {kubernetesVersion: 1.34.2}
settings:
  kubelet-image-pulls: {mode: enforce}
  docker-image-downloads: {mode: enforce}
custom:
  - {id: listen-backlog, mode: enforce, sysctl: net/core/somaxconn, exactly: 5000, because: edge proxies accept bursts}
"""

#: Every call by which nodekeel changes something that outlives it.
CALLS = ("write", "fsync", "renameat", "unlinkat", "mkdirat", "fchmod", "fchown")

#: What the kernel may answer to them, each to be met once at each call.
ERRORS = {
    "write": ("ENOSPC", "EIO", "EINTR", "EAGAIN"),
    "fsync": ("EIO", "ENOSPC"),
    "renameat": ("EROFS", "ENOSPC"),
    "unlinkat": ("EROFS",),
    "mkdirat": ("ENOSPC",),
    "fchmod": ("EROFS",),
    "fchown": ("EPERM",),
}
REFUSED = {call: tuple(f"error={error}" for error in names) for call, names in ERRORS.items()}

State = dict[str, str | None]

#: Takes half of the SHORT_WRITE-th write of several bytes to a file on a disk, and leaves a file that says so.
SHORT_WRITES = r"""
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

ssize_t write(int file, const void *bytes, size_t count) {
    static int seen;
    struct stat status;
    struct statfs system;
    const char *wanted = getenv("SHORT_WRITE");
    if (wanted && count > 1 && !fstat(file, &status) && S_ISREG(status.st_mode) && !fstatfs(file, &system)
        && system.f_type != 0x9fa0 && ++seen == atoi(wanted)) {
        close(open(getenv("SHORT_TAKEN"), O_CREAT | O_WRONLY, 0600));
        count /= 2;
    }
    return syscall(SYS_write, file, bytes, count);
}
"""


def short_writes(home: str) -> pathlib.Path:
    """The library that does so, for LD_PRELOAD."""
    library = pathlib.Path(home) / "short.so"
    compiler = shutil.which("clang", path=f"{os.environ['PATH']}:/opt/swift/usr/bin")
    assert compiler is not None, "no clang beside swift"
    command = [compiler, "-shared", "-fPIC", "-O1", "-xc", "-", "-o", library]
    subprocess.run(command, input=SHORT_WRITES, text=True, check=True)
    return library


class FaultTests(unittest.TestCase):
    """One node, on which an own file, a key of somebody else's file and a kernel value are kept."""

    @classmethod
    def setUpClass(cls) -> None:
        node = cls.node = cls.enterClassContext(Container())
        node.run(f"mkdir -p {DIRECTORY} /etc/docker /etc/nodekeel")
        for name, arguments in (("kubelet", ARGUMENTS), ("dockerd", "")):
            node.run(f"cp /bin/true /usr/bin/{name}")
            unit = {"dockerd": "docker"}.get(name, name)
            node.write(f"/etc/systemd/system/{unit}.service", UNIT.format(name, arguments))
        node.write("/etc/kubernetes/kubelet.yaml", KUBELET)
        node.write(DOCKER, THEIRS)
        node.write("/etc/nodekeel/policy.yaml", POLICY)
        node.run("systemctl mask nodekeeld.service")
        node.install(package.built())
        cls.old = cls.state()
        node.run("nodekeel apply")
        cls.new = cls.state()
        node.run("nodekeel revert")
        assert all(cls.old[name] != cls.new[name] for name in cls.old), "something is not written at all"
        assert cls.state() == cls.old, "a revert without any fault leaves something"

    @classmethod
    def state(cls) -> State:
        return {
            path: cls.node.read(path) if cls.node.exists(path) else None for path in (FRAGMENT, DOCKER, BACKLOG)
        }

    def settle(self, wanted: State) -> None:
        """Brings the node to one of its two states, by one command without a fault."""
        self.node.run("nodekeel apply" if wanted == self.new else "nodekeel revert")
        self.assertEqual(self.state(), wanted)

    def counted(self, command: str) -> dict[str, int]:
        """How often a run makes each call, by name."""
        self.node.run(f"strace -f -o /root/calls -e trace={','.join(CALLS)} {command}", check=False)
        log = self.node.read("/root/calls")
        return {call: log.count(f" {call}(") for call in CALLS}

    def tampered(self, command: str, call: str, fault: str, number: int) -> Finished:
        """A run in which one call of a name meets a fault."""
        inject = f"inject={call}:{fault}:when={number}"
        return self.node.run(f"strace -f -o /dev/null -e trace={call} -e {inject} {command}", check=False, timeout=60)

    def hold_together(self, before: State, others: State | None = None) -> None:
        """Nothing is torn and nothing lies about; what was begun is finished and taken back by the next commands.

        `others` is what somebody else had left there.
        """
        left = self.state()
        self.settle(self.new)
        self.settle(self.old)
        # What the service tells others below /run is written anew when it starts again.
        strays = self.node.output("find /etc /var/lib/nodekeel -name '.*.nodekeel*'")
        if before == self.new:
            self.settle(self.new)
        self.assertEqual(strays, "")
        for name, content in left.items():
            self.assertIn(content, {self.old[name], self.new[name], (others or self.new)[name]}, name)

    def at_each_call(self, command: str, before: State, faults: typing.Mapping[str, tuple[str, ...]]) -> None:
        self.settle(before)
        counts = self.counted(command)
        self.assertGreater(sum(counts.values()), 20, "few calls were seen")
        self.settle(before)
        for call, count in counts.items():
            for fault in faults[call]:
                for number in range(1, count + 1):
                    with self.subTest(call=call, number=number, fault=fault):
                        self.tampered(command, call, fault, number)
                        self.hold_together(before)

    def test_apply_killed_at_each_call(self) -> None:
        self.at_each_call("nodekeel apply", self.old, dict.fromkeys(CALLS, ("signal=SIGKILL",)))

    def test_revert_killed_at_each_call(self) -> None:
        self.at_each_call("nodekeel revert", self.new, dict.fromkeys(CALLS, ("signal=SIGKILL",)))

    def test_apply_refused_at_each_call(self) -> None:
        self.at_each_call("nodekeel apply", self.old, REFUSED)

    def test_revert_refused_at_each_call(self) -> None:
        self.at_each_call("nodekeel revert", self.new, REFUSED)

    def test_apply_and_revert_go_on_after_each_short_write(self) -> None:
        """The kernel takes half of what one write to a file on disk gives it, as it may."""
        self.node.copy_in(short_writes(self.enterContext(tempfile.TemporaryDirectory())), "/root/short.so")
        for command, before, after in (("nodekeel apply", self.old, self.new), ("nodekeel revert", self.new, self.old)):
            self.settle(before)
            number = 0
            while True:
                number += 1
                taken = "rm -f /root/taken; LD_PRELOAD=/root/short.so SHORT_TAKEN=/root/taken"
                self.node.run(f"{taken} SHORT_WRITE={number} {command}")
                if not self.node.exists("/root/taken"):
                    break
                with self.subTest(command=command, number=number):
                    self.assertEqual(self.state(), after)
                    self.hold_together(before)
            self.assertGreater(number, 3, "few writes were seen")

    def test_a_file_that_may_not_grow_loses_nothing_and_is_told(self) -> None:
        """The kernel takes what fits below the limit of a file's size, and refuses the rest."""
        self.settle(self.old)
        said = self.node.run("bash -c 'trap \"\" XFSZ; ulimit -f 1; exec nodekeel apply'", check=False)
        self.assertIn("File too large", said.stdout + said.stderr)
        self.assertNotEqual(said.status, 0)
        self.hold_together(self.old)

    def test_adopting_changes_nothing(self) -> None:
        self.assertEqual(sum(self.counted("nodekeel adopt").values()), 1, "one write, to who asked")

    def corrected_at_each_call(self, faults: typing.Mapping[str, tuple[str, ...]]) -> None:
        self.settle(self.new)
        drift = f"rm -f {FRAGMENT}; echo 100 >{BACKLOG}"
        self.node.run(drift)
        drifted = self.state()
        counts = self.counted("timeout --signal=KILL 3 nodekeeld")
        self.assertEqual(self.state(), self.new, "the service corrects")
        for call, count in counts.items():
            for fault in faults[call]:
                for number in range(1, count + 1):
                    with self.subTest(call=call, number=number, fault=fault):
                        self.node.run(drift)
                        # A second is enough for the first pass; the next command ends what is left.
                        self.tampered("timeout --signal=KILL 1 nodekeeld", call, fault, number)
                        self.hold_together(self.new, others=drifted)

    def test_a_service_killed_at_each_call_of_a_correction(self) -> None:
        self.corrected_at_each_call(dict.fromkeys(CALLS, ("signal=SIGKILL",)))

    def test_a_service_refused_at_each_call_of_a_correction(self) -> None:
        self.corrected_at_each_call({call: errors[:1] for call, errors in REFUSED.items()})

    def test_a_disk_that_is_full_loses_nothing_and_is_told(self) -> None:
        for full, left in (("/var/lib/nodekeel", self.old), (DIRECTORY, None)):
            with self.subTest(full=full):
                self.settle(self.old)
                self.node.run(f"mount -t tmpfs -o size=8k,mode=755 tmpfs {full}; cat /dev/zero >{full}/filler", check=False)
                said = self.node.run("nodekeel apply", check=False)
                self.node.run(f"umount {full}")
                self.assertIn("No space left on device", said.stdout + said.stderr)
                self.assertNotEqual(said.status, 0)
                if left is not None:
                    self.assertEqual(self.state(), left, "written although the original was not on disk")
                self.hold_together(self.old)

    def test_a_disk_that_is_read_only_loses_nothing_and_is_told(self) -> None:
        self.settle(self.old)
        for place in ("/var/lib/nodekeel", DIRECTORY):
            with self.subTest(place=place):
                self.node.run(f"mount --bind {place} {place} && mount -o remount,bind,ro {place}")
                said = self.node.run("nodekeel apply", check=False)
                self.node.run(f"umount {place}")
                self.assertIn("Read-only file system", said.stdout + said.stderr)
                self.assertNotEqual(said.status, 0)
                self.hold_together(self.old)
