#define _GNU_SOURCE
#include "cplatform_files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static int result(int value) { return value < 0 ? -errno : value; }

void cplatform_errno_text(int number, char *text, size_t capacity) {
  // The POSIX form, which reports failure, is hidden behind the GNU one; the GNU one returns the text.
#ifdef __APPLE__
  strerror_r(number, text, capacity);
#else
  char own[128];
  snprintf(text, capacity, "%s", strerror_r(number, own, sizeof own));
#endif
}

int cplatform_directory_open(const char *path, int create) {
  if (create && mkdir(path, 0700) < 0 && errno != EEXIST) return -errno;
  return result(open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

int cplatform_directory_sync(int directory) { return result(fsync(directory)); }

int64_t cplatform_directory_list(int directory, char *names, size_t capacity) {
  // A stream of its own: `fdopendir` takes its descriptor over and shares its position.
  int own = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (own < 0) return -errno;
  DIR *stream = fdopendir(own);
  if (stream == NULL) {
    int failure = errno;
    close(own);
    return -failure;
  }
  int64_t needed = 0;
  struct dirent *entry;
  while (errno = 0, (entry = readdir(stream)) != NULL) {
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
    size_t count = strlen(entry->d_name) + 1;
    if ((size_t)needed + count <= capacity) memcpy(names + needed, entry->d_name, count);
    needed += (int64_t)count;
  }
  int failure = errno;
  closedir(stream);
  return failure ? -failure : needed;
}

int64_t cplatform_directory_free_bytes(int directory) {
  struct statvfs space;
  if (fstatvfs(directory, &space) < 0) return -errno;
  return (int64_t)space.f_bavail * (int64_t)space.f_frsize;
}

int cplatform_file_open(int directory, const char *name, int how) {
  int flags = O_CLOEXEC | O_NOFOLLOW;
  switch (how) {
    case cplatform_file_append: flags |= O_RDWR | O_APPEND | O_CREAT; break;
    case cplatform_file_create: flags |= O_RDWR | O_APPEND | O_CREAT | O_EXCL; break;
    default: flags |= O_RDONLY; break;
  }
  return result(openat(directory, name, flags, 0600));
}

int cplatform_file_write_all(int file, const uint8_t *bytes, size_t count) {
  while (count > 0) {
    ssize_t written = write(file, bytes, count);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return -errno;
    bytes += written;
    count -= (size_t)written;
  }
  return 0;
}

int64_t cplatform_file_read_at(int file, uint8_t *bytes, size_t count, int64_t offset) {
  ssize_t taken;
  do {
    taken = pread(file, bytes, count, offset);
  } while (taken < 0 && errno == EINTR);
  return taken < 0 ? -errno : taken;
}

int cplatform_file_sync(int file) {
#ifdef __APPLE__
  return result(fcntl(file, F_FULLFSYNC));
#else
  return result(fdatasync(file));
#endif
}

void cplatform_file_forget(int file, int64_t offset) {
#ifdef __linux__
  // Whole pages only: the last one is written to again. It is advice; where it is not taken nothing is lost but memory.
  posix_fadvise(file, 0, offset & ~INT64_C(4095), POSIX_FADV_DONTNEED);
#else
  (void)file, (void)offset;
#endif
}

int64_t cplatform_file_length(int file) {
  struct stat status;
  return fstat(file, &status) < 0 ? -errno : (int64_t)status.st_size;
}

int cplatform_file_truncate(int file, int64_t length) { return result(ftruncate(file, length)); }

int cplatform_file_reserve(int file, int64_t length) {
#ifdef __APPLE__
  fstore_t space = {F_ALLOCATEALL, F_PEOFPOSMODE, 0, length, 0};
  if (fcntl(file, F_PREALLOCATE, &space) < 0) return -errno;
  return result(ftruncate(file, length));
#else
  return -posix_fallocate(file, 0, length);
#endif
}

int cplatform_file_lock(int file) { return result(flock(file, LOCK_EX | LOCK_NB)); }

int cplatform_file_rename(int directory, const char *from, const char *to) {
  return result(renameat(directory, from, directory, to));
}

int cplatform_file_remove(int directory, const char *name) {
  return result(unlinkat(directory, name, 0));
}

void cplatform_file_close(int file) { close(file); }

struct cplatform_worker {
  pthread_t thread;
  pthread_mutex_t lock;
  pthread_cond_t bell;
  int rung;
  /// Whether nobody else holds it any more: its own thread frees it.
  int is_orphan;
  char name[16];
  void (*body)(struct cplatform_worker *, void *);
  void *context;
};

static void destroy(struct cplatform_worker *worker) {
  pthread_cond_destroy(&worker->bell);
  pthread_mutex_destroy(&worker->lock);
  free(worker);
}

static void *run(void *argument) {
  struct cplatform_worker *worker = argument;
#ifdef __APPLE__
  pthread_setname_np(worker->name);
#else
  pthread_setname_np(pthread_self(), worker->name);
#endif
  worker->body(worker, worker->context);
  if (worker->is_orphan) destroy(worker);
  return NULL;
}

void cplatform_stand_back(void) {
#ifdef __linux__
  // On Linux the nice value belongs to a thread. Where it cannot be changed, nothing is lost but some speed.
  setpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid), 19);
#endif
}

