#ifndef GATEHOUSE_CCARES_SHIM_H
#define GATEHOUSE_CCARES_SHIM_H

#include <ares.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/time.h>

typedef void (*cares_socket_state)(void *data, ares_socket_t socket, int readable, int writable);

/// Makes a channel that tells which of its sockets wait for what; each server is given `milliseconds` to answer, and is
/// asked `tries` times. Written in C because the options are a structure that C alone sets to zero.
static inline int cares_open(ares_channel *channel, int milliseconds, int tries, cares_socket_state told, void *data) {
  struct ares_options options;
  memset(&options, 0, sizeof options);
  options.timeout = milliseconds;
  options.tries = tries;
  options.sock_state_cb = told;
  options.sock_state_cb_data = data;
  return ares_init_options(channel, &options, ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_SOCK_STATE_CB);
}

/// Asks for the addresses of a host, of both families.
static inline void cares_look_up(ares_channel channel, const char *host, ares_addrinfo_callback done, void *data) {
  struct ares_addrinfo_hints hints;
  memset(&hints, 0, sizeof hints);
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  ares_getaddrinfo(channel, host, NULL, &hints, done, data);
}

/// Milliseconds until the channel has to be looked after again, at most `most`.
static inline int cares_timeout(ares_channel channel, int most) {
  struct timeval limit = {most / 1000, most % 1000 * 1000};
  struct timeval time;
  struct timeval *next = ares_timeout(channel, &limit, &time);
  return (int)(next->tv_sec * 1000 + next->tv_usec / 1000);
}

/// Writes a node's address in network byte order; 4, 6, or 0 for another family.
static inline int cares_address(const struct ares_addrinfo_node *node, unsigned char bytes[16]) {
  if (node->ai_family == AF_INET) {
    memcpy(bytes, &((const struct sockaddr_in *)(const void *)node->ai_addr)->sin_addr, 4);
    return 4;
  }
  if (node->ai_family == AF_INET6) {
    memcpy(bytes, &((const struct sockaddr_in6 *)(const void *)node->ai_addr)->sin6_addr, 16);
    return 6;
  }
  return 0;
}

#endif
