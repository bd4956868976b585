import Glibc
public import Tuning

extension Node {
    /// What is known of a directory before it is probed: the disks below it, and who keeps its database there.
    public struct ProbePlace: Sendable {
        /// The directory, without links in it.
        public let directory: String
        /// The filesystem; nil if unknown.
        public let filesystem: String?
        /// The disks at the bottom, by kernel name; empty if unknown.
        public let disks: [String]
        /// The processes of etcd whose database or log is on one of those disks, or may be.
        public let members: [String]
    }

    /// Looks at a directory before it is probed.
    ///
    /// - Throws: ``SystemError`` if it is no directory.
    public func probePlace(_ path: String) throws(SystemError) -> ProbePlace {
        guard let resolved = realpath(path, nil) else {
            throw SystemError(operation: "find", object: path, errno: errno)
        }
        let directory = String(cString: resolved)
        free(resolved)
        guard try root.status(of: directory).isDirectory else {
            throw SystemError(operation: "probe", object: path, errno: ENOTDIR)
        }
        let facts = Facts(reading: root)
        var reader = FactsReader(root: root)
        let seen = root.shareNamespace("mnt", nil) ?? true ? facts.mounts : reader.mounts(of: Int64(getpid()))
        let store = StoreDisks(disks: facts.disks, seen: seen, ofHost: facts.mounts)
            .placed(EtcdMember.Store(path: directory, source: ""))
        let members = facts.etcd.filter { member in
            // Where the disks of either are not known, the filesystem may still be the same.
            [member.data, member.wal].contains { other in
                guard let other else { return false }
                return !Set(other.disks).isDisjoint(with: store.disks) || other.device == store.device
            }
        }
        return ProbePlace(
            directory: directory,
            filesystem: store.filesystem,
            disks: store.disks,
            members: members.map(\.name)
        )
    }

    /// Writes as etcd does, syncs after each write, and takes away what it wrote.
    ///
    /// The file loses its name before the first write: nothing is
    /// left, whatever ends the probe.
    ///
    /// - Parameter progress: told now and then how many writes are done; ends the probe by returning false.
    /// - Throws: ``SystemError``; `ENOSPC` also where less than twice of what is written is free.
    public func probeDisk(
        at place: ProbePlace,
        progress: (Int) -> Bool
    ) throws(SystemError) -> SyncProbe {
        let file = try emptyFile(in: place.directory)
        let buffer = [UInt8](repeating: 0x6E, count: SyncProbe.writeByteCount)
        let start = Node.nanoseconds
        var times: [Int64] = []
        times.reserveCapacity(SyncProbe.writeLimit)
        while times.count < SyncProbe.writeLimit {
            let count = write(file.number, buffer, buffer.count)
            guard count == buffer.count else {
                throw SystemError(operation: "write in", object: place.directory, errno: count < 0 ? errno : ENOSPC)
            }
            let before = Node.nanoseconds
            guard fdatasync(file.number) == 0 else {
                throw SystemError(operation: "sync in", object: place.directory, errno: errno)
            }
            let now = Node.nanoseconds
            times.append(now - before)
            guard now - start < SyncProbe.limitMilliseconds * 1_000_000 else { break }
            if times.count % 64 == 0, !progress(times.count) { break }
        }
        var probe = SyncProbe(
            directory: place.directory,
            nanoseconds: times,
            milliseconds: (Node.nanoseconds - start) / 1_000_000
        )
        probe.filesystem = place.filesystem
        probe.disks = place.disks
        return probe
    }

    /// A file without a name, with room for all that will be written.
    private func emptyFile(in path: String) throws(SystemError) -> Descriptor {
        let directory = try root.open(path, O_RDONLY | O_DIRECTORY)
        var space = statvfs()
        let byteCount = SyncProbe.writeByteCount * SyncProbe.writeLimit
        guard fstatvfs(directory.number, &space) == 0 else {
            throw SystemError(operation: "examine", object: path, errno: errno)
        }
        guard UInt64(space.f_bavail) * UInt64(space.f_frsize) > 2 * UInt64(byteCount) else {
            throw SystemError(operation: "probe", object: path, errno: ENOSPC)
        }
        let name = ".nodekeel-probe"
        unlinkat(directory.number, name, 0)
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        let number = openat(directory.number, name, flags, mode_t(0o600))
        guard number >= 0 else { throw SystemError(operation: "write in", object: path, errno: errno) }
        let file = Descriptor(adopting: number)
        unlinkat(directory.number, name, 0)
        // fio, whose figures these are to agree with, has the room made beforehand too.
        let failure = posix_fallocate(file.number, 0, off_t(byteCount))
        guard failure == 0 || failure == EOPNOTSUPP || failure == EINVAL else {
            throw SystemError(operation: "make room in", object: path, errno: failure)
        }
        return file
    }

    private static var nanoseconds: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
