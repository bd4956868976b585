#define _GNU_SOURCE
#include "lookup.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct clinux_lookup {
    struct gaicb request;
    struct addrinfo hints;
    char *port;
    char host[];
};

struct clinux_lookup *clinux_lookup_begin(const char *host, const char *port) {
    size_t host_size = strlen(host) + 1, port_size = strlen(port) + 1;
    struct clinux_lookup *lookup = calloc(1, sizeof *lookup + host_size + port_size);
    if (!lookup) return NULL;
    memcpy(lookup->host, host, host_size);
    lookup->port = memcpy(lookup->host + host_size, port, port_size);
    lookup->hints.ai_socktype = SOCK_STREAM;
    lookup->hints.ai_flags = AI_NUMERICSERV;
    lookup->request.ar_name = lookup->host;
    lookup->request.ar_service = lookup->port;
    lookup->request.ar_request = &lookup->hints;
    struct gaicb *requests[] = {&lookup->request};
    int failure = getaddrinfo_a(GAI_NOWAIT, requests, 1, NULL);
    if (failure == 0) return lookup;
    free(lookup);
    errno = failure == EAI_MEMORY ? ENOMEM : EAGAIN;
    return NULL;
}

int clinux_lookup_ends(struct clinux_lookup *lookup, int milliseconds) {
    const struct gaicb *const requests[] = {&lookup->request};
    struct timespec deadline, now;
    clock_gettime(CLOCK_MONOTONIC, &deadline);
    long long end = deadline.tv_sec * 1000000000LL + deadline.tv_nsec + milliseconds * 1000000LL;
    while (gai_error(&lookup->request) == EAI_INPROGRESS) {
        clock_gettime(CLOCK_MONOTONIC, &now);
        long long left = end - (now.tv_sec * 1000000000LL + now.tv_nsec);
        if (left <= 0) return 0;
        struct timespec patience = {.tv_sec = left / 1000000000, .tv_nsec = left % 1000000000};
        gai_suspend(requests, 1, &patience);
    }
    return 1;
}

const struct addrinfo *clinux_lookup_result(struct clinux_lookup *lookup, int *error) {
    *error = gai_error(&lookup->request);
    return *error == 0 ? lookup->request.ar_result : NULL;
}

void clinux_lookup_discard(struct clinux_lookup *lookup) {
    if (lookup->request.ar_result) freeaddrinfo(lookup->request.ar_result);
    free(lookup);
}
