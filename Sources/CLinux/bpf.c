#define _GNU_SOURCE
#include "bpf.h"

#include <fcntl.h>
#include <linux/bpf.h>
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

_Static_assert((int)clinux_bpf_map_hash == (int)BPF_MAP_TYPE_HASH, "linux/bpf.h");
_Static_assert((int)clinux_bpf_map_array == (int)BPF_MAP_TYPE_ARRAY, "linux/bpf.h");
_Static_assert((int)clinux_bpf_map_ring == (int)BPF_MAP_TYPE_RINGBUF, "linux/bpf.h");

static int bpf(enum bpf_cmd command, union bpf_attr *attributes) {
    return (int)syscall(SYS_bpf, command, attributes, sizeof(*attributes));
}

int clinux_bpf_map_create(enum clinux_bpf_map kind, __u32 key_size, __u32 value_size, __u32 entries, const char *name) {
    union bpf_attr attributes;
    memset(&attributes, 0, sizeof(attributes));
    attributes.map_type = kind;
    attributes.key_size = key_size;
    attributes.value_size = value_size;
    attributes.max_entries = entries;
    attributes.map_flags = kind == clinux_bpf_map_hash ? BPF_F_NO_PREALLOC : 0;
    strncpy(attributes.map_name, name, sizeof(attributes.map_name) - 1);
    return bpf(BPF_MAP_CREATE, &attributes);
}

static int element(enum bpf_cmd command, int map, const void *key, const void *value) {
    union bpf_attr attributes;
    memset(&attributes, 0, sizeof(attributes));
    attributes.map_fd = (__u32)map;
    attributes.key = (uintptr_t)key;
    attributes.value = (uintptr_t)value;
    return bpf(command, &attributes);
}

int clinux_bpf_map_lookup(int map, const void *key, void *value) { return element(BPF_MAP_LOOKUP_ELEM, map, key, value); }

int clinux_bpf_map_update(int map, const void *key, const void *value) {
    return element(BPF_MAP_UPDATE_ELEM, map, key, value);
}

int clinux_bpf_map_delete(int map, const void *key) { return element(BPF_MAP_DELETE_ELEM, map, key, NULL); }

int clinux_bpf_load_sysctl(const __u64 *instructions, __u32 count, const char *name) {
    union bpf_attr attributes;
    memset(&attributes, 0, sizeof(attributes));
    attributes.prog_type = BPF_PROG_TYPE_CGROUP_SYSCTL;
    attributes.expected_attach_type = BPF_CGROUP_SYSCTL;
    attributes.insns = (uintptr_t)instructions;
    attributes.insn_cnt = count;
    attributes.license = (uintptr_t) "Apache-2.0";
    strncpy(attributes.prog_name, name, sizeof(attributes.prog_name) - 1);
    return bpf(BPF_PROG_LOAD, &attributes);
}

int clinux_bpf_link_sysctl(int program, int cgroup) {
    union bpf_attr attributes;
    memset(&attributes, 0, sizeof(attributes));
    attributes.link_create.prog_fd = (__u32)program;
    attributes.link_create.target_fd = (__u32)cgroup;
    attributes.link_create.attach_type = BPF_CGROUP_SYSCTL;
    return bpf(BPF_LINK_CREATE, &attributes);
}

int clinux_open_cgroup(int mount, __u64 number) {
    // FILEID_KERNFS of linux/exportfs.h, which user space does not get.
    enum { KERNFS = 0xfe };
    union {
        struct file_handle handle;
        char room[sizeof(struct file_handle) + sizeof(number)];
    } group;
    group.handle.handle_bytes = sizeof(number);
    group.handle.handle_type = KERNFS;
    memcpy(group.handle.f_handle, &number, sizeof(number));
    return open_by_handle_at(mount, &group.handle, O_PATH | O_CLOEXEC);
}
