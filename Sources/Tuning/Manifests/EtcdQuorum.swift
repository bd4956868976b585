extension EtcdCounters {
    /// Why a restart of this member may stop the cluster from taking writes, as far as the member itself can tell; nil if
    /// it does not.
    ///
    /// Others are known by their connections to this one alone: to ask them takes a client certificate.
    /// sources: etcd 3.4.23 and 3.6 server/etcdserver/api/rafthttp/peer_status.go, membership/cluster.go
    public var restartObjection: String? {
        guard hasLeader == true, let isLeader else { return "it knows of no leader" }
        let peers = memberCount.map { $0 - 1 } ?? peerCount ?? 0
        guard peers >= 2 else {
            return
                "it is one of \(peers + 1) \(peers == 0 ? "member" : "members"): with fewer than three, etcd takes no "
                + "write while one is away"
        }
        if isLeader {
            return "it is the leader, which is edited last: 'etcdctl move-leader' makes another member lead"
        }
        let active = activePeerCount ?? 0
        return active < peers ? "only \(active) of its \(peers) peers are connected to it" : nil
    }
}
