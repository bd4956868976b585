#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

const int clinux_o_path = O_PATH;

int clinux_openat2(int directory, const char *path, const struct open_how *how, size_t size) {
    return (int)syscall(SYS_openat2, directory, path, how, size);
}

// The numbers of <linux/ioprio.h>, which Debian 12 does not ship to programs.
static const int of_process = 1;

int clinux_ioprio_get(pid_t thread) {
    return (int)syscall(SYS_ioprio_get, of_process, thread);
}

int clinux_ioprio_set(pid_t thread, int priority) {
    return (int)syscall(SYS_ioprio_set, of_process, thread, priority);
}

int clinux_nice_get(pid_t thread, int *value) {
    // -1 is a nice value as good as any: only errno tells.
    errno = 0;
    *value = getpriority(PRIO_PROCESS, (id_t)thread);
    return errno == 0 ? 0 : -1;
}

int clinux_pidfd_open(pid_t process) {
    return (int)syscall(SYS_pidfd_open, process, 0);
}