struct cplatform_worker *cplatform_worker_start(
    const char *name, void (*body)(struct cplatform_worker *, void *), void *context) {
  struct cplatform_worker *worker = calloc(1, sizeof *worker);
  if (worker == NULL) return NULL;
  strncpy(worker->name, name, sizeof worker->name - 1);
  worker->body = body;
  worker->context = context;
  pthread_mutex_init(&worker->lock, NULL);
  pthread_condattr_t attributes;
  pthread_condattr_init(&attributes);
#ifndef __APPLE__
  pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
#endif
  pthread_cond_init(&worker->bell, &attributes);
  pthread_condattr_destroy(&attributes);
  if (pthread_create(&worker->thread, NULL, run, worker) != 0) {
    pthread_cond_destroy(&worker->bell);
    pthread_mutex_destroy(&worker->lock);
    free(worker);
    return NULL;
  }
  return worker;
}

void cplatform_worker_wake(struct cplatform_worker *worker) {
  pthread_mutex_lock(&worker->lock);
  worker->rung = 1;
  pthread_cond_signal(&worker->bell);
  pthread_mutex_unlock(&worker->lock);
}

void cplatform_worker_wait(struct cplatform_worker *worker, int64_t nanoseconds) {
  struct timespec until = {0, 0};
  if (nanoseconds >= 0) {
#ifdef __APPLE__
    clock_gettime(CLOCK_REALTIME, &until);
#else
    clock_gettime(CLOCK_MONOTONIC, &until);
#endif
    until.tv_sec += nanoseconds / 1000000000;
    until.tv_nsec += nanoseconds % 1000000000;
    if (until.tv_nsec >= 1000000000) {
      until.tv_sec += 1;
      until.tv_nsec -= 1000000000;
    }
  }
  pthread_mutex_lock(&worker->lock);
  int outcome = 0;
  while (!worker->rung && outcome == 0) {
    outcome = nanoseconds < 0 ? pthread_cond_wait(&worker->bell, &worker->lock)
                              : pthread_cond_timedwait(&worker->bell, &worker->lock, &until);
  }
  worker->rung = 0;
  pthread_mutex_unlock(&worker->lock);
}

void cplatform_worker_join(struct cplatform_worker *worker) {
  if (pthread_equal(worker->thread, pthread_self())) {
    pthread_detach(worker->thread);
    worker->is_orphan = 1;
    return;
  }
  pthread_join(worker->thread, NULL);
  destroy(worker);
}

static int64_t nanoseconds(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t cplatform_monotonic_nanoseconds(void) { return nanoseconds(CLOCK_MONOTONIC); }

int64_t cplatform_wall_nanoseconds(void) { return nanoseconds(CLOCK_REALTIME); }
