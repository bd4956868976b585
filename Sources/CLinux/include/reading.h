// A file that is read by a thread of its own, for reading it may take without end: a reading begins, is waited for until it
// ends, and is discarded after that.
#ifndef CLINUX_READING_H
#define CLINUX_READING_H

#include <stddef.h>
#include <sys/types.h>

struct clinux_reading;

/// Begins to read a file of at most `limit` bytes. Sets errno and returns NULL where there is no memory or no thread for it.
struct clinux_reading *clinux_reading_begin(const char *path, size_t limit);

/// Waits so long for a reading to end; whether it has ended, of which it is to be asked no more then.
int clinux_reading_ends(struct clinux_reading *reading, int milliseconds);

/// How many bytes a reading that has ended has read, and where they are until it is discarded; else a negative errno: EFBIG
/// for a longer file.
ssize_t clinux_reading_result(const struct clinux_reading *reading, const unsigned char **bytes);

/// Gives back the memory of a reading that has ended.
void clinux_reading_discard(struct clinux_reading *reading);

#endif
