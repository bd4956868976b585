import Catalogue
import Testing
import Tuning

/// The settings about container runtimes, but for those of Docker's file.
@Suite("What is asked of the container runtimes")
struct RuntimeTests {
    private func advice(_ id: Setting.ID, _ runtime: ContainerRuntimeFacts) throws -> Advice {
        var facts = Facts()
        facts.containerRuntime = runtime
        let setting = try #require(catalogue.first { $0.id == id })
        return setting.advice(facts, Parameters([:]))
    }

    private func accepts(_ advice: Advice, _ answer: Observation) -> Bool? {
        guard case .set(let targets, _, _) = advice, let value = answer.value else { return nil }
        return targets[0].bound.accepts(targets[0].meaning(of: value))
    }

    private func cautions(_ advice: Advice) -> [String] {
        guard case .set(_, _, let cautions) = advice else { return [] }
        return cautions.map { "\($0.danger) | \($0.remedy)" }
    }

    private func docker(_ driver: String?, _ change: (inout DockerFacts) -> Void = { _ in }) -> ContainerRuntimeFacts {
        var runtime = ContainerRuntimeFacts()
        var docker = DockerFacts()
        docker.storageDriver = driver
        change(&docker)
        runtime.docker = docker
        return runtime
    }

    @Test("docker-storage-driver takes overlay2, and overlayfs only in containerd's store")
    func drivers() throws {
        func isGood(_ runtime: ContainerRuntimeFacts) throws -> Bool? {
            accepts(try advice("docker-storage-driver", runtime), runtime.answer(to: .dockerStorageDriver))
        }
        #expect(try isGood(docker("overlay2")) == true)
        #expect(try isGood(docker("overlayfs") { $0.isContainerdStore = true }) == true)
        #expect(try isGood(docker("native") { $0.isContainerdStore = true }) == false)
        #expect(try isGood(docker("vfs")) == false && isGood(docker(nil)) == nil)
        let vfs = docker("vfs") { $0.backingFilesystem = "overlay" }
        let caution = try #require(cautions(try advice("docker-storage-driver", vfs)).first)
        #expect(caution.contains("first put /var/lib/docker on ext4 or xfs") && caution.contains("docker save"))
        let xfs = docker("overlay2") { $0.hasEntryTypes = false }
        #expect(try cautions(advice("docker-storage-driver", xfs)).first?.contains("ftype=1") == true)
    }

    private func containerd(_ version: String?, _ values: [String: String]) -> ContainerRuntimeFacts {
        var runtime = ContainerRuntimeFacts()
        var containerd = ContainerdFacts()
        containerd.version = version
        for (key, text) in values { containerd.values[key] = .init(key: key, text: text, place: "/c.toml:7") }
        runtime.containerd = containerd
        runtime.endpoint = "unix:///run/containerd/containerd.sock"
        runtime.inUse = .containerd
        return runtime
    }

    @Test("containerd-image-downloads names the key that counts, and the one that turns the transfer service off")
    func downloads() throws {
        let id: Setting.ID = "containerd-image-downloads"
        let old = containerd("1.6.20", [:])
        #expect(try accepts(advice(id, old), old.answer(to: .containerdDownloads)) == false)
        let unlimited = containerd("1.6.20", ["\(ContainerdFacts.criPlugin).max_concurrent_downloads": "0"])
        #expect(try accepts(advice(id, unlimited), unlimited.answer(to: .containerdDownloads)) == true)
        let trap = containerd("2.1.4", ["\(ContainerdFacts.imagesPlugin).max_concurrent_downloads": "20"])
        #expect(try accepts(advice(id, trap), trap.answer(to: .containerdDownloads)) == true)
        #expect(try cautions(advice(id, trap))[0].contains("in /c.toml:7 turns the transfer service off"))
        let new = containerd("2.3.0", ["\(ContainerdFacts.transferPlugin).max_concurrent_downloads": "16"])
        #expect(try accepts(advice(id, new), new.answer(to: .containerdDownloads)) == true)
        #expect(try cautions(advice(id, new)) == [])
        guard case .unreadable = containerd(nil, [:]).answer(to: .containerdDownloads) else {
            Issue.record("a limit is told without a version")
            return
        }
        guard case .leaveAlone = try advice(id, docker("overlay2") { _ in }) else {
            Issue.record("something is asked of a containerd that is not there")
            return
        }
    }

    @Test("containerd-pull-progress takes five minutes and more, and for ever")
    func progress() throws {
        let id: Setting.ID = "containerd-pull-progress"
        let key = "\(ContainerdFacts.criPlugin).image_pull_progress_timeout"
        for (text, isGood) in [("5m0s", true), ("30m", true), ("0", true), ("4m59s", false), ("1m", false)] {
            let runtime = containerd("1.7.27", [key: text])
            #expect(try accepts(advice(id, runtime), runtime.answer(to: .containerdPullProgress)) == isGood, "\(text)")
        }
        guard case .leaveAlone(let reason) = try advice(id, containerd("1.6.20", [:])) else {
            Issue.record("a key is asked for that 1.6 has not")
            return
        }
        #expect(reason.contains("came with 1.7"))
    }

    @Test("image-store-disk takes a disk that does not turn, and claims nothing of others")
    func disks() throws {
        func store(_ medium: Disk.Medium) -> ContainerRuntimeFacts {
            var runtime = docker("overlay2")
            var store = ImageStore(runtime: .docker, path: "/var/lib/docker", source: "default")
            store.medium = medium
            store.mediumReason = "vda: virtual"
            runtime.imageStore = store
            return runtime
        }
        func isGood(_ medium: Disk.Medium) throws -> Bool? {
            accepts(try advice("image-store-disk", store(medium)), store(medium).answer(to: .imageStoreMedium))
        }
        #expect(try isGood(.solidState) == true && isGood(.rotational) == false)
        #expect(store(.unknown).answer(to: .imageStoreMedium) == .unreadable("/var/lib/docker: vda: virtual"))
    }

    @Test("a value that containerd has not read yet waits for its restart")
    func pending() throws {
        var runtime = containerd("1.7.27", ["\(ContainerdFacts.criPlugin).max_concurrent_downloads": "10"])
        var facts = Facts()
        let setting = try #require(catalogue.first { $0.id == "containerd-image-downloads" })
        func effect() -> Effect {
            facts.containerRuntime = runtime
            return setting.effect(facts, Target(.runtime(.containerdDownloads), .atLeast(10)), .integer(10))
        }
        #expect(effect() == .inert(because: "containerd does not run"))
        runtime.containerd?.pid = 7
        runtime.containerd?.startedAtMilliseconds = 100
        runtime.containerd?.changedAtMilliseconds = ["/c.toml": 99, "/other.toml": 200]
        #expect(effect() == .effective)
        runtime.containerd?.changedAtMilliseconds["/c.toml"] = 100
        #expect(effect() == .pending(.restart("containerd.service")))
        runtime.containerd?.laterThanNow = ["/other.toml"]
        #expect(effect() == .pending(.restart("containerd.service")))
        runtime.containerd?.laterThanNow = ["/c.toml"]
        guard case .inert(let reason) = effect(), reason.contains("has read '/c.toml'") else {
            Issue.record("it may have read a file that is dated later than now: \(effect())")
            return
        }
        runtime.inUse = .docker
        guard case .inert = effect() else {
            Issue.record("containerd pulls for a kubelet that uses Docker")
            return
        }
    }
}
