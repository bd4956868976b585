"""The Debian 12 node that both lanes boot: a directory tree for containers, a disk with kernel for virtual machines.

It is made once by mmdebstrap from the mirrors that this machine's own apt uses, and kept under a name that is the hash
of this file: another recipe is another image.
"""

from __future__ import annotations

import contextlib
import dataclasses
import fcntl
import hashlib
import os
import pathlib
import shutil
import subprocess
import time

RELEASE = "bookworm"

#: What is in every node: systemd with what a Kubernetes node has of it, our dependencies, what tests look with. (And a
#: kernel, whose package has the architecture in its name.)
PACKAGES = (
    "systemd-sysv",
    "dbus",
    "udev",
    "kmod",
    "procps",
    "iproute2",
    "nftables",
    "conntrack",
    "strace",
    "e2fsprogs",
    "libyaml-0-2",
    "qemu-guest-agent",
    "initramfs-tools",
    "zstd",
)

#: What is there on top of that to measure other tools beside ours; a separate image, since they would tune the node.
BENCHMARK_PACKAGES = ("tuned", "valgrind", "python3-minimal")

#: Timers that would start work in the middle of a test.
MASKED = (
    "apt-daily.timer",
    "apt-daily-upgrade.timer",
    "dpkg-db-backup.timer",
    "e2scrub_all.timer",
    "e2scrub_reap.service",
    "fstrim.timer",
    "systemd-timesyncd.service",
    "systemd-networkd-wait-online.service",
)

#: An initial RAM disk with just what finds the disk: emulated, the usual one takes longer to unpack than all the rest.
INITRAMFS = "MODULES=list\nCOMPRESS=zstd\nRESUME=none\n"
INITRAMFS_MODULES = "virtio_pci\nvirtio_blk\next4\n"

#: The disk is sparse; what a test writes goes to an overlay that is thrown away.
DISK_BYTE_COUNT = 4 << 30

#: Images that nobody booted for so long are of a recipe that is gone.
UNUSED_SECONDS = 14 * 24 * 3600


@dataclasses.dataclass(frozen=True)
class Image:
    """A node ready to boot. Nothing in it is ever written."""

    root: pathlib.Path
    kernel: pathlib.Path
    initrd: pathlib.Path
    disk: pathlib.Path


def cache() -> pathlib.Path:
    """Where images are kept."""
    return pathlib.Path(os.environ.get("NODEKEEL_NODE_CACHE", "/var/cache/nodekeel-test"))


def architecture() -> str:
    """Debian's name of this machine's architecture."""
    return subprocess.run(
        ["dpkg", "--print-architecture"], check=True, capture_output=True, text=True
    ).stdout.strip()


