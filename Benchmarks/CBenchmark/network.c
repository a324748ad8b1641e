#define _GNU_SOURCE
#include "cbenchmark.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

int64_t cbenchmark_thread_nanoseconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

int cbenchmark_connect(uint16_t port) {
  int made = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (made < 0) return -errno;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int on = 1;
  if (connect(made, (struct sockaddr *)&address, sizeof address) < 0
      || setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) < 0
      || fcntl(made, F_SETFL, O_NONBLOCK) < 0) {
    int failure = errno;
    close(made);
    return -failure;
  }
  return made;
}

int64_t cbenchmark_send(int socket, const uint8_t *bytes, size_t count) {
  ssize_t sent = send(socket, bytes, count, MSG_NOSIGNAL);
  if (sent < 0) return errno == EAGAIN ? 0 : -errno;
  return sent;
}

int64_t cbenchmark_receive(int socket, uint8_t *bytes, size_t count) {
  ssize_t taken = recv(socket, bytes, count, 0);
  if (taken < 0) return errno == EAGAIN ? 0 : -errno;
  return taken == 0 ? -ECONNRESET : taken;
}

void cbenchmark_close(int socket) { close(socket); }

int cbenchmark_poller(void) {
  int poller = epoll_create1(EPOLL_CLOEXEC);
  return poller < 0 ? -errno : poller;
}

int cbenchmark_poller_add(int poller, int socket, uint64_t token) {
  struct epoll_event event = {.events = EPOLLIN | EPOLLRDHUP, .data.u64 = token};
  return epoll_ctl(poller, EPOLL_CTL_ADD, socket, &event) < 0 ? -errno : 0;
}

int cbenchmark_poller_wait(int poller, uint64_t *tokens, int capacity, int64_t nanoseconds) {
  struct epoll_event events[64];
  if (capacity > 64) capacity = 64;
  struct timespec time = {.tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000};
  int count = epoll_pwait2(poller, events, capacity, nanoseconds < 0 ? NULL : &time, NULL);
  if (count < 0) return errno == EINTR ? 0 : -errno;
  for (int index = 0; index < count; index++) tokens[index] = events[index].data.u64;
  return count;
}

int64_t cbenchmark_raise_file_limit(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) < 0) return -errno;
  limit.rlim_cur = limit.rlim_max;
  if (setrlimit(RLIMIT_NOFILE, &limit) < 0) return -errno;
  return (int64_t)limit.rlim_cur;
}

void cbenchmark_wake_punctually(void) { prctl(PR_SET_TIMERSLACK, 1UL, 0, 0, 0); }
