import Node
import Testing
import Tuning

@Suite("Docker on a node")
struct DockerReadingTests {
    private func docker(_ files: [String: String], command: String = "/usr/bin/dockerd -H fd://") throws -> DockerFacts
    {
        let preset = ["lib/systemd/system/docker.service": "[Service]\nExecStart=\(command)\n"]
        let node = try ScratchNode(preset.merging(files) { $1 })
        return try #require(Facts(reading: node.node.root, cluster: Cluster()).containerRuntime?.docker)
    }

    @Test("is read from unit, flags and file where it does not run")
    func unit() throws {
        let docker = try docker(
            [
                "etc/docker/daemon.json": "{\"live-restore\": true, \"max-concurrent-downloads\": 4}",
                "etc/default/docker": "DOCKER_OPTS=\"--data-root=/srv/docker\"\n",
                "srv/docker/image/vfs/repositories.json": "{}", "srv/docker/image/overlay2/.keep": "",
                "var/lib/dpkg/status": "Package: docker.io\nStatus: i ok installed\nVersion: 20.10.24+dfsg1-1+b3\n\n",
            ],
            command: "/usr/sbin/dockerd -H fd:// $DOCKER_OPTS\nEnvironmentFile=-/etc/default/docker"
        )
        #expect(docker.unit == "docker.service" && docker.pid == nil)
        #expect(docker.version == "20.10.24+dfsg1")
        #expect(
            docker.dataRoot == "/srv/docker" && docker.dataRootOrigin == "flag --data-root in /etc/default/docker:1"
        )
        #expect(docker.isLiveRestoring && docker.refusal == nil)
        #expect(docker.keys["max-concurrent-downloads"] == "4")
        #expect(docker.storageDriver == "vfs" && docker.storageDriverOrigin == "/srv/docker/image/vfs")
        #expect(docker.live("max-concurrent-downloads") == .stopped)
    }

    @Test(
        "would not start with a file that it refuses, and it is said why",
        arguments: [
            ("{\"max-concurrent-download\": 10}", "'max-concurrent-download' in line 1, column 2 is no option"),
            ("{\n  \"hosts\": [\"fd://\"]\n}", "'hosts' in line 2, column 3 is also given by --host in /lib/systemd"),
            ("{\"max-concurrent-downloads\": \"10\"}", "where a whole number is wanted"),
            ("{\"max-concurrent-downloads\": -1}", "where a whole number is wanted"),
            ("{\"debug\": 1}", "where true or false is wanted"),
            ("{\"dns\": \"8.8.8.8\"}", "where a list of texts is wanted"),
            ("{\"log-opts\": {\"max-file\": 3}}", "where an object of texts, numbers in quotes too, is wanted"),
            ("{\"dns\": [1]}", "where a list of texts is wanted"),
            ("{\"features\": {\"buildkit\": \"true\"}}", "where an object of true and false is wanted"),
            ("{\"Debug\": true}", "'Debug' in line 1, column 2 is no option that it knows, perhaps 'debug'"),
            ("{\"x\": {\"debug\": true, \"what\": 1}}", "'what' in line 1, column 2 is no option"),
        ]
    )
    func refused(file: String, reason: String) throws {
        let docker = try docker(["etc/docker/daemon.json": file])
        #expect(docker.refusal?.contains(reason) == true, "\(docker.refusal ?? "none")")
    }

    @Test(
        "takes whatever dockerd takes",
        arguments: [
            "", " \n", "{}", "{\"log-opts\": {\"max-size\": \"1m\"}, \"features\": {\"any\": true}, \"builder\": {}}",
            "{\"x\": {\"debug\": true}}", "{\"runtimes\": {\"nvidia\": {\"path\": \"n\"}}, \"debug\": null}",
            "{\"proxies\": {\"http-proxy\": \"http://p\"}, \"default-shm-size\": \"64M\", \"host\": 1}",
        ]
    )
    func accepted(file: String) throws {
        #expect(try docker(["etc/docker/daemon.json": file]).refusal == nil)
    }

    @Test("without a file that a flag names would not start; without the usual one it does")
    func missing() throws {
        let command = "/usr/bin/dockerd --config-file /etc/other.json"
        let other = try docker([:], command: command)
        #expect(other.refusal == "--config-file names '/etc/other.json', which is not there")
        #expect(try docker([:]).refusal == nil && !docker([:]).hasConfigFile)
        #expect(try docker(["etc/docker/daemon.json": "{\"a\": "]).unreadable?.contains("line 1") == true)
    }

    @Test("that has its images in containerd's store lays them over each other by overlayfs")
    func containerdStore() throws {
        let file = "{\"features\": {\"containerd-snapshotter\": true}}"
        let docker = try docker(["etc/docker/daemon.json": file, "var/lib/docker/image/overlay2/.keep": ""])
        #expect(docker.isContainerdStore == true && docker.storageDriver == "overlayfs")
    }

    @Test("before 24 has no such store, whatever its file says")
    func storeOfOlder() throws {
        func store(_ version: String) throws -> Bool? {
            let status = "Package: docker-ce\nStatus: i ok installed\nVersion: 5:\(version)-1\n\n"
            let file = "{\"features\": {\"containerd-snapshotter\": true}}"
            return try docker(["etc/docker/daemon.json": file, "var/lib/dpkg/status": status]).isContainerdStore
        }
        #expect(try store("23.0.6") == nil && store("24.0.9") == true)
    }

    @Test(
        "knows the options of its release, and none that may be new in a later one",
        arguments: [
            ("29.1.3", "{\"min-api-version\": \"1.24\"}", nil),
            ("28.5.2", "{\"min-api-version\": \"1.24\"}", "'min-api-version' in line 1, column 2 is no option"),
            ("29.7.2", "{\"quite-other-thing\": 1}", "'quite-other-thing' in line 1, column 2 is no option"),
            ("29.8.0", "{\"quite-other-thing\": 1}", nil), ("30.0.0", "{\"quite-other-thing\": 1}", nil),
            ("30.0.0", "{\"max-concurrent-download\": 1}", "perhaps 'max-concurrent-downloads' is meant"),
        ] as [(String, String, String?)]
    )
    func releases(version: String, file: String, reason: String?) throws {
        let status = "Package: docker-ce\nStatus: i ok installed\nVersion: 5:\(version)-1\n\n"
        let docker = try docker(["etc/docker/daemon.json": file, "var/lib/dpkg/status": status])
        #expect(reason.map { docker.refusal?.contains($0) ?? false } ?? (docker.refusal == nil))
    }

    @Test("shows no secret of a proxy in its facts")
    func secrets() throws {
        let docker = try docker(
            [
                "etc/docker/daemon.json":
                    "{\"https-proxy\": \"http://me:secret@p\", \"log-opts\": {\"splunk-token\": \"secret\"}}"
            ],
            command: "/usr/bin/dockerd --http-proxy=http://me:secret@p"
        )
        #expect(!"\(docker)".contains("secret"))
    }

    @Test(
        "is the kubelet's runtime where its socket says so",
        arguments: [
            ("unix:///run/containerd/containerd.sock", ContainerRuntime.Kind.containerd),
            ("unix:///var/run/cri-dockerd.sock", .docker), ("/run/crio/crio.sock", .criO),
            ("unix:///run/odd.sock", nil),
        ]
    )
    func endpoint(socket: String, kind: ContainerRuntime.Kind?) throws {
        let node = try ScratchNode([
            "lib/systemd/system/docker.service": "[Service]\nExecStart=/usr/bin/dockerd\n",
            "lib/systemd/system/kubelet.service":
                "[Service]\nExecStart=/usr/bin/kubelet --container-runtime-endpoint=\(socket)\n",
            "var/lib/dpkg/status": "Package: kubelet\nStatus: hold ok installed\nVersion: 1.34.2-1.1\n\n",
        ])
        let runtime = try #require(Facts(reading: node.node.root, cluster: Cluster()).containerRuntime)
        #expect(runtime.endpoint == socket && runtime.inUse == kind)
        #expect((runtime.reasonOfIdleness(of: .docker) != nil) == (kind != nil && kind != .docker))
    }
}
