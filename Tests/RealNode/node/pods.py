"""A stand-in for a kubelet that runs static pods, in the Perl that every Debian has.

It does with its directory what a real one does: every file whose name has no dot before it is a pod, the last of several
of one name wins, a pod whose decoded command is another is ended and started anew, one whose manifest cannot be read or
is gone is ended, and one that ends by itself is started again. A container's command is run in the control groups of a
pod. The controller manager is a copy of perl under its name; etcd is Debian's own.
"""

from __future__ import annotations

from . import kubelet
from .machine import Node

DIRECTORY = "/etc/kubernetes/manifests"
MANAGER = f"{DIRECTORY}/kube-controller-manager.yaml"
ETCD = f"{DIRECTORY}/etcd.yaml"

#: A line for each start of a pod: its name and its arguments.
STARTS = "/run/pod-starts"
#: A controller manager that is given the argument in it ends at once; does not listen.
REFUSED = "/run/manager-refused"
DEAF = "/run/manager-deaf"

KUBELET = r"""
use strict; use IO::Socket::INET; use POSIX ":sys_wait_h"; use Time::HiRes "sleep";
my @words = @ARGV;
$0 = join("\0", "/usr/bin/kubelet", @words) . "\0" x 500;
sub content { open(my $f, "<", $_[0]) or return ""; local $/; my $text = <$f>; return $text // "" }
my $server = IO::Socket::INET->new(LocalAddr => "127.0.0.1", LocalPort => 10248, Listen => 8, ReuseAddr => 1) or die "port: $!";
if (!fork) { while (my $peer = $server->accept) { <$peer>; print $peer "HTTP/1.0 200 OK\r\n\r\nok"; close $peer } exit }
close $server;
my ($id, %running) = (time % 1000000);
sub start {
    my ($name, @command) = @_;
    (my $pod = sprintf("%08x-0123-4567-89ab-0123456789ab", ++$id)) =~ tr/-/_/;
    my $group = "/sys/fs/cgroup/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod$pod.slice/cri-containerd-"
        . sprintf("%064x", $id) . ".scope";
    system("mkdir", "-p", $group);
    my $child = fork;
    if (!$child) {
        open(my $f, ">", "$group/cgroup.procs") or die; syswrite $f, $$; close $f;
        open(my $log, ">>", "/run/pod-starts"); print $log "$name @command[1 .. $#command]\n"; close $log;
        open(STDOUT, ">>", "/run/pod-$name.log"); open(STDERR, ">&STDOUT");
        my $script = $name =~ /etcd/ ? undef : "/usr/local/lib/stand-in-manager.pl";
        exec { "/usr/bin/$command[0]" } $command[0], defined $script ? $script : (), @command[1 .. $#command];
        exit 1;
    }
    return $child;
}
$SIG{TERM} = sub { kill "KILL", map { $_->{pid} } grep { $_->{pid} } values %running; exit };
while (1) {
    my %wanted;
    opendir(my $d, "/etc/kubernetes/manifests") or die;
    for my $file (sort grep { !/^\./ } readdir $d) {
        my $text = content("/etc/kubernetes/manifests/$file");
        next unless $text =~ /^  name: (\S+)$/m; my $name = $1;
        # A file that is written in place is cut somewhere.
        next unless $text =~ /^status: \{\}$/m;
        my ($list) = $text =~ /^  - command:\n((?:    - .*\n)+)/m or next;
        $wanted{$name} = [map { s/^    - "?(.*?)"?\s*$/$1/r } split /\n/, $list];
    }
    for my $name (keys %running) {
        my $one = $running{$name};
        if ($one->{pid} and waitpid($one->{pid}, WNOHANG) > 0) { $one->{pid} = 0; $one->{after} = time + 1 }
        next if $wanted{$name} and "@{$wanted{$name}}" eq "@{$one->{command}}";
        if ($one->{pid}) { kill "TERM", $one->{pid}; waitpid $one->{pid}, 0 }
        delete $running{$name};
    }
    for my $name (sort keys %wanted) {
        my $one = $running{$name} //= {command => $wanted{$name}, pid => 0, after => 0};
        $one->{pid} = start($name, @{$one->{command}}) if !$one->{pid} and time >= $one->{after};
    }
    sleep 0.3;
}
"""

PROGRAM = r"""
use strict; use IO::Socket::INET;
my @words = @ARGV;
sub content { open(my $f, "<", $_[0]) or return ""; my $line = <$f>; chomp $line if defined $line; return $line // "" }
sub given { my $word = content($_[0]); return grep { $_ eq $word } @words }
$0 = join("\0", "kube-controller-manager", @words) . "\0" x 500;
die "refused" if given("/run/manager-refused");
my $server;
if (!given("/run/manager-deaf")) {
    $server = IO::Socket::INET->new(LocalAddr => "127.0.0.1", LocalPort => 10257, Listen => 8, ReuseAddr => 1) or die $!;
}
sleep 1 while 1;
"""

