#ifndef GATEHOUSE_CPLATFORM_SOCKET_H
#define GATEHOUSE_CPLATFORM_SOCKET_H

#include <stdint.h>
#include <sys/types.h>

// Sockets, where they differ between systems or have no safe form in Swift.
// Every function that can fail returns a value of zero or more, or a negated errno.

/// The address of one end of a socket.
struct cplatform_address {
  /// 4 or 6; 0 for a Unix-domain socket.
  int family;
  /// In host byte order.
  uint16_t port;
  /// Network byte order; the first four bytes where `family` is 4.
  uint8_t bytes[16];
};

/// Who opened the other end of a Unix-domain socket.
struct cplatform_credentials {
  uint32_t uid;
  uint32_t gid;
  /// 0 where the system does not tell.
  int32_t pid;
};

/// Opens a listening TCP socket, non-blocking and closed on exec.
/// `host` is a numeric IPv4 or IPv6 address; port 0 takes a free one. The address in use is written to `bound`.
int cplatform_listen_tcp(const char *host, uint16_t port, int backlog, struct cplatform_address *bound);

/// Opens a listening Unix-domain socket at `path` by binding it at `temporary` in the same directory, setting its mode,
/// and renaming it into place, so that no one can connect before the mode holds and an old file is replaced at once.
int cplatform_listen_unix(const char *path, const char *temporary, mode_t mode, int backlog);

/// Tries the Unix-domain socket at `path`: 1 somebody listens, 0 nobody does, -ENOENT nothing is there,
/// -ENOTSOCK it is another kind of file.
int cplatform_probe_unix(const char *path);

/// The longest path a Unix-domain socket may have, in bytes.
int cplatform_unix_path_limit(void);

/// Accepts one connection, non-blocking and closed on exec, and writes the address of its other end to `peer`.
int cplatform_accept(int listener, struct cplatform_address *peer);

/// Reads who connected to the Unix-domain socket `socket`.
int cplatform_peer_credentials(int socket, struct cplatform_credentials *credentials);


/// Opens a descriptor that serves only to be closed when the process has run out of them.
int cplatform_reserve_descriptor(void);

/// Names the calling thread, for debuggers and `top`; at most 15 bytes.
void cplatform_name_thread(const char *name);

/// The number of processors this process may use, at least 1.
int cplatform_processors(void);

#endif
