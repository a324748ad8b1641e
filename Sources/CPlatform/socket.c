#ifdef __linux__
#define _GNU_SOURCE
#endif

#include "cplatform_socket.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#ifdef __linux__
#include <sched.h>
#endif

/// Closes a descriptor and passes on the error that came before.
static int fail(int descriptor) {
  int error = errno;
  if (descriptor >= 0) close(descriptor);
  return -error;
}

static int open_socket(int domain) {
#ifdef __linux__
  return socket(domain, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
#else
  int descriptor = socket(domain, SOCK_STREAM, 0);
  if (descriptor < 0) return -1;
  fcntl(descriptor, F_SETFD, FD_CLOEXEC);
  fcntl(descriptor, F_SETFL, O_NONBLOCK);
  return descriptor;
#endif
}

static void describe(const struct sockaddr_storage *address, struct cplatform_address *out) {
  memset(out, 0, sizeof *out);
  if (address->ss_family == AF_INET) {
    const struct sockaddr_in *v4 = (const struct sockaddr_in *)address;
    out->family = 4;
    out->port = ntohs(v4->sin_port);
    memcpy(out->bytes, &v4->sin_addr, 4);
  } else if (address->ss_family == AF_INET6) {
    const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)address;
    out->family = 6;
    out->port = ntohs(v6->sin6_port);
    memcpy(out->bytes, &v6->sin6_addr, 16);
  }
}

int cplatform_listen_tcp(const char *host, uint16_t port, int backlog, struct cplatform_address *bound) {
  struct sockaddr_storage address;
  socklen_t length;
  memset(&address, 0, sizeof address);
  struct sockaddr_in *v4 = (struct sockaddr_in *)&address;
  struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)&address;
  if (inet_pton(AF_INET, host, &v4->sin_addr) == 1) {
    v4->sin_family = AF_INET;
    v4->sin_port = htons(port);
    length = sizeof *v4;
  } else if (inet_pton(AF_INET6, host, &v6->sin6_addr) == 1) {
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(port);
    length = sizeof *v6;
  } else {
    return -EINVAL;
  }
  int descriptor = open_socket(address.ss_family);
  if (descriptor < 0) return fail(descriptor);
  int on = 1;
  // Lets a restart bind while old connections linger; it does not let a second process share the port.
  if (setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) < 0) return fail(descriptor);
  // `::` is IPv6 alone, so that an operator says which families are open.
  if (address.ss_family == AF_INET6 &&
      setsockopt(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on) < 0)
    return fail(descriptor);
  if (bind(descriptor, (struct sockaddr *)&address, length) < 0) return fail(descriptor);
  if (listen(descriptor, backlog) < 0) return fail(descriptor);
  length = sizeof address;
  if (getsockname(descriptor, (struct sockaddr *)&address, &length) < 0) return fail(descriptor);
  describe(&address, bound);
  return descriptor;
}

static int unix_address(const char *path, struct sockaddr_un *address) {
  memset(address, 0, sizeof *address);
  address->sun_family = AF_UNIX;
  if (strlen(path) >= sizeof address->sun_path) return -ENAMETOOLONG;
  strcpy(address->sun_path, path);
  return 0;
}

int cplatform_listen_unix(const char *path, const char *temporary, mode_t mode, int backlog) {
  struct sockaddr_un address;
  int error = unix_address(path, &address);
  if (error == 0) error = unix_address(temporary, &address);
  if (error < 0) return error;
  int descriptor = open_socket(AF_UNIX);
  if (descriptor < 0) return fail(descriptor);
  if (unlink(temporary) < 0 && errno != ENOENT) return fail(descriptor);
  if (bind(descriptor, (struct sockaddr *)&address, sizeof address) < 0) return fail(descriptor);
  // Nobody can connect before listen(), so the mode is never wider than asked for.
  if (chmod(temporary, mode) < 0 || listen(descriptor, backlog) < 0 || rename(temporary, path) < 0) {
    error = fail(descriptor);
    unlink(temporary);
    return error;
  }
  return descriptor;
}

int cplatform_probe_unix(const char *path) {
  struct stat status;
  if (lstat(path, &status) < 0) return -errno;
  if (!S_ISSOCK(status.st_mode)) return -ENOTSOCK;
  struct sockaddr_un address;
  int error = unix_address(path, &address);
  if (error < 0) return error;
  int descriptor = open_socket(AF_UNIX);
  if (descriptor < 0) return fail(descriptor);
  if (connect(descriptor, (struct sockaddr *)&address, sizeof address) == 0) {
    close(descriptor);
    return 1;
  }
  error = fail(descriptor);
  if (error == -ECONNREFUSED) return 0;
  // A full backlog, and a listener of another user, both mean that somebody is there.
  if (error == -EAGAIN || error == -EINPROGRESS || error == -EACCES) return 1;
  return error;
}

int cplatform_unix_path_limit(void) {
  return (int)sizeof(((struct sockaddr_un *)0)->sun_path) - 1;
}

int cplatform_accept(int listener, struct cplatform_address *peer) {
  struct sockaddr_storage address;
  socklen_t length = sizeof address;
  memset(&address, 0, sizeof address);
#ifdef __linux__
  int descriptor = accept4(listener, (struct sockaddr *)&address, &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (descriptor < 0) return -errno;
#else
  int descriptor = accept(listener, (struct sockaddr *)&address, &length);
  if (descriptor < 0) return -errno;
  fcntl(descriptor, F_SETFD, FD_CLOEXEC);
  fcntl(descriptor, F_SETFL, O_NONBLOCK);
#endif
  describe(&address, peer);
  return descriptor;
}

int cplatform_peer_credentials(int socket, struct cplatform_credentials *credentials) {
#ifdef __linux__
  struct ucred peer;
  socklen_t length = sizeof peer;
  if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &length) < 0) return -errno;
  credentials->uid = peer.uid;
  credentials->gid = peer.gid;
  credentials->pid = peer.pid;
  return 0;
#else
  uid_t uid;
  gid_t gid;
  if (getpeereid(socket, &uid, &gid) < 0) return -errno;
  credentials->uid = uid;
  credentials->gid = gid;
  pid_t pid = 0;
  socklen_t length = sizeof pid;
  if (getsockopt(socket, SOL_LOCAL, LOCAL_PEERPID, &pid, &length) < 0) pid = 0;
  credentials->pid = pid;
  return 0;
#endif
}


int cplatform_reserve_descriptor(void) {
  int descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC);
  return descriptor < 0 ? -errno : descriptor;
}

void cplatform_name_thread(const char *name) {
#ifdef __linux__
  pthread_setname_np(pthread_self(), name);
#else
  pthread_setname_np(name);
#endif
}

int cplatform_processors(void) {
#ifdef __linux__
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) {
    int count = CPU_COUNT(&set);
    if (count > 0) return count;
  }
#endif
  long count = sysconf(_SC_NPROCESSORS_ONLN);
  return count > 0 ? (int)count : 1;
}
