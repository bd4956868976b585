#define _GNU_SOURCE
#include "reading.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

// The record of a reading lies in memory of its own: what was not read takes no room, and no heap is grown by it.
struct clinux_reading {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t ended;
    int is_over;
    size_t size;
    size_t limit;
    ssize_t result;
    char *path;
    unsigned char bytes[];
};

// What it calls is deep by a few hundred bytes.
static const size_t stack_size = 64 << 10;

// Not O_NONBLOCK: what blocks blocks this thread alone. Nothing here takes memory from the heap, of which the C library
// would give this thread one of its own.
static ssize_t read_file(struct clinux_reading *reading) {
    int file = open(reading->path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (file < 0) return -errno;
    size_t length = 0;
    for (;;) {
        ssize_t count = read(file, reading->bytes + length, reading->limit + 1 - length);
        if (count < 0 && errno == EINTR) continue;
        if (count > 0) length += (size_t)count;
        if (count > 0 && length <= reading->limit) continue;
        ssize_t result = count < 0 ? -errno : count > 0 ? -EFBIG : (ssize_t)length;
        close(file);
        return result;
    }
}

static void *read_and_tell(void *argument) {
    struct clinux_reading *reading = argument;
    reading->result = read_file(reading);
    pthread_mutex_lock(&reading->lock);
    reading->is_over = 1;
    pthread_cond_signal(&reading->ended);
    pthread_mutex_unlock(&reading->lock);
    return NULL;
}

struct clinux_reading *clinux_reading_begin(const char *path, size_t limit) {
    size_t length = strlen(path) + 1;
    size_t size = sizeof(struct clinux_reading) + limit + 1 + length;
    struct clinux_reading *reading = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (reading == MAP_FAILED) return NULL;
    reading->size = size;
    reading->limit = limit;
    reading->path = memcpy(reading->bytes + limit + 1, path, length);
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
