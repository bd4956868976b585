// bpf(2) without libbpf: the calls that one program, its maps and one link take. On failure each returns -1 and sets errno.
#ifndef CLINUX_BPF_H
#define CLINUX_BPF_H

#include <linux/types.h>

#include "sysctl_program.h"

/// What a map is.
enum clinux_bpf_map {
    clinux_bpf_map_hash = 1,
    clinux_bpf_map_array = 2,
    clinux_bpf_map_ring = 27,
};

/// BPF_MAP_CREATE: a new descriptor, closed on exec. A hash map takes no memory for entries that it does not have.
int clinux_bpf_map_create(enum clinux_bpf_map kind, __u32 key_size, __u32 value_size, __u32 entries, const char *name);

/// BPF_MAP_LOOKUP_ELEM.
int clinux_bpf_map_lookup(int map, const void *key, void *value);

/// BPF_MAP_UPDATE_ELEM, for an entry that is there or not.
int clinux_bpf_map_update(int map, const void *key, const void *value);

/// BPF_MAP_DELETE_ELEM.
int clinux_bpf_map_delete(int map, const void *key);

/// BPF_PROG_LOAD of a program of type cgroup/sysctl: a new descriptor, closed on exec.
int clinux_bpf_load_sysctl(const __u64 *instructions, __u32 count, const char *name);

/// BPF_LINK_CREATE: a new descriptor. The program runs for this group and all below it until the descriptor is closed,
/// beside other programs of its kind (Linux 5.7).
int clinux_bpf_link_sysctl(int program, int cgroup);

/// A number that the other side of a ring writes, with all that it wrote before.
static inline __u64 clinux_load_acquire_64(const void *place) {
    return __atomic_load_n((const __u64 *)place, __ATOMIC_ACQUIRE);
}
static inline __u32 clinux_load_acquire_32(const void *place) {
    return __atomic_load_n((const __u32 *)place, __ATOMIC_ACQUIRE);
}
/// Lets the other side of a ring see a number after all that was read before.
static inline void clinux_store_release_64(void *place, __u64 number) {
    __atomic_store_n((__u64 *)place, number, __ATOMIC_RELEASE);
}

/// open_by_handle_at(2) with a control group's number, which is its handle: a new descriptor, closed on exec and good for
/// asking its path only. ESTALE for a group that is gone.
int clinux_open_cgroup(int mount, __u64 number);

#endif
