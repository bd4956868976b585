// The addresses of a host that are looked up by a thread of the C library's, for name servers may not answer: a lookup
// begins, is waited for until it ends, and is discarded after that.
#ifndef CLINUX_LOOKUP_H
#define CLINUX_LOOKUP_H

#include <netdb.h>

struct clinux_lookup;

/// Begins to look up a host and the number of a port. Sets errno and returns NULL where there is no memory or no thread for it.
struct clinux_lookup *clinux_lookup_begin(const char *host, const char *port);

/// Waits so long for a lookup to end; whether it has ended.
int clinux_lookup_ends(struct clinux_lookup *lookup, int milliseconds);

/// The addresses, until the lookup is discarded; NULL and an error of getaddrinfo(3) where there are none.
const struct addrinfo *clinux_lookup_result(struct clinux_lookup *lookup, int *error);

/// Gives back the memory of a lookup that has ended.
void clinux_lookup_discard(struct clinux_lookup *lookup);

#endif
