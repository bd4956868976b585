"""What nodekeel says of the effect of a priority, beside what the machine shows: what is called inert makes no difference."""

import json
import tempfile
import unittest

from node import VirtualMachine, image, package

PACKAGES = ("etcd-server", "fio")

#: Operations a second of etcd's disk, behind a controller that takes one at a time, so that the scheduler decides.
OPERATIONS = 400
MEBIBYTES = 512

CLASSES = {"realtime": 1, "best-effort": 2, "idle": 3}
#: A neighbour of the usual priority. A ratio further from one than this is a difference; noise was below 1.2.
DIFFERENCE = 1.5

#: Scheduler, class and level of the first of two writers, class and level of the second.
CASES = (
    ("none", ("best-effort", 0), ("best-effort", 7)),
    ("none", ("realtime", 0), ("best-effort", 4)),
    ("kyber", ("realtime", 0), ("best-effort", 4)),
    ("mq-deadline", ("best-effort", 0), ("best-effort", 7)),
    ("mq-deadline", ("realtime", 0), ("best-effort", 4)),
    ("mq-deadline", ("idle", 0), ("best-effort", 4)),
    ("bfq", ("best-effort", 0), ("best-effort", 7)),
    ("bfq", ("realtime", 0), ("best-effort", 4)),
)

#: Two spinners on one processor, each in a group and with a nice value: how much of it the first gets, in percent.
SPIN = r"""
set -eu
spin() { (echo $BASHPID >"$1/cgroup.procs"; renice -n "$2" -p $BASHPID >/dev/null; exec taskset -c 0 perl -e '1 while 1') & }
mkdir -p /sys/fs/cgroup/test/{first,second}
echo +cpu >/sys/fs/cgroup/cgroup.subtree_control; echo +cpu >/sys/fs/cgroup/test/cgroup.subtree_control
echo "$4" >/sys/fs/cgroup/test/first/cpu.weight
spin "/sys/fs/cgroup/test/$1" "$3"; first=$!
spin "/sys/fs/cgroup/test/$2" 0; second=$!
sleep 1; ticks() { awk '{print $14 + $15}' "/proc/$1/stat"; }
a=$(ticks $first); b=$(ticks $second); sleep 5; a=$(($(ticks $first) - a)); b=$(($(ticks $second) - b))
kill -KILL $first $second; echo $((100 * a / (a + b)))
"""


def setUpModule() -> None:
    global machine
    disk = unittest.enterModuleContext(tempfile.NamedTemporaryFile(prefix="nodekeel-test."))
    disk.truncate(MEBIBYTES << 20)
    devices = [
        "-drive", f"if=none,id=slow,format=raw,cache=unsafe,file={disk.name},throttling.iops-total={OPERATIONS}",
        "-device", "virtio-scsi-pci,id=scsi",
        "-device", "scsi-hd,drive=slow,bus=scsi.0,rotation_rate=7200",
    ]  # fmt: skip
    machine = unittest.enterModuleContext(VirtualMachine(image=image.image(PACKAGES), devices=devices))
    machine.run("systemctl mask nodekeeld.service && systemctl stop etcd")
    machine.install(package.built())
    machine.run("modprobe -a bfq kyber-iosched mq-deadline; echo 1 >/sys/block/sda/device/queue_depth")
    # Without a journal, so that only the writers themselves write.
    machine.run("mkfs.ext4 -q -O ^has_journal /dev/sda && mount /dev/sda /var/lib/etcd && chown etcd: /var/lib/etcd")
    machine.run("dd if=/dev/zero of=/var/lib/etcd/written bs=1M count=128 oflag=direct 2>&1", timeout=300)
    machine.run("systemctl start etcd", timeout=180)


class DiskTests(unittest.TestCase):
    """etcd is told to be on the slow disk, and two writers of its kind show what the disk's scheduler does."""

    def ratio(self, first: tuple[str, int], second: tuple[str, int]) -> float:
        jobs = "".join(
            f"[{name}]\nprioclass={CLASSES[kind]}\nprio={level}\n"
            for name, (kind, level) in (("first", first), ("second", second))
        )
        common = (
            "[global]\nfilename=/var/lib/etcd/written\nsize=128m\ndirect=1\nioengine=libaio\niodepth=32\n"
            "rw=randwrite\nbs=4k\nruntime=6\ntime_based\n"
        )
        machine.write("/root/job", common + jobs)
        done = json.loads(machine.output("fio --output-format=json /root/job", timeout=120))
        one, other = (job["write"]["total_ios"] for job in done["jobs"])
        return one / max(other, 1)

    def said(self, kind: str, level: int) -> str:
        """The word for the effect of a priority that policy asks for."""
        machine.write(
            "/root/policy.yaml",
            f"mode: observe\nsettings:\n  etcd-io-priority: {{mode: enforce, class: {kind}, level: {level}}}\n",
        )
        machine.run("nodekeel apply --policy /root/policy.yaml", check=False)
        report = json.loads(machine.run("nodekeel check --policy /root/policy.yaml --format json", check=False).stdout)
        [finding] = [
            one for one in report["findings"]
            if one["desired"]["setting"] == "etcd-io-priority" and one["desired"]["target"]["knob"]["kind"] == "io-priority"
        ]  # fmt: skip
        self.assertEqual(finding["verdict"], "met", finding)
        return next(iter(finding["effect"]))

    def test_an_io_priority_does_what_is_said_of_it(self) -> None:
        for scheduler, first, second in CASES:
            with self.subTest(scheduler=scheduler, first=first, second=second):
                machine.run(f"echo {scheduler} >/sys/block/sda/queue/scheduler")
                said = self.said(*first)
                ratio = self.ratio(first, second)
                print(f"{scheduler}: {first[0]}/{first[1]} beside {second[0]}/{second[1]}: {ratio:.2f} to 1, {said}")
                differs = not 1 / DIFFERENCE < ratio < DIFFERENCE
                self.assertEqual(said, "effective" if differs else "inert")


class ProcessorTests(unittest.TestCase):
    """Two spinners on one processor."""

    def share(self, first: str, second: str, nice: int, weight: int) -> int:
        return int(machine.output(f"bash -s {first} {second} {nice} {weight} <<'EOF'\n{SPIN}\nEOF", timeout=60))

    def test_a_nice_value_ranks_inside_a_group_and_nowhere_else(self) -> None:
        self.assertGreater(self.share("first", "first", -20, 100), 80)
        self.assertAlmostEqual(self.share("first", "second", -20, 100), 50, delta=8)

    def test_a_weight_ranks_groups(self) -> None:
        self.assertGreater(self.share("first", "second", 0, 1000), 80)
