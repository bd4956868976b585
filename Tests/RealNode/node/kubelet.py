"""Stand-ins for a kubelet and for a FleetLock server, in the Perl that every Debian has.

The kubelet reads the same files as a real one, as far as a field in a line of its own goes, refuses what a real one
refuses, and tells on its port whether it is well. It is a copy of perl under the kubelet's name, since that is what a
kubelet is known by.
"""

from __future__ import annotations

from .machine import Node

DIRECTORY = "/etc/kubernetes/kubelet.conf.d"
FRAGMENT = f"{DIRECTORY}/90-nodekeel.conf"
MAIN = "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nserializeImagePulls: true\nmaxPods: 110\n"

#: A line for each start: the value of maxPods with which it was made.
STARTS = "/run/kubelet-starts"
#: While it holds the value of maxPods that a kubelet starts with, that kubelet ends at once.
REFUSED = "/run/kubelet-refused"
#: While it holds the value of maxPods that a kubelet started with, that kubelet says that it is ill.
ILL = "/run/kubelet-ill"

#: While it holds the value of maxPods that a kubelet started with, that kubelet does not reach the API server.
CUT_OFF = "/run/kubelet-cut-off"
#: What the kubelet takes for its API server: whoever listens there.
SERVER = "127.0.0.1:6443"
KUBECONFIG = f"""apiVersion: v1
kind: Config
current-context: here
contexts: [{{name: here, context: {{cluster: a}}}}]
clusters: [{{name: a, cluster: {{server: "https://{SERVER}"}}}}]
"""
LISTENER = 'use IO::Socket::INET; $s = IO::Socket::INET->new(LocalAddr => "%s", Listen => 8, ReuseAddr => 1); push @c, $s->accept while 1'

KUBELET = r"""
use strict; use IO::Socket::INET;
my %flag = map { /^--([^=]+)=(.*)$/s ? ($1, $2) : () } @ARGV;
# What stands in its command line is what a real one would have there. (The kernel takes one that does not end with NUL
# for a title, and ends it at the first.)
$0 = join("\0", "/usr/bin/kubelet", @ARGV) . "\0" x 500;
sub content { open(my $f, "<", $_[0]) or return ""; local $/; my $text = <$f>; $text =~ s/\s+$// if defined $text; return $text // "" }
my %value = (healthzPort => 10248, serializeImagePulls => "true", maxParallelImagePulls => 1);
for my $file ($flag{config}, sort glob("$flag{'config-dir'}/*.conf")) {
    my $text = content($file) or die "$file is empty";
    while ($text =~ /^(\w+): "?([^"\n]*)"?$/mg) { $value{$1} = $2 }
}
open(my $log, ">>", "/run/kubelet-starts"); print $log "$value{maxPods}\n"; close $log;
die "invalid configuration: MaxParallelImagePulls cannot be larger than 1 unless SerializeImagePulls is false"
    if $value{maxParallelImagePulls} > 1 and $value{serializeImagePulls} eq "true";
die "invalid configuration: maxPods $value{maxPods}" if content("/run/kubelet-refused") eq $value{maxPods};
my $server = IO::Socket::INET->new(LocalAddr => "127.0.0.1", LocalPort => $value{healthzPort}, Listen => 8, ReuseAddr => 1)
    or die "cannot listen on $value{healthzPort}";
my $api = IO::Socket::INET->new(PeerAddr => "127.0.0.1:6443") if content("/run/kubelet-cut-off") ne $value{maxPods};
while (my $peer = $server->accept) {
    <$peer>;
    my $answer = content("/run/kubelet-ill") eq $value{maxPods} ? "500 Internal Server Error" : "200 OK";
    print $peer "HTTP/1.0 $answer\r\nContent-Length: 2\r\n\r\nok"; close $peer;
}
"""

UNIT = f"""[Unit]
StartLimitIntervalSec=10
StartLimitBurst=3

[Service]
ExecStart=/usr/bin/kubelet /usr/local/lib/stand-in-kubelet.pl --kubeconfig=/etc/kubernetes/kubelet.conf \\
    --config=/etc/kubernetes/kubelet.yaml --config-dir={DIRECTORY}
Restart=always
RestartSec=1
"""

