"""A real etcd in the control groups of a static pod, restarted again and again, and the priorities of its threads."""

from __future__ import annotations

import typing

#: The packages that a node needs for it.
PACKAGES = ("etcd-server", "fio")

POD = "0123abcd-0123-4567-89ab-0123456789ab"
#: The control group of the pod, as the kubelet names it.
GROUP = (
    "/sys/fs/cgroup/kubepods.slice/kubepods-burstable.slice/"
    f"kubepods-burstable-pod{POD.replace('-', '_')}.slice"
)

#: Perl is in every Debian. ioprio_get(2) is 252 on x86-64 and 31 on arm64.
PROBE = r"""
use strict; use Time::HiRes qw(time usleep); use POSIX ();
my $IOPRIO_GET = `uname -m` =~ /aarch64/ ? 31 : 252;
sub nice { open(my $f, "<", $_[0]) or return undef; my $s = <$f>; return undef unless $s; $s =~ s/.*\)//s; return (split ' ', $s)[16] }
sub io { my $t = $_[0] + 0; return syscall($IOPRIO_GET, 1, $t) }
sub threads { my $p = shift; opendir(my $d, "/proc/$p/task") or return (); return grep { /^\d+$/ } readdir($d) }
sub priorities { my $p = shift; return map { [$_, nice("/proc/$p/task/$_/stat"), io($_)] } threads($p) }
"""

#: Starts etcd again and again as a container runtime does: a group of its own below the pod's, with a new name each time.
RESTART = (
    PROBE
    + r"""
my ($pod, $count) = @ARGV; my (@times, @untuned); my $missed = 0;
(my $name = $pod) =~ tr/-/_/; my $slice = "kubepods-burstable-pod$name"; my ($old, $group) = (0, "");
for my $round (1 .. $count) {
    # Runtimes take the group of a container away with it.
    if ($old) { kill 'KILL', $old; waitpid $old, 0; usleep 500 until rmdir $group }
    my $id = sprintf("%064x", $round + time);
    $group = "/sys/fs/cgroup/kubepods.slice/kubepods-burstable.slice/$slice.slice/cri-containerd-$id.scope";
    mkdir $group or die "$group: $!";
    my $child = fork;
    if (!$child) {
        open(my $f, ">", "$group/cgroup.procs") or die; syswrite $f, $$; close $f; setpgrp;
        usleep int(rand(20000));
        open(STDOUT, ">", "/dev/null"); open(STDERR, ">", "/dev/null");
        exec "/usr/bin/etcd", "--data-dir=/var/lib/etcd/pod";
    }
    select undef, undef, undef, 0.0002 until (readlink("/proc/$child/exe") // "") =~ m{/etcd$};
    my $began = time; my $took;
    while (time - $began < 3) {
        my $nice = nice("/proc/$child/stat");
        if (defined $nice && $nice == -20 && io($child) == 2 << 13) { $took = 1000 * (time - $began); last }
        select undef, undef, undef, 0.0003;
    }
    defined $took ? push(@times, $took) : $missed++;
    select undef, undef, undef, 0.15;
    my @bad = grep { defined $_->[1] && ($_->[1] != -20 || $_->[2] != 2 << 13) } priorities($child);
    push @untuned, scalar @bad if @bad;
    $old = $child;
}
@times = sort { $a <=> $b } @times;
printf '{"missed": %d, "untuned": %d, "p50": %.2f, "p99": %.2f, "max": %.2f}' . "\n", $missed, scalar @untuned,
    $times[@times / 2] // -1, $times[int(@times * 0.99) - 1] // -1, $times[-1] // -1;
kill 'KILL', $old; waitpid $old, 0;
"""
)


def perl(node: typing.Any, script: str, *arguments: object, timeout: float = 120) -> str:
    words = " ".join(f"'{word}'" for word in arguments)
    return node.run(f"perl - {words}", stdin=script.encode(), timeout=timeout).stdout


def priorities(node: typing.Any, process: int) -> dict[int, tuple[int, int]]:
    """Nice value and I/O priority of each thread, as the kernel tells them."""
    script = PROBE + 'printf "%d %d %d\\n", @$_ for priorities($ARGV[0]);'
    rows = (line.split() for line in perl(node, script, process).splitlines())
    return {int(thread): (int(nice), int(priority)) for thread, nice, priority in rows}


def start_in_pod(node: typing.Any) -> int:
    """Starts etcd in the pod, and waits until it is tuned by the sweep's way: a look at everything."""
    node.run(f"mkdir -p {GROUP}/first")
    started = node.output(
        f"(echo $BASHPID >{GROUP}/first/cgroup.procs; "
        "setsid /usr/bin/etcd --data-dir=/var/lib/etcd/pod >/dev/null 2>&1 & echo $!)"
    )
    process = int(started)
    node.wait_until(f"test $(readlink /proc/{process}/exe) = /usr/bin/etcd", "etcd runs")
    node.run("systemctl kill --signal=USR1 --kill-who=main nodekeeld")
    node.wait_until(f"test $(cut -d' ' -f19 /proc/{process}/stat) = -20", "etcd is tuned")
    return process


#: Writes so many keys of 2,100 bytes, one after the other.
PUTS = r"""
use strict; use IO::Socket::INET;
my $body = '{"key": "aw==", "value": "' . ("eHh4" x 700) . '"}';
for (1 .. $ARGV[0]) {
    my $peer = IO::Socket::INET->new("127.0.0.1:2379") or die "etcd: $!";
    print $peer "POST /v3/kv/put HTTP/1.0\r\nContent-Length: " . length($body) . "\r\n\r\n$body";
    local $/; my $answer = <$peer>; die $answer unless $answer =~ m{^HTTP/1\.\d 200};
}
"""

#: Prints what etcd counts.
METRICS = r"""
use strict; use IO::Socket::INET;
my $peer = IO::Socket::INET->new("127.0.0.1:2379") or die "etcd: $!";
print $peer "GET /metrics HTTP/1.0\r\n\r\n"; local $/; print <$peer>;
"""


def quantile(metrics: str, name: str, part: float) -> float:
    """What histogram_quantile of Prometheus tells of a histogram, in its own unit."""
    lines = [line.split() for line in metrics.splitlines() if line.startswith(f"{name}_bucket")]
    buckets = [(float(label.split('le="')[1].split('"')[0]), float(count)) for label, count in lines]
    rank = part * buckets[-1][1]
    start, below = 0.0, 0.0
    for bound, count in buckets:
        if count >= rank:
            return start if bound == float("inf") else start + (bound - start) * (rank - below) / (count - below)
        start, below = bound, count
    raise ValueError(f"no {name}")
