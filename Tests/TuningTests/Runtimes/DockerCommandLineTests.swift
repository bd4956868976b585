import Testing
import Tuning

@Suite("The arguments of dockerd")
struct DockerCommandLineTests {
    private func flags(_ arguments: String...) -> [String: String] {
        DockerCommandLine(arguments.map { ($0, nil) }).flags.mapValues(\.text)
    }

    @Test("are read in every form that its flag library takes")
    func forms() {
        #expect(flags("--max-concurrent-downloads=4") == ["max-concurrent-downloads": "4"])
        #expect(flags("--max-concurrent-downloads", "4", "-D") == ["max-concurrent-downloads": "4", "debug": "true"])
        #expect(flags("-H", "fd://", "--host=unix:///x", "-Htcp://y") == ["hosts": "fd://,unix:///x,tcp://y"])
        #expect(flags("--debug", "false") == ["debug": "true"])
        #expect(flags("-Dl=warn") == ["debug": "true", "log-level": "warn"])
        #expect(flags("--live-restore=false", "--", "--debug") == ["live-restore": "false"])
        #expect(flags("--registry-mirror", "https://m", "--unknown", "x") == ["registry-mirrors": "https://m"])
        #expect(flags("--storage-driver") == ["storage-driver": "true"])
    }

    @Test("name keys of the file by the flag that says the same")
    func names() {
        #expect(DockerOption.isAccepted("hosts", by: 29) && DockerOption.isAccepted("host", by: 29))
        #expect(!DockerOption.isAccepted("H", by: 29) && !DockerOption.isAccepted("max-concurrent-download", by: nil))
        #expect(DockerOption.isAccepted("http-proxy", by: 24) && !DockerOption.isAccepted("http-proxy", by: 20))
        #expect(DockerOption.isAccepted("graph", by: 20) && !DockerOption.isAccepted("graph", by: 23))
    }
}
