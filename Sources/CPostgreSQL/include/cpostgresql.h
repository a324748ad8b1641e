#ifndef GATEHOUSE_CPOSTGRESQL_H
#define GATEHOUSE_CPOSTGRESQL_H

#include <stddef.h>
#include <stdint.h>

// PostgreSQL's client library, libpq, which is loaded when it is first asked for: it brings Kerberos and LDAP along, and
// most instances do without. Deadlines are nanoseconds of the monotonic clock. A connection belongs to one thread.

struct pg_conn;
struct pg_result;
struct pgNotify;

/// Loads the library, if it is not loaded yet; returns 0, or -1 with the reason as text ended by NUL.
int cpostgresql_load(char *problem, size_t capacity);

/// Whether a text is a connection URI or `keyword=value` pairs, as the library reads them.
int cpostgresql_is_connection_text(const char *text);

/// Connects, and returns a connection that may have failed; null without memory.
struct pg_conn *cpostgresql_connect(const char *text, int64_t deadline);

/// Closes a connection and frees it.
void cpostgresql_close(struct pg_conn *connection);

/// Whether the connection can still be used.
int cpostgresql_is_connected(const struct pg_conn *connection);

/// What the library says of the last error, ended by NUL and by a line break.
const char *cpostgresql_message(const struct pg_conn *connection);

/// Sends one statement and its parameters; 1 on success.
///
/// `values` holds the texts of the parameters one after the other, each ended by NUL; `starts` says where each begins,
/// or -1 for null, and `types` the type that each has, or 0 to let the server find it out.
int cpostgresql_send(
    struct pg_conn *connection, const char *sql, int count, const uint32_t *types, const char *values,
    const int32_t *starts, int64_t deadline);

/// Sends any number of statements without parameters; 1 on success.
int cpostgresql_send_script(struct pg_conn *connection, const char *sql, int64_t deadline);

enum cpostgresql_step {
  /// `result` is the next one.
  cpostgresql_step_result = 0,
  /// There are no more.
  cpostgresql_step_end = 1,
  /// The deadline has passed.
  cpostgresql_step_late = 2,
  /// The connection is lost.
  cpostgresql_step_lost = 3,
};

/// Waits for the next result of what was sent. Every one must be taken, until the end, and freed.
enum cpostgresql_step cpostgresql_next(struct pg_conn *connection, int64_t deadline, struct pg_result **result);

/// Frees a result.
void cpostgresql_free_result(struct pg_result *result);

/// Whether a result is an error.
int cpostgresql_is_error(const struct pg_result *result);

/// The five characters of SQLSTATE; empty where the library made the error.
const char *cpostgresql_state(const struct pg_result *result);

/// The error's first line, without the values that caused it.
const char *cpostgresql_problem(const struct pg_result *result);

/// What was done, such as `COMMIT` or `UPDATE 3`.
const char *cpostgresql_done(const struct pg_result *result);

/// How many rows a statement changed; 0 for one that reads.
int64_t cpostgresql_changed(struct pg_result *result);

int cpostgresql_rows(const struct pg_result *result);
int cpostgresql_columns(const struct pg_result *result);

enum cpostgresql_kind {
  cpostgresql_kind_null = 0,
  cpostgresql_kind_text = 1,
  cpostgresql_kind_integer = 2,
  cpostgresql_kind_boolean = 3,
  cpostgresql_kind_other = 4,
};

/// Of which kind a value is; `decimal`, which sums are, counts as an integer.
enum cpostgresql_kind cpostgresql_kind_of(const struct pg_result *result, int row, int column);

/// A value as text ended by NUL.
const char *cpostgresql_value(const struct pg_result *result, int row, int column);

/// A pipe that wakes a thread which waits for a connection: [0] is waited for, [1] rung. 0, or a negated errno.
int cpostgresql_bell_make(int bell[2]);
void cpostgresql_bell_ring(int end);
void cpostgresql_bell_close(int hears, int rings);

/// Waits until the connection, which may be null, has something to read, the bell rings or the time is up; 1 where the
/// bell rang.
int cpostgresql_wait(struct pg_conn *connection, int bell, int64_t nanoseconds);

/// Takes the next notification that has arrived; null for none. It has to be freed.
struct pgNotify *cpostgresql_notification(struct pg_conn *connection);
const char *cpostgresql_notification_channel(const struct pgNotify *notification);
const char *cpostgresql_notification_payload(const struct pgNotify *notification);
void cpostgresql_free_notification(struct pgNotify *notification);

#endif
