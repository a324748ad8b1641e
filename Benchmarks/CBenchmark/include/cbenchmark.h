#ifndef GATEHOUSE_CBENCHMARK_H
#define GATEHOUSE_CBENCHMARK_H

#include <stddef.h>
#include <stdint.h>

// What the benchmarks need of the system beyond what the product asks of it.
// Every function that can fail returns a value of zero or more, or a negated errno.

/// The allocations that the calling thread has made since it began; -1 where they cannot be counted.
int64_t cbenchmark_allocations(void);

/// The processor time that the calling thread has used, in nanoseconds.
int64_t cbenchmark_thread_nanoseconds(void);

/// Opens a connection to 127.0.0.1, waits until it stands, and makes it non-blocking, without Nagle's delay.
int cbenchmark_connect(uint16_t port);

/// Sends some of the bytes; 0 where none would fit now.
int64_t cbenchmark_send(int socket, const uint8_t *bytes, size_t count);

/// Receives up to `count` bytes; 0 where none are there now, -ECONNRESET where the other end has closed.
int64_t cbenchmark_receive(int socket, uint8_t *bytes, size_t count);

/// Closes a connection.
void cbenchmark_close(int socket);

/// Makes a poller.
int cbenchmark_poller(void);

/// Has the poller report, under `token`, whenever bytes have newly arrived on the socket.
int cbenchmark_poller_add(int poller, int socket, uint64_t token);

/// Waits for arrivals for at most this long, negative without end; writes their tokens and returns how many there are.
int cbenchmark_poller_wait(int poller, uint64_t *tokens, int capacity, int64_t nanoseconds);

/// Lets this process open as many files as the system permits; returns how many these are.
int64_t cbenchmark_raise_file_limit(void);

/// Wakes the calling thread within microseconds of the time it asked for, where the system would allow itself more.
void cbenchmark_wake_punctually(void);

#endif
