// What the sysctl program in the kernel and the service share, byte for byte: the keys and values of its maps, and the
// record of one write. Every member is aligned to its own size and nothing is padded, so that both compilers agree.
#ifndef SYSCTL_PROGRAM_H
#define SYSCTL_PROGRAM_H

#include <linux/types.h>

/// Bytes of a path below /proc/sys with its end. The longest of Linux 6.18 has about 80.
#define SYSCTL_PATH_SIZE 128
/// Bytes that are kept of a value with its end; the longest that is tuned is three numbers.
#define SYSCTL_VALUE_SIZE 128
/// Bytes of a thread's name with its end (TASK_COMM_LEN).
#define SYSCTL_COMMAND_SIZE 16

/// The time within which records of one writer and one path are limited, in nanoseconds.
#define SYSCTL_WINDOW 100000000ULL
/// The most records of one writer and one path within that time; further writes are counted only.
#define SYSCTL_WINDOW_LIMIT 16

/// A path that is watched: the key of the map that decides what is looked at. Aligned so that it is copied by words.
struct sysctl_path {
    char text[SYSCTL_PATH_SIZE] __attribute__((aligned(8)));
};

/// What the program is to leave out, and what it has counted: the one entry of its map.
struct sysctl_account {
    /// The process whose writes are its own, to be left out; 0 for none.
    __u32 own_process;
    /// Whether paths that are not watched are told too.
    __u32 is_everything;
    /// The control group whose writes are left out, where the kernel does not tell processes; 0 for none.
    __u64 own_cgroup;
    /// Writes that were to be told or counted, all in all.
    __u64 seen;
    /// Records for which there was no room.
    __u64 lost;
};

/// Who writes what, as far as counting goes: the same command in the same control group is the same writer, so that a
/// shell loop that starts a process for each write is one.
struct sysctl_writer {
    __u64 cgroup;
    /// The number of the watched path.
    __u64 path;
    char command[SYSCTL_COMMAND_SIZE];
};

/// How often one writer wrote one path.
struct sysctl_tally {
    /// All writes.
    __u64 count;
    /// When the present window began, in nanoseconds since boot.
    __u64 window_start;
    /// Records within the window.
    __u64 window_count;
};

/// One write, as it was tried: the program is asked before the kernel takes the value.
struct sysctl_write {
    /// Nanoseconds since boot, suspend included.
    __u64 uptime;
    /// The writer's control group of version 2, by the kernel's number for it.
    __u64 cgroup;
    /// The number of the watched path; 0 for one that is not watched.
    __u64 path_number;
    /// How often this writer had written this path with this write; 0 if it was not counted.
    __u64 count;
    /// Which record of its window this is, from 1; SYSCTL_WINDOW_LIMIT means that further writes are only counted.
    __u32 window_count;
    /// The process and the thread in the first namespace; 0 where the kernel does not tell.
    __u32 process;
    __u32 thread;
    /// The user in the first namespace.
    __u32 user;
    /// Bytes of the value before, or a negative errno: E2BIG if it is cut, EINVAL if it cannot be read.
    __s32 before_size;
    /// Bytes of the value written, likewise.
    __s32 after_size;
    char command[SYSCTL_COMMAND_SIZE];
    struct sysctl_path path;
    char before[SYSCTL_VALUE_SIZE];
    char after[SYSCTL_VALUE_SIZE];
};

#endif
