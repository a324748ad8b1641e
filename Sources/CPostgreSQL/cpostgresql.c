#define _GNU_SOURCE
#include "cpostgresql.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#if __has_include(<libpq-fe.h>)
#include <libpq-fe.h>
#else
#include <postgresql/libpq-fe.h>
#endif

#ifdef __APPLE__
#define LIBRARY "libpq.5.dylib"
#else
#define LIBRARY "libpq.so.5"
#endif

// MARK: The library

#define FUNCTIONS(each) \
  each(PQclear) each(PQcmdStatus) each(PQcmdTuples) each(PQconnectPoll) each(PQconnectStartParams) \
  each(PQconninfoFree) each(PQconninfoParse) each(PQconsumeInput) each(PQerrorMessage) each(PQfinish) each(PQflush) \
  each(PQfreemem) each(PQftype) each(PQgetResult) each(PQgetisnull) each(PQgetvalue) each(PQisBusy) \
  each(PQisthreadsafe) each(PQnfields) each(PQnotifies) each(PQntuples) each(PQresultErrorField) each(PQresultStatus) \
  each(PQsendQuery) each(PQsendQueryParams) each(PQsetNoticeReceiver) each(PQsetSingleRowMode) each(PQsetnonblocking) \
  each(PQsocket) each(PQstatus)

// Each has the type that the header gives it.
#define MEMBER(name) __typeof__(name) *name;
static struct { FUNCTIONS(MEMBER) } pq;

static int load(char *problem, size_t capacity) {
  void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) {
    snprintf(problem, capacity, "%s", dlerror());
    return -1;
  }
#define RESOLVE(name) \
  *(void **)&pq.name = dlsym(library, #name); \
  if (pq.name == NULL) { \
    snprintf(problem, capacity, "%s has no " #name, LIBRARY); \
    dlclose(library); \
    return -1; \
  }
  FUNCTIONS(RESOLVE)
  if (!pq.PQisthreadsafe()) {
    snprintf(problem, capacity, "%s is not made for threads", LIBRARY);
    dlclose(library);
    return -1;
  }
  return 0;
}

int cpostgresql_load(char *problem, size_t capacity) {
  static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
  static int is_loaded = 0;
  pthread_mutex_lock(&lock);
  // One that could not be loaded may have been installed since.
  int outcome = is_loaded ? 0 : load(problem, capacity);
  if (outcome == 0) is_loaded = 1;
  pthread_mutex_unlock(&lock);
  return outcome;
}

// MARK: Waiting

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

/// Waits for a socket; 1 when it is ready, 0 when the deadline has passed, -1 for an error.
static int wait_for(PGconn *connection, short events, int64_t deadline) {
  struct pollfd socket = {.fd = pq.PQsocket(connection), .events = events};
  if (socket.fd < 0) return -1;
  for (;;) {
    int64_t rest = deadline - now();
    if (rest <= 0) return 0;
    int64_t milliseconds = rest / 1000000 + 1;
    int count = poll(&socket, 1, milliseconds > 60000 ? 60000 : (int)milliseconds);
    if (count > 0) return 1;
    if (count < 0 && errno != EINTR) return -1;
  }
}

// MARK: Connections

int cpostgresql_is_connection_text(const char *text) {
  char *problem = NULL;
  PQconninfoOption *options = pq.PQconninfoParse(text, &problem);
  if (problem != NULL) pq.PQfreemem(problem);
  if (options == NULL) return 0;
  pq.PQconninfoFree(options);
  return 1;
}

/// Drops what the server says beside its answers; the library would print it.
static void ignore_notice(void *context, const PGresult *result) {
  (void)context;
  (void)result;
}

struct pg_conn *cpostgresql_connect(const char *text, int64_t deadline) {
  // The first one is read as a connection text, and those after it win over what it says.
  const char *keywords[] = {"dbname", "client_encoding", "fallback_application_name", NULL};
  const char *values[] = {text, "UTF8", "gatehouse", NULL};
  PGconn *connection = pq.PQconnectStartParams(keywords, values, 1);
  if (connection == NULL) return NULL;
  PostgresPollingStatusType wanted = PGRES_POLLING_WRITING;
  while (pq.PQstatus(connection) != CONNECTION_BAD) {
    if (wait_for(connection, wanted == PGRES_POLLING_READING ? POLLIN : POLLOUT, deadline) != 1) break;
    wanted = pq.PQconnectPoll(connection);
    if (wanted == PGRES_POLLING_OK || wanted == PGRES_POLLING_FAILED) break;
  }
  if (wanted == PGRES_POLLING_OK) {
    pq.PQsetNoticeReceiver(connection, ignore_notice, NULL);
    pq.PQsetnonblocking(connection, 1);
  }
  return connection;
}

void cpostgresql_close(struct pg_conn *connection) { pq.PQfinish(connection); }

int cpostgresql_is_connected(const struct pg_conn *connection) {
  return pq.PQstatus(connection) == CONNECTION_OK;
}

const char *cpostgresql_message(const struct pg_conn *connection) { return pq.PQerrorMessage(connection); }

// MARK: Statements

/// Sends what waits in the library's buffer, and reads meanwhile, so that neither side waits for the other for ever.
static int flush(PGconn *connection, int64_t deadline) {
  for (;;) {
    int rest = pq.PQflush(connection);
    if (rest <= 0) return rest == 0;
    if (wait_for(connection, POLLIN | POLLOUT, deadline) != 1) return 0;
    if (!pq.PQconsumeInput(connection)) return 0;
  }
}

int cpostgresql_send(
    struct pg_conn *connection, const char *sql, int count, const uint32_t *types, const char *values,
    const int32_t *starts, int64_t deadline) {
  const char **texts = count > 0 ? calloc((size_t)count, sizeof *texts) : NULL;
  if (count > 0 && texts == NULL) return 0;
  for (int index = 0; index < count; index += 1) {
    texts[index] = starts[index] < 0 ? NULL : values + starts[index];
  }
  int is_sent = pq.PQsendQueryParams(connection, sql, count, types, texts, NULL, NULL, 0);
  free(texts);
  if (!is_sent) return 0;
  pq.PQsetSingleRowMode(connection);
  return flush(connection, deadline);
}

int cpostgresql_send_script(struct pg_conn *connection, const char *sql, int64_t deadline) {
  return pq.PQsendQuery(connection, sql) && flush(connection, deadline);
}

enum cpostgresql_step cpostgresql_next(struct pg_conn *connection, int64_t deadline, struct pg_result **result) {
  while (pq.PQisBusy(connection)) {
    int ready = wait_for(connection, POLLIN, deadline);
    if (ready == 0) return cpostgresql_step_late;
    if (ready < 0 || !pq.PQconsumeInput(connection)) return cpostgresql_step_lost;
  }
  *result = pq.PQgetResult(connection);
  if (*result != NULL) return cpostgresql_step_result;
  return cpostgresql_is_connected(connection) ? cpostgresql_step_end : cpostgresql_step_lost;
}

// MARK: Results

void cpostgresql_free_result(struct pg_result *result) { pq.PQclear(result); }

int cpostgresql_is_error(const struct pg_result *result) {
  switch (pq.PQresultStatus(result)) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
    case PGRES_SINGLE_TUPLE: return 0;
    default: return 1;
  }
}

