#define _GNU_SOURCE
#include "reading.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "CLinux.h"

// The record of a reading lies in memory of its own: what was not read takes no room, and no heap is grown by it.
struct clinux_reading {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t ended;
    int is_over;
    enum clinux_reading_kind kind;
    int tree;
    size_t size;
    size_t limit;
    ssize_t result;
    char *top;
    char *path;
    unsigned char bytes[];
};

// What it calls is deep by a few hundred bytes; names are taken in pieces of some thousand.
static const size_t stack_size = 64 << 10;

static ssize_t take_content(struct clinux_reading *reading, int file) {
    size_t length = 0;
    for (;;) {
        ssize_t count = read(file, reading->bytes + length, reading->limit + 1 - length);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return -errno;
        length += (size_t)count;
        if (length > reading->limit) return -EFBIG;
        if (count == 0) return (ssize_t)length;
    }
}

static ssize_t take_names(struct clinux_reading *reading, int directory) {
    _Alignas(struct dirent64) char entries[8 << 10];
    size_t length = 0;
    for (;;) {
        long count = syscall(SYS_getdents64, directory, entries, sizeof entries);
        if (count <= 0) return count < 0 ? -errno : (ssize_t)length;
        for (long offset = 0; offset < count;) {
            const struct dirent64 *entry = (const struct dirent64 *)(entries + offset);
            offset += entry->d_reclen;
            if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
            size_t size = strlen(entry->d_name) + 1;
            if (size > reading->limit - length) return -EFBIG;
            memcpy(reading->bytes + length, entry->d_name, size);
            length += size;
        }
    }
}

static ssize_t take_space(struct clinux_reading *reading, int directory) {
    struct statvfs space;
    if (sizeof space > reading->limit) return -EFBIG;
    if (fstatvfs(directory, &space) != 0) return -errno;
    memcpy(reading->bytes, &space, sizeof space);
    return sizeof space;
}

// Not O_NONBLOCK: what blocks blocks this thread alone. Nothing here takes memory from the heap, of which the C library
// would give this thread one of its own.
static ssize_t read_anything(struct clinux_reading *reading) {
    int file = open(reading->path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (file < 0) return -errno;
    ssize_t result = take_content(reading, file);
    close(file);
    return result;
}

// To open a device can do something, as with that of a watchdog: so it is looked at by a descriptor that does not open it.
static ssize_t read_found(struct clinux_reading *reading, int place) {
    struct stat status;
    if (fstat(place, &status) != 0) return -errno;
    if (reading->kind != clinux_reading_content && !S_ISDIR(status.st_mode)) return -ENOTDIR;
    if (reading->kind == clinux_reading_content && S_ISDIR(status.st_mode)) return -EISDIR;
    if (reading->kind == clinux_reading_content && !S_ISREG(status.st_mode)) return -ENXIO;
    if (reading->kind == clinux_reading_space) return take_space(reading, place);
    // A stream of the kernel's, such as /proc/kmsg, says that it is empty; whoever reads it takes from it.
    if (reading->kind == clinux_reading_content && status.st_size == 0) return 0;
    char self[32];
    snprintf(self, sizeof self, "/proc/self/fd/%d", place);
    int file = open(self, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (file < 0) return -errno;
    ssize_t result =
        reading->kind == clinux_reading_names ? take_names(reading, file) : take_content(reading, file);
    close(file);
    return result;
}

static ssize_t read_below_top(struct clinux_reading *reading) {
    const int place_only = O_PATH | O_CLOEXEC;
    int top = reading->tree == AT_FDCWD ? open(reading->top, place_only | O_DIRECTORY)
                                        : clinux_open_in_root(reading->tree, reading->top, place_only | O_DIRECTORY, 0);
    if (top < 0) return -errno;
    int place = clinux_open_in_root(top, reading->path, place_only, 0);
    ssize_t result = place < 0 ? -errno : read_found(reading, place);
    if (place >= 0) close(place);
    close(top);
    return result;
}

static void *read_and_tell(void *argument) {
    struct clinux_reading *reading = argument;
    reading->result = reading->top ? read_below_top(reading) : read_anything(reading);
    pthread_mutex_lock(&reading->lock);
    reading->is_over = 1;
    pthread_cond_signal(&reading->ended);
    pthread_mutex_unlock(&reading->lock);
    return NULL;
}

struct clinux_reading *clinux_reading_begin(enum clinux_reading_kind kind, const struct clinux_reading_place *place,
                                            const char *path, size_t limit) {
    size_t length = strlen(path) + 1;
    size_t top_length = place ? strlen(place->top) + 1 : 0;
    size_t size = sizeof(struct clinux_reading) + limit + 1 + length + top_length;
    struct clinux_reading *reading = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (reading == MAP_FAILED) return NULL;
    reading->kind = kind;
    reading->size = size;
    reading->limit = limit;
    reading->path = memcpy(reading->bytes + limit + 1, path, length);
    if (place) {
        reading->tree = place->tree;
        reading->top = memcpy(reading->path + length, place->top, top_length);
    }
    pthread_mutex_init(&reading->lock, NULL);
    pthread_condattr_t clock;
    pthread_condattr_init(&clock);
    pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
    pthread_cond_init(&reading->ended, &clock);
    pthread_condattr_destroy(&clock);
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, stack_size);
    // Signals are for the thread that waits for them.
    sigset_t all, usual;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &usual);
    int failure = pthread_create(&reading->thread, &attributes, read_and_tell, reading);
    pthread_sigmask(SIG_SETMASK, &usual, NULL);
    pthread_attr_destroy(&attributes);
    if (failure == 0) return reading;
    clinux_reading_discard(reading);
    errno = failure;
    return NULL;
}

int clinux_reading_ends(struct clinux_reading *reading, int milliseconds) {
    struct timespec deadline;
    clock_gettime(CLOCK_MONOTONIC, &deadline);
    deadline.tv_sec += milliseconds / 1000;
    deadline.tv_nsec += milliseconds % 1000 * 1000000L;
    if (deadline.tv_nsec >= 1000000000L) {
        deadline.tv_sec++;
        deadline.tv_nsec -= 1000000000L;
    }
    pthread_mutex_lock(&reading->lock);
    int failure = 0;
    while (!reading->is_over && failure == 0) {
        failure = pthread_cond_timedwait(&reading->ended, &reading->lock, &deadline);
    }
    int is_over = reading->is_over;
    pthread_mutex_unlock(&reading->lock);
    if (is_over) pthread_join(reading->thread, NULL);
    return is_over;
}

ssize_t clinux_reading_result(const struct clinux_reading *reading, const unsigned char **bytes) {
    *bytes = reading->bytes;
    return reading->result;
}

void clinux_reading_discard(struct clinux_reading *reading) {
    pthread_cond_destroy(&reading->ended);
    pthread_mutex_destroy(&reading->lock);
    munmap(reading, reading->size);
}
