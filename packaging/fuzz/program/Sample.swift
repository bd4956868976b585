import Glibc
import Node
import Tuning

/// A captured node for what is computed from facts.
enum Sample {
    /// What it is.
    static let facts = Facts(reading: root, cluster: cluster)

    /// What a policy may say of its cluster.
    static let cluster: Cluster = {
        var cluster = Cluster()
        cluster.nodes = 5_000
        cluster.apiserverQPS = 250_000
        cluster.kubernetesVersion = "1.34.2"
        return cluster
    }()

    /// Its tree.
    static let root: Root = {
        let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        let path = parts.dropLast(4).joined(separator: "/") + "/Tests/Fixtures/nodes/qemu-disks"
        return required("the fixture is there") { try Root(at: path) }
    }()
}
