#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <linux/openat2.h>
#include <malloc.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

const int clinux_o_path = O_PATH;

int clinux_open_in_root(int directory, const char *path, int flags, mode_t mode) {
    struct open_how how = {.flags = (unsigned)flags, .mode = flags & O_CREAT ? mode : 0, .resolve = RESOLVE_IN_ROOT};
    const int attempt_limit = 100;
    for (int attempt = 1;; attempt++) {
        int file = (int)syscall(SYS_openat2, directory, path, &how, sizeof how);
        if (file >= 0 || errno != EAGAIN || attempt == attempt_limit) return file;
    }
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

// Segments that cannot be written hold what is in their file, and come back from there. Relocated constants, which would
// be lost, lie in a segment that was written. The kernel's own object refuses, which is as well.
static int rest_of(struct dl_phdr_info *object, size_t size, void *page) {
    (void)size;
    const ElfW(Addr) mask = *(const ElfW(Addr) *)page - 1;
    for (int i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &object->dlpi_phdr[i];
        if (segment->p_type != PT_LOAD || segment->p_flags & PF_W) continue;
        ElfW(Addr) start = (object->dlpi_addr + segment->p_vaddr) & ~mask;
        ElfW(Addr) end = (object->dlpi_addr + segment->p_vaddr + segment->p_memsz + mask) & ~mask;
        madvise((void *)start, end - start, MADV_DONTNEED);
    }
    return 0;
}

void clinux_rest(void) {
    ElfW(Addr) page = (ElfW(Addr))sysconf(_SC_PAGESIZE);
    malloc_trim(0);
    dl_iterate_phdr(rest_of, &page);
    // Of the stack, what deeper calls left behind; a few pages below this frame are for the call itself.
    const size_t depth = 64 * page, margin = 4 * page;
    char *frame = (char *)((uintptr_t)__builtin_frame_address(0) & ~(page - 1));
    madvise(frame - depth, depth - margin, MADV_DONTNEED);
}
