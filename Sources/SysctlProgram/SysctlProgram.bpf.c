// The program that the kernel runs at every access to /proc/sys from any process of the node: of type cgroup/sysctl, attached
// to the root of the version 2 hierarchy. It changes nothing and refuses nothing; it tells the service of writes.
//
// inotify(7) would not do: it does not hear of writes through another mount of /proc, as every container has.
//
// Built by the toolchain's own clang without any library. The instructions are checked in as SysctlProgram.swift, and a test
// holds them equal to this source; NODEKEEL_UPDATE_SYSCTL_PROGRAM=1 writes them anew. What each kernel must have:
// Linux 5.8 for the ring buffer; before 6.1 the process and its name are not told to programs of this kind, and the loader
// replaces those two calls.

#include <linux/bpf.h>

#include "../CLinux/include/sysctl_program.h"

#define SECTION(name) __attribute__((section(name), used))

// Maps are made by the loader; the linker's notes say which instruction means which.
extern const char paths;     // hash: struct sysctl_path -> __u64, the path's number, from 1
extern const char accounts;  // array of one struct sysctl_account
extern const char tallies;   // hash: struct sysctl_writer -> struct sysctl_tally
extern const char writes;    // ring buffer of struct sysctl_write

static void *(*const map_lookup)(const void *map, const void *key) = (void *)BPF_FUNC_map_lookup_elem;
static long (*const map_update)(const void *map, const void *key, const void *value,
                                __u64 flags) = (void *)BPF_FUNC_map_update_elem;
static __u64 (*const uptime_nanoseconds)(void) = (void *)BPF_FUNC_ktime_get_boot_ns;
static __u64 (*const current_process_thread)(void) = (void *)BPF_FUNC_get_current_pid_tgid;
static __u64 (*const current_user_group)(void) = (void *)BPF_FUNC_get_current_uid_gid;
static __u64 (*const current_cgroup)(void) = (void *)BPF_FUNC_get_current_cgroup_id;
static long (*const current_command)(void *buffer, __u32 size) = (void *)BPF_FUNC_get_current_comm;
static long (*const sysctl_name)(void *context, char *buffer, unsigned long size, __u64 flags) = (void *)BPF_FUNC_sysctl_get_name;
static long (*const sysctl_value)(void *context, char *buffer, unsigned long size) = (void *)BPF_FUNC_sysctl_get_current_value;
static long (*const sysctl_new_value)(void *context, char *buffer, unsigned long size) = (void *)BPF_FUNC_sysctl_get_new_value;
static void *(*const ring_reserve)(const void *ring, __u64 size, __u64 flags) = (void *)BPF_FUNC_ringbuf_reserve;
static void (*const ring_submit)(void *record, __u64 flags) = (void *)BPF_FUNC_ringbuf_submit;

enum { PERMIT = 1 };

/// What one write counts as.
struct count {
    __u64 all;
    __u32 in_window;
};

/// Counts a write of this writer. A storm costs one look-up and an addition for each write: beyond the limit of its
/// window no record is made of it. Two processors may count a record twice in a window, which does no harm.
static __attribute__((always_inline)) struct count counted(const struct sysctl_writer *writer, __u64 now) {
    struct sysctl_tally *tally = map_lookup(&tallies, writer);
    if (!tally) {
        struct sysctl_tally first = {.count = 0, .window_start = now, .window_count = 0};
        map_update(&tallies, writer, &first, BPF_NOEXIST);
        tally = map_lookup(&tallies, writer);
        // The map is full: told, and not counted.
        if (!tally) return (struct count){.all = 0, .in_window = 1};
    }
    __sync_fetch_and_add(&tally->count, 1);
    if (now - tally->window_start > SYSCTL_WINDOW) {
        tally->window_start = now;
        tally->window_count = 0;
    }
    tally->window_count += 1;
    return (struct count){.all = tally->count, .in_window = (__u32)tally->window_count};
}

SECTION("cgroup/sysctl")
int watch_sysctl(struct bpf_sysctl *context) {
    if (!context->write) return PERMIT;
    struct sysctl_path path = {};
    // A path that is too long is cut, and equal to none that is watched.
    sysctl_name(context, path.text, sizeof(path.text), 0);
    __u32 first = 0;
    struct sysctl_account *account = map_lookup(&accounts, &first);
    if (!account) return PERMIT;
    const __u64 *number = map_lookup(&paths, &path);
    if (!number && !account->is_everything) return PERMIT;

    struct sysctl_writer writer = {};
    writer.cgroup = current_cgroup();
    writer.path = number ? *number : 0;
    __u64 process_thread = current_process_thread();
    __u32 process = process_thread >> 32;
    if (process && process == account->own_process) return PERMIT;
    if (writer.cgroup == account->own_cgroup) return PERMIT;
    current_command(writer.command, sizeof(writer.command));
    __sync_fetch_and_add(&account->seen, 1);

    __u64 now = uptime_nanoseconds();
    struct count count = {.all = 0, .in_window = 1};
    if (number) count = counted(&writer, now);
    if (count.in_window > SYSCTL_WINDOW_LIMIT) return PERMIT;

    struct sysctl_write *write = ring_reserve(&writes, sizeof(*write), 0);
    if (!write) {
        __sync_fetch_and_add(&account->lost, 1);
        return PERMIT;
    }
    write->uptime = now;
    write->cgroup = writer.cgroup;
    write->path_number = writer.path;
    write->count = count.all;
    write->window_count = count.in_window;
    write->process = process;
    write->thread = (__u32)process_thread;
    write->user = (__u32)current_user_group();
    __builtin_memcpy(write->command, writer.command, sizeof(write->command));
    write->path = path;
    write->before_size = sysctl_value(context, write->before, sizeof(write->before));
    write->after_size = sysctl_new_value(context, write->after, sizeof(write->after));
    ring_submit(write, 0);
    return PERMIT;
}