def image(extra: tuple[str, ...] = ()) -> Image:
    """The image with `extra` packages, made now if it is not there; a minute or two, then kept."""
    recipe = pathlib.Path(__file__).read_bytes() + repr((extra, architecture())).encode()
    home = cache() / hashlib.sha256(recipe).hexdigest()[:16]
    cache().mkdir(parents=True, exist_ok=True)
    with open(cache() / "lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not home.exists():
            _forget_unused()
            _make(home, extra)
        os.utime(home)
    return Image(home / "root", home / "vmlinuz", home / "initrd", home / "disk")


def _forget_unused() -> None:
    for home in cache().iterdir():
        if home.is_dir() and time.time() - home.stat().st_mtime > UNUSED_SECONDS:
            shutil.rmtree(home)


def _make(home: pathlib.Path, extra: tuple[str, ...]) -> None:
    print(f"Making a Debian 12 node in {home} (once; a minute or two) ...", flush=True)
    began = time.monotonic()
    making = home.with_suffix(".making")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir()
    try:
        _bootstrap(making / "root", PACKAGES + (f"linux-image-cloud-{architecture()}",) + extra, making / "log")
        _settle(making / "root")
        _make_disk(making)
        making.rename(home)
    except BaseException:
        with contextlib.suppress(OSError):
            print((making / "log").read_text(encoding="utf-8", errors="replace")[-4000:])
        shutil.rmtree(making, ignore_errors=True)
        raise
    print(f"Made in {time.monotonic() - began:.0f} s.", flush=True)


def _bootstrap(root: pathlib.Path, packages: tuple[str, ...], log: pathlib.Path) -> None:
    sources = _sources()
    initramfs = f'printf %s "{INITRAMFS}" >"$1/etc/initramfs-tools/conf.d/node"'
    command = [
        "mmdebstrap", "--mode=root", "--variant=apt", f"--include={','.join(packages)}",
        '--aptopt=APT::Install-Recommends "false"',
        *(f"--aptopt={option}" for option in _transport()),
        *(f"--dpkgopt=path-exclude=/usr/share/{directory}/*" for directory in ("man", "doc", "locale")),
        # Our own package is to be installed whole, so the exclusions end with the bootstrap.
        '--customize-hook=rm -f "$1/etc/dpkg/dpkg.cfg.d/99mmdebstrap"',
        f"--customize-hook={initramfs}",
        f'--customize-hook=printf %s "{INITRAMFS_MODULES}" >"$1/etc/initramfs-tools/modules"',
        '--customize-hook=chroot "$1" update-initramfs -u -k all',
        RELEASE, str(root), "-",
    ]  # fmt: skip
    environment = dict(os.environ, TMPDIR=str(root.parent))
    with open(log, "w", encoding="utf-8") as output:
        subprocess.run(
            command, input=sources, text=True, stdout=output, stderr=subprocess.STDOUT, check=True,
            timeout=1200, env=environment,
        )  # fmt: skip


def _sources() -> str:
    """This machine's own sources of Debian 12, as apt understood them."""
    query = [
        "apt-get", "indextargets", "--format", "$(REPO_URI) $(RELEASE) $(COMPONENT) $(CODENAME) $(SIGNED_BY)",
        "Created-By: Packages", "Origin: Debian",
    ]  # fmt: skip
    found: dict[str, None] = {}
    for attempt in range(2):
        if attempt:
            subprocess.run(["apt-get", "update", "--quiet=2"], check=True, timeout=600)
        for line in subprocess.run(query, check=True, capture_output=True, text=True).stdout.splitlines():
            address, suite, component, codename, signed_by = (line.split(" ") + [""])[:5]
            if codename.split("-")[0] != RELEASE:
                continue
            key = signed_by if signed_by.startswith("/") else "/usr/share/keyrings/debian-archive-keyring.gpg"
            found[f"deb [signed-by={key}] {address} {suite} {component}"] = None
        if found:
            return "\n".join(found) + "\n"
    raise RuntimeError(f"this machine's apt has no source of Debian {RELEASE} (see /etc/apt/sources.list.d)")


def _transport() -> list[str]:
    """How this machine's apt reaches its mirrors: proxies, certificates, clocks that may be wrong."""
    dump = subprocess.run(["apt-config", "dump"], check=True, capture_output=True, text=True).stdout
    wanted = ("Acquire::http", "Acquire::https", "Acquire::Check-", "Acquire::Retries")
    return [
        line.rstrip(";")
        for line in dump.splitlines()
        if line.startswith(wanted) and not line.endswith(' "";')
    ]


def _settle(root: pathlib.Path) -> None:
    """Takes out of the tree what would make two boots differ."""
    for unit in MASKED:
        (root / "etc/systemd/system" / unit).symlink_to("/dev/null")
    (root / "etc/machine-id").write_text("", encoding="utf-8")
    (root / "etc/fstab").write_text("", encoding="utf-8")
    (root / "etc/hostname").write_text("node\n", encoding="utf-8")
    (root / "etc/hosts").write_text("127.0.0.1 localhost node\n", encoding="utf-8")


def _make_disk(home: pathlib.Path) -> None:
    boot = home / "root/boot"
    [kernel] = boot.glob("vmlinuz-*")
    [initrd] = boot.glob("initrd.img-*")
    shutil.copyfile(kernel, home / "vmlinuz")
    shutil.copyfile(initrd, home / "initrd")
    with open(home / "disk", "wb") as disk:
        disk.truncate(DISK_BYTE_COUNT)
    subprocess.run(
        ["mke2fs", "-q", "-t", "ext4", "-O", "^has_journal", "-L", "node", "-d", home / "root", home / "disk"],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
