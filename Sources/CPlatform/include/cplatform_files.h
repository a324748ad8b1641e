#ifndef GATEHOUSE_CPLATFORM_FILES_H
#define GATEHOUSE_CPLATFORM_FILES_H

#include <errno.h>
#include <stddef.h>
#include <stdint.h>

// Files within one directory, and a thread that can be woken: what the audit log asks of the system.
// Every function that can fail returns a value of zero or more, or a negated errno.

enum {
  cplatform_errno_missing = ENOENT,
  cplatform_errno_exists = EEXIST,
  cplatform_errno_no_space = ENOSPC,
  cplatform_errno_quota = EDQUOT,
  cplatform_errno_would_block = EWOULDBLOCK,
};

/// Writes what the system says about an error number, ended by NUL.
void cplatform_errno_text(int number, char *text, size_t capacity);

enum cplatform_file_access {
  /// Opens an existing file for reading.
  cplatform_file_read_only = 0,
  /// Opens a file for reading and appending, and makes it where it is missing.
  cplatform_file_append = 1,
  /// Makes a file that must not exist, for reading and appending.
  cplatform_file_create = 2,
};

/// Opens the directory at `path`; makes it first, with mode 0700, where `create` is not 0.
int cplatform_directory_open(const char *path, int create);

/// Makes the directory's entries durable.
int cplatform_directory_sync(int directory);

/// Writes the names in a directory to `names`, each ended by NUL, as far as they fit; returns the room all of them need.
int64_t cplatform_directory_list(int directory, char *names, size_t capacity);

/// The bytes that an ordinary user may still write to the file system that holds `directory`.
int64_t cplatform_directory_free_bytes(int directory);

/// Opens a file of `directory`, closed on exec; one that is made has mode 0600.
int cplatform_file_open(int directory, const char *name, int how);

/// Appends all bytes, or fails; what a failed call wrote remains.
int cplatform_file_write_all(int file, const uint8_t *bytes, size_t count);

/// Reads up to `count` bytes from `offset`; 0 at the end of the file.
int64_t cplatform_file_read_at(int file, uint8_t *bytes, size_t count, int64_t offset);

/// Makes the file's bytes and length durable.
int cplatform_file_sync(int file);

/// Lets the system forget what it keeps in memory of the bytes before `offset`, which must be durable.
void cplatform_file_forget(int file, int64_t offset);

/// The file's length in bytes.
int64_t cplatform_file_length(int file);

/// Sets the file's length.
int cplatform_file_truncate(int file, int64_t length);

/// Takes `length` bytes of real space for the file.
int cplatform_file_reserve(int file, int64_t length);

/// Takes the file's exclusive lock, held until it is closed; -EWOULDBLOCK where another process holds it.
int cplatform_file_lock(int file);

/// Renames a file within `directory`, over one that has the new name.
int cplatform_file_rename(int directory, const char *from, const char *to);

/// Removes a file of `directory`.
int cplatform_file_remove(int directory, const char *name);

/// Closes a descriptor.
void cplatform_file_close(int file);

/// A thread and the bell that wakes it.
struct cplatform_worker;

/// Lets the calling thread stand back behind all others that want to run.
void cplatform_stand_back(void);

/// Starts a thread called `name` (at most 15 bytes) that runs `body` once; null where the system refuses.
struct cplatform_worker *cplatform_worker_start(
    const char *name, void (*body)(struct cplatform_worker *worker, void *context), void *context);

/// Wakes the thread, or makes its next wait return at once.
void cplatform_worker_wake(struct cplatform_worker *worker);

/// Waits, on the worker's own thread, until woken or until `nanoseconds` have passed; negative waits without end.
void cplatform_worker_wait(struct cplatform_worker *worker, int64_t nanoseconds);

/// Waits for the thread to end and frees it; on the thread itself, lets it end and free itself.
void cplatform_worker_join(struct cplatform_worker *worker);

/// Nanoseconds on a clock that never turns back.
int64_t cplatform_monotonic_nanoseconds(void);

/// Nanoseconds since 1970-01-01T00:00:00Z.
int64_t cplatform_wall_nanoseconds(void);

#endif
