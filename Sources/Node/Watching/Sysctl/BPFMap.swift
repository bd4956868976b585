import CLinux
import Glibc

/// A map that a BPF program and this process share; gone when neither has it any more.
struct BPFMap<Key: BitwiseCopyable, Value: BitwiseCopyable>: ~Copyable {
    let descriptor: Descriptor

    /// An empty hash map, or an array of zeroes.
    ///
    /// - Parameter name: What `bpftool map` shows; at most 15 bytes.
    init(_ kind: clinux_bpf_map, limit: UInt32, name: String) throws(SystemError) {
        let keySize = UInt32(clamping: MemoryLayout<Key>.size)
        let valueSize = UInt32(clamping: MemoryLayout<Value>.size)
        let number = clinux_bpf_map_create(kind, keySize, valueSize, limit, name)
        guard number >= 0 else { throw SystemError(operation: "make", object: "BPF map \(name)", errno: errno) }
        descriptor = Descriptor(adopting: number)
    }

    /// The value of a key; nil if there is none.
    func value(of key: Key, preset: Value) -> Value? {
        var value = preset
        let status = withUnsafePointer(to: key) { clinux_bpf_map_lookup(descriptor.number, $0, &value) }
        return status == 0 ? value : nil
    }

    /// Gives a key a value.
    func set(_ key: Key, _ value: Value) throws(SystemError) {
        let status = withUnsafePointer(to: key) { key in
            withUnsafePointer(to: value) { clinux_bpf_map_update(descriptor.number, key, $0) }
        }
        guard status == 0 else { throw SystemError(operation: "write", object: "BPF map", errno: errno) }
    }

    /// Takes a key away, if it is there.
    func remove(_ key: Key) {
        _ = withUnsafePointer(to: key) { clinux_bpf_map_delete(descriptor.number, $0) }
    }
}
