// What is read by a thread of its own, for reading it may take without end: a reading begins, is waited for until it ends,
// and is discarded after that.
#ifndef CLINUX_READING_H
#define CLINUX_READING_H

#include <stddef.h>
#include <sys/types.h>

struct clinux_reading;

/// What is read of a path.
enum clinux_reading_kind {
    /// The content of a regular file.
    clinux_reading_content,
    /// The names in a directory, each with a zero byte after it.
    clinux_reading_names,
    /// The struct statvfs of the filesystem that a directory is on.
    clinux_reading_space,
};

/// Where a path is: below the directory `top`, out of which no link and no `..` leads. `top` itself is in the tree whose
/// directory is open as `tree`, which is AT_FDCWD for the machine. NULL for a path that is opened as it is, whatever it is.
struct clinux_reading_place {
    int tree;
    const char *top;
};

/// Begins to read what comes to at most `limit` bytes. Sets errno and returns NULL where there is no memory or no thread
/// for it. What is below a `top` is opened only where it is what is asked for: never a device, a FIFO or a socket.
struct clinux_reading *clinux_reading_begin(enum clinux_reading_kind kind, const struct clinux_reading_place *place,
                                            const char *path, size_t limit);

/// Waits so long for a reading to end; whether it has ended, of which it is to be asked no more then.
int clinux_reading_ends(struct clinux_reading *reading, int milliseconds);

/// How many bytes a reading that has ended has read, and where they are until it is discarded; else a negative errno: EFBIG
/// for more than the limit, EISDIR, ENOTDIR or ENXIO for a file of another kind.
ssize_t clinux_reading_result(const struct clinux_reading *reading, const unsigned char **bytes);

/// Gives back the memory of a reading that has ended.
void clinux_reading_discard(struct clinux_reading *reading);

#endif
