#!/bin/sh
# capture.sh DIR [PID...]: copies what nodekeel reads of this machine, and of the given processes, into DIR.
# Read the result before it is committed: a command line may hold what is nobody's business.
set -eu
out=$1
shift
mkdir -p "$out"

# Attributes tell a size of 4096 or 0 and are shorter or longer, so they are read rather than archived.
copy() {
    for path in "$@"; do
        [ -r "$path" ] && [ -f "$path" ] || continue
        mkdir -p "$out$(dirname "$path")"
        cat "$path" > "$out$path" 2>/dev/null || rm -f "$out$path"
    done
}
link() {
    for path in "$@"; do
        # A kernel thread has a link that leads nowhere.
        target=$(readlink "$path") || continue
        mkdir -p "$out$(dirname "$path")"
        ln -sfn "$target" "$out$path"
    done
}

copy /proc/cpuinfo /proc/meminfo /proc/vmstat /proc/version /proc/cmdline /proc/modules /proc/1/mountinfo
copy /proc/sys/kernel/osrelease /proc/sys/net/core/netdev_max_backlog /proc/sys/net/core/somaxconn
copy /proc/sys/net/nf_conntrack_max /proc/net/stat/nf_conntrack
for name in max buckets count; do copy "/proc/sys/net/netfilter/nf_conntrack_$name"; done
link /proc/1/ns/pid
for pid in 1 2 "$@"; do
    copy "/proc/$pid/cmdline" "/proc/$pid/comm" "/proc/$pid/stat" "/proc/$pid/cgroup"
    link "/proc/$pid/exe"
done

cpu=/sys/devices/system/cpu
copy $cpu/online $cpu/possible $cpu/present $cpu/isolated $cpu/cpu*/online
for node in /sys/devices/system/node/node*; do copy "$node/cpulist" "$node/meminfo"; done
copy /sys/devices/system/clocksource/clocksource0/available_clocksource /sys/hypervisor/type
for name in product_name product_version sys_vendor board_vendor bios_vendor; do copy "/sys/class/dmi/id/$name"; done
copy /sys/module/nf_conntrack/initstate /sys/module/nf_conntrack/parameters/hashsize
copy /sys/fs/cgroup/cgroup.controllers /sys/fs/cgroup/unified/cgroup.controllers

for device in /sys/class/block/*; do
    case $(basename "$device") in ram*) continue ;; esac
    [ "$(cat "$device/size")" = 0 ] && continue
    link "$device"
    real=$(readlink -f "$device")
    copy "$real/dev" "$real/size" "$real/partition" "$real/hidden" "$real/queue/rotational" "$real/queue/scheduler"
    copy "$real"/dm/name "$real"/dm/uuid "$real/md/level" "$real/loop/backing_file"
    link "$real/device" "$real"/slaves/*
    below=$(readlink -f "$real/device" || true)
    copy "$below/model" "$below/vendor"
done
for host in /sys/class/scsi_host/*; do
    link "$host"
    copy "$(readlink -f "$host")/proc_name"
done

copy /etc/modprobe.d/*.conf /run/modprobe.d/*.conf /usr/lib/modprobe.d/*.conf
copy /etc/os-release /etc/sysctl.conf /etc/sysctl.d/*.conf /run/sysctl.d/*.conf /usr/lib/sysctl.d/*.conf
link /etc/os-release /etc/sysctl.d/*.conf /run/sysctl.d/*.conf /usr/lib/sysctl.d/*.conf
release=$(uname -r)
copy "/lib/modules/$release/modules.builtin"
# Of 400 kB of dependencies one subsystem is enough.
if [ -r "/lib/modules/$release/modules.dep" ]; then
    mkdir -p "$out/lib/modules/$release"
    grep '^kernel/net/netfilter/nf_' "/lib/modules/$release/modules.dep" > "$out/lib/modules/$release/modules.dep"
fi