#: Who holds the slot, and what was asked: `pre-reboot ID GROUP 200`.
HOLDER = "/run/fleetlock-holder"
ASKED = "/run/fleetlock-asked"
PORT = 8099

FLEETLOCK = r"""
use strict; use IO::Socket::INET;
sub content { open(my $f, "<", $_[0]) or return ""; my $line = <$f>; return $line // "" }
sub put { my ($file, $text) = @_; open(my $f, ">", $file); print $f $text; close $f }
my $server = IO::Socket::INET->new(LocalAddr => "127.0.0.1", LocalPort => 8099, Listen => 8, ReuseAddr => 1) or die $!;
while (my $peer = $server->accept) {
    my ($size, $isFleetLock, $first) = (0, 0, scalar <$peer>);
    while (my $line = <$peer>) {
        last if $line =~ /^\r?\n$/;
        $size = $1 if $line =~ /^Content-Length: (\d+)/i;
        $isFleetLock = 1 if $line =~ /^fleet-lock-protocol: true/i;
    }
    read $peer, my $body, $size;
    # Somebody only looked whether it listens.
    my ($what) = $first =~ m{^POST /v1/(\S+) } or next;
    my ($id, $group) = $body =~ /^\{"client_params":\{"id":"([0-9a-f]{32})","group":"([^"]+)"\}\}$/;
    my $holder = content("/run/fleetlock-holder");
    my ($status, $answer) = (200, "");
    if (!$isFleetLock or !defined $id) { ($status, $answer) = (400, '{"kind":"bad","value":"bad request"}') }
    elsif ($what eq "pre-reboot" and $holder ne "" and $holder ne $id) {
        ($status, $answer) = (409, "{\"kind\":\"failed_lock\",\"value\":\"slot held by $holder\"}");
    }
    elsif ($what eq "pre-reboot") { put("/run/fleetlock-holder", $id) }
    elsif ($holder eq $id) { put("/run/fleetlock-holder", "") }
    open(my $log, ">>", "/run/fleetlock-asked"); print $log "$what $id $group $status\n"; close $log;
    print $peer "HTTP/1.1 $status x\r\nContent-Length: ", length $answer, "\r\nConnection: close\r\n\r\n$answer"; close $peer;
}
"""


def start_kubelet(node: Node) -> None:
    """A kubelet that runs with its own file and an empty directory of drop-ins."""
    node.run(f"mkdir -p {DIRECTORY} /etc/nodekeel && cp /usr/bin/perl /usr/bin/kubelet")
    node.write("/usr/local/lib/stand-in-kubelet.pl", KUBELET)
    node.write("/etc/kubernetes/kubelet.yaml", MAIN)
    node.write("/etc/systemd/system/kubelet.service", UNIT)
    node.run("systemctl daemon-reload && systemctl start kubelet")
    node.wait_until(f"test -s {STARTS}", "the kubelet has started")


def starts(node: Node) -> list[str]:
    """With which maxPods the kubelet was started, each time."""
    return node.read(STARTS).split()


def start_server(node: Node) -> None:
    """Something that takes the kubelet's connection as its API server would, from the kubelet's next start on."""
    node.write("/etc/kubernetes/kubelet.conf", KUBECONFIG)
    node.run(f"systemd-run --quiet --unit=api-server perl -e '{LISTENER % SERVER}'")
    node.wait_until(f"(echo >/dev/tcp/{SERVER.replace(':', '/')}) 2>/dev/null", "the API server listens")


def start_fleetlock(node: Node) -> None:
    """A FleetLock server with one slot, which nobody holds."""
    node.write("/usr/local/lib/stand-in-fleetlock.pl", FLEETLOCK)
    node.run("systemd-run --quiet --unit=fleetlock perl /usr/local/lib/stand-in-fleetlock.pl")
    node.wait_until(f"(echo >/dev/tcp/127.0.0.1/{PORT}) 2>/dev/null", "FleetLock listens")


def asked(node: Node) -> list[tuple[str, ...]]:
    """What FleetLock was asked: the question, the group, the status of its answer."""
    lines = node.run(f"cat {ASKED} 2>/dev/null", check=False).stdout.splitlines()
    return [(what, group, status) for what, _, group, status in map(str.split, lines)]