#: With comments, quotes and blanks that an edit keeps.
MANIFEST = """# as kubeadm has it, with a hand's notes
apiVersion: v1
kind: Pod
metadata:
  name: kube-controller-manager
  namespace: kube-system
spec:
  containers:
  - command:
    - kube-controller-manager
    - --bind-address=127.0.0.1
    - "--kube-api-qps=20"   
    - --leader-elect=true
    image: registry.k8s.io/kube-controller-manager:v1.36.3
    livenessProbe:
      failureThreshold: 8
      httpGet:
        host: 127.0.0.1
        path: /healthz
        port: probe-port
        scheme: HTTPS
    name: kube-controller-manager
    ports:
    - containerPort: 10257
      name: probe-port
  hostNetwork: true
status: {}
"""


def start(node: Node) -> None:
    """A kubelet with one static pod, a controller manager."""
    node.run(
        f"mkdir -p {DIRECTORY} /etc/nodekeel && for name in kubelet kube-controller-manager; do "
        "cp /usr/bin/perl /usr/bin/$name; done"
    )
    node.write("/usr/local/lib/stand-in-kubelet.pl", KUBELET)
    node.write("/usr/local/lib/stand-in-manager.pl", PROGRAM)
    node.write("/etc/kubernetes/kubelet.yaml", f"{kubelet.MAIN}staticPodPath: {DIRECTORY}\n")
    node.write(MANAGER, MANIFEST)
    node.run(f"chmod 600 {MANAGER}")
    node.write("/etc/systemd/system/kubelet.service", kubelet.UNIT.replace("\n[Service]", "\n[Service]\nDelegate=yes"))
    node.run(f"mkdir -p {kubelet.DIRECTORY}; systemctl daemon-reload && systemctl start kubelet")
    wait_for(node, 10257)


def wait_for(node: Node, port: int) -> None:
    node.wait_until(f"(echo >/dev/tcp/127.0.0.1/{port}) 2>/dev/null", f"port {port} takes connections")


def starts(node: Node, flag: str, name: str = "kube-controller-manager") -> list[str]:
    """The value of a flag with which a pod was started, each time; those that are started again by themselves once."""
    lines = [line.split() for line in node.read(STARTS).splitlines()]
    prefix = f"--{flag}="
    values = [
        next((word.removeprefix(prefix) for word in words if word.startswith(prefix)), "")
        for pod, *words in lines
        if pod == name
    ]
    return [value for place, value in enumerate(values) if values[place - 1 : place] != [value]]


# MARK: etcd

NAMES = ("a", "b", "c")


def metrics_port(place: int) -> int:
    return 2381 if place == 0 else 23820 + place


def etcd_flags(place: int, count: int) -> list[str]:
    cluster = ",".join(f"{name}=http://127.0.0.1:2380{one}" for one, name in enumerate(NAMES[:count]))
    return [
        f"--name={NAMES[place]}",
        f"--data-dir=/var/lib/etcd/{NAMES[place]}",
        f"--initial-cluster={cluster}",
        f"--initial-advertise-peer-urls=http://127.0.0.1:2380{place}",
        f"--listen-peer-urls=http://127.0.0.1:2380{place}",
        f"--listen-client-urls=http://127.0.0.1:2379{place}",
        f"--advertise-client-urls=http://127.0.0.1:2379{place}",
        f"--listen-metrics-urls=http://127.0.0.1:{metrics_port(place)}",
    ]


def etcd_manifest(count: int) -> str:
    items = "".join(f"    - {word}\n" for word in ["etcd", *etcd_flags(0, count), "--snapshot-count=5000"])
    return f"""apiVersion: v1
kind: Pod
metadata:
  name: etcd
  namespace: kube-system
spec:
  containers:
  - command:
{items}    image: registry.k8s.io/etcd:3.4.23-0
    livenessProbe:
      httpGet:
        host: 127.0.0.1
        path: /health
        port: 2381
        scheme: HTTP
    name: etcd
  hostNetwork: true
status: {{}}
"""


def start_etcd(node: Node, count: int) -> None:
    """The first of so many members as a static pod, the others beside it as processes of their own."""
    node.run("systemctl stop etcd; systemctl mask etcd; mkdir -p /var/lib/etcd", check=False)
    for place in range(1, count):
        start_member(node, place, count)
    if count > 2:
        node.wait_until(f"perl -e '{health(metrics_port(1))}'", "the others have a majority")
    node.write(ETCD, etcd_manifest(count))
    wait_for(node, 2381)
    node.wait_until(f"perl -e '{HEALTH}'", "etcd is well")


def start_member(node: Node, place: int, count: int) -> None:
    """A member that is no pod."""
    words = " ".join(etcd_flags(place, count))
    node.run(f"systemd-run --quiet --collect --unit=member-{NAMES[place]} /usr/bin/etcd {words}")


def leads(node: Node, place: int) -> bool:
    """Whether a member says that it leads."""
    script = question(metrics_port(place), "/metrics", "^etcd_server_is_leader 1")
    return node.run(f"perl -e '{script}'", check=False).status == 0


def question(port: int, path: str, answer: str) -> str:
    """A program that ends well if the answer to a GET has such a line in it."""
    return (
        f'use IO::Socket::INET; $s = IO::Socket::INET->new("127.0.0.1:{port}") or exit 1; '
        f'print $s "GET {path} HTTP/1.0\\r\\n\\r\\n"; local $/; exit(<$s> =~ m{{{answer}}}m ? 0 : 1)'
    )


def health(port: int) -> str:
    """A program that ends well if a member says that it is well, with a majority."""
    return question(port, "/health", "\"true\"")


#: Whether the first member is well.
HEALTH = health(2381)
