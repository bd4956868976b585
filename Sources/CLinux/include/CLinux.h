// What Swift's Glibc module leaves out of the kernel's interface: headers that it does not map, and calls without a C wrapper.
#ifndef CLINUX_H
#define CLINUX_H

#include <stddef.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/sysmacros.h>
#include <sys/timerfd.h>
#include <sys/types.h>
#include <sys/xattr.h>

#include "bpf.h"
#include "lookup.h"
#include "reading.h"

/// O_PATH of open(2), which the C library shows only to GNU sources.
extern const int clinux_o_path;

/// Opens a path in the tree that stands at a directory, as if that were the root: links and `..` lead nowhere else. Where
/// anything on the machine is renamed or mounted while the kernel follows `..`, it does not know whether that led outside,
/// and asks to be asked again (EAGAIN of openat2(2)), which is done, a hundred times at most. Sets errno and returns -1 on
/// failure.
int clinux_open_in_root(int directory, const char *path, int flags, mode_t mode);

/// ioprio_get(2) and ioprio_set(2) of one thread, which the C library does not wrap. Set errno and return -1 on failure.
int clinux_ioprio_get(pid_t thread);
int clinux_ioprio_set(pid_t thread, int priority);

/// getpriority(2) of one thread. Sets errno and returns -1 on failure.
int clinux_nice_get(pid_t thread, int *value);

/// pidfd_open(2), which the C library wraps only since 2.36. Sets errno and returns -1 on failure.
int clinux_pidfd_open(pid_t process);

/// Unmaps the code and the constants of this process and its libraries, and returns free heap and stack: see Node's Rest.
void clinux_rest(void);

#endif