static const char *field(const PGresult *result, int code) {
  const char *text = pq.PQresultErrorField(result, code);
  return text == NULL ? "" : text;
}

const char *cpostgresql_state(const struct pg_result *result) { return field(result, PG_DIAG_SQLSTATE); }

const char *cpostgresql_problem(const struct pg_result *result) {
  return field(result, PG_DIAG_MESSAGE_PRIMARY);
}

const char *cpostgresql_done(const struct pg_result *result) {
  // The library asks for a result that it may change, and does not change it.
  return pq.PQcmdStatus((PGresult *)result);
}

int64_t cpostgresql_changed(struct pg_result *result) {
  const char *done = pq.PQcmdStatus(result);
  if (strncmp(done, "SELECT", 6) == 0) return 0;
  return strtoll(pq.PQcmdTuples(result), NULL, 10);
}

int cpostgresql_rows(const struct pg_result *result) { return pq.PQntuples(result); }

int cpostgresql_columns(const struct pg_result *result) { return pq.PQnfields(result); }

enum cpostgresql_kind cpostgresql_kind_of(const struct pg_result *result, int row, int column) {
  if (pq.PQgetisnull(result, row, column)) return cpostgresql_kind_null;
  // The numbers of types are fixed: src/include/catalog/pg_type.dat.
  switch (pq.PQftype(result, column)) {
    case 16: return cpostgresql_kind_boolean;
    case 20: case 21: case 23: case 1700: return cpostgresql_kind_integer;
    case 19: case 25: case 705: case 1042: case 1043: return cpostgresql_kind_text;
    default: return cpostgresql_kind_other;
  }
}

const char *cpostgresql_value(const struct pg_result *result, int row, int column) {
  return pq.PQgetvalue(result, row, column);
}

// MARK: Notifications

int cpostgresql_bell_make(int bell[2]) {
  if (pipe(bell) < 0) return -errno;
  for (int end = 0; end < 2; end += 1) {
    fcntl(bell[end], F_SETFD, FD_CLOEXEC);
    fcntl(bell[end], F_SETFL, O_NONBLOCK);
  }
  return 0;
}

void cpostgresql_bell_ring(int end) {
  // A full pipe rings already.
  ssize_t written = write(end, "!", 1);
  (void)written;
}

void cpostgresql_bell_close(int hears, int rings) {
  close(hears);
  close(rings);
}

int cpostgresql_wait(struct pg_conn *connection, int bell, int64_t nanoseconds) {
  struct pollfd sources[] = {
      {.fd = bell, .events = POLLIN},
      {.fd = connection == NULL ? -1 : pq.PQsocket(connection), .events = POLLIN},
  };
  int64_t milliseconds = nanoseconds / 1000000 + 1;
  poll(sources, 2, nanoseconds < 0 ? -1 : milliseconds > 60000 ? 60000 : (int)milliseconds);
  int is_rung = (sources[0].revents & POLLIN) != 0;
  char rings[64];
  while (is_rung && read(bell, rings, sizeof rings) > 0) {}
  if (connection != NULL && sources[1].revents != 0) pq.PQconsumeInput(connection);
  return is_rung;
}

struct pgNotify *cpostgresql_notification(struct pg_conn *connection) { return pq.PQnotifies(connection); }

const char *cpostgresql_notification_channel(const struct pgNotify *notification) { return notification->relname; }

const char *cpostgresql_notification_payload(const struct pgNotify *notification) { return notification->extra; }

void cpostgresql_free_notification(struct pgNotify *notification) { pq.PQfreemem(notification); }
