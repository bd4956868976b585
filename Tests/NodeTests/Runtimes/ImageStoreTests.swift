import Node
import Testing
import Tuning

@Suite("Where images are")
struct ImageStoreTests {
    private func store(mounts: String, _ prepare: (ScratchNode) throws -> Void = { _ in }) throws -> ImageStore {
        let node = try ScratchNode([
            "lib/systemd/system/docker.service": "[Service]\nExecStart=/usr/bin/dockerd\n",
            "proc/1/mountinfo": mounts, "var/lib/.keep": "", "srv/images/.keep": "",
        ])
        try node.writeDisk("sda", at: "pci0000:00/0000:00:1f.2/ata1/host0", ["dev": "8:0", "queue/rotational": "1"])
        try node.writeDisk(
            "nvme0n1",
            at: "pci0000:00/0000:00:02.0/nvme/nvme0",
            ["dev": "259:0", "queue/rotational": "0"]
        )
        try prepare(node)
        let runtime = try #require(Facts(reading: node.node.root, cluster: Cluster()).containerRuntime)
        return try #require(runtime.imageStore)
    }

    private let mounts = """
        20 1 8:0 / / rw - ext4 /dev/sda rw
        21 20 259:0 / /srv/images rw - xfs /dev/nvme0n1 rw
        22 20 0:40 / /mnt rw - tmpfs tmpfs rw
        """

    @Test("is found through mounts and devices")
    func found() throws {
        let plain = try store(mounts: mounts) { try $0.makeDirectory("var/lib/docker") }
        #expect(plain.path == "/var/lib/docker" && plain.disks == ["sda"] && plain.medium == .rotational)
    }

    @Test("is followed through a link to another disk")
    func linked() throws {
        let store = try store(mounts: mounts) { node in
            try node.makeDirectory("srv/images/docker")
            try node.link("var/lib/docker", to: "../../srv/images/./docker")
        }
        #expect(store.path == "/srv/images/docker" && store.filesystem == "xfs")
        #expect(store.disks == ["nvme0n1"] && store.medium == .solidState)
    }

    @Test(
        "of a Docker with containerd's store is in the containerd that dockerd was told of, or starts for itself",
        arguments: [
            ("", "", "var/lib/docker/containerd/daemon"), (" --data-root=/srv/d", "", "srv/d/containerd/daemon"),
            (" --containerd=/run/containerd/containerd.sock", "", "var/lib/containerd"),
            (
                " --containerd=/run/containerd/containerd.sock", ", \"embedded-containerd\": true",
                "var/lib/docker/containerd/daemon"
            ),
        ]
    )
    func containerdStore(flags: String, feature: String, path: String) throws {
        let store = try store(mounts: mounts) { node in
            let containerd = "[Service]\nExecStart=/usr/bin/containerd\n"
            let docker = "[Service]\nExecStart=/usr/bin/dockerd\(flags)\n"
            try node.write("lib/systemd/system/containerd.service", containerd)
            try node.write("lib/systemd/system/docker.service", docker)
            try node.write("etc/docker/daemon.json", "{\"features\": {\"containerd-snapshotter\": true\(feature)}}")
            try node.write(
                "lib/systemd/system/kubelet.service",
                "[Service]\nExecStart=/usr/bin/kubelet --container-runtime-endpoint=unix:///run/cri-dockerd.sock\n"
            )
            for path in ["var/lib/docker/containerd/daemon", "srv/d/containerd/daemon", "var/lib/containerd"] {
                try node.makeDirectory(path)
            }
        }
        #expect(store.runtime == .docker && store.path == "/\(path)")
    }

    @Test("is not known below a filesystem that has no disk")
    func unknown() throws {
        let store = try store(mounts: mounts + "\n23 20 0:41 / /var/lib/docker rw - zfs tank/docker rw\n") {
            try $0.makeDirectory("var/lib/docker")
        }
        #expect(store.medium == .unknown)
        #expect(store.mediumReason == "the disks below a filesystem of kind zfs are not told")
    }
}
