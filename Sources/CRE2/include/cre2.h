#ifndef GATEHOUSE_CRE2_H
#define GATEHOUSE_CRE2_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// RE2 behind C functions: everything is UTF-8 with a length, nothing is NUL-terminated except error texts, nothing throws.
// A compiled object is immutable and may be used by any number of threads at once.

#ifdef __cplusplus
extern "C" {
#endif

typedef struct cre2_regex cre2_regex;
typedef struct cre2_set cre2_set;

// Compiles one pattern; returns NULL and fills `error` (NUL-terminated, cut to `error_size`) when it is malformed or needs more than `max_memory` bytes.
cre2_regex *cre2_regex_compile(const char *pattern, size_t length, int64_t max_memory, char *error, size_t error_size);
void cre2_regex_free(cre2_regex *regex);

// Finds the leftmost match in the text that begins at `*begin` or behind it, at most `length`. `begin` and `end` receive its byte offsets;
// both NULL asks only whether something matches anywhere.
bool cre2_regex_find(const cre2_regex *regex, const char *text, size_t length, size_t *begin, size_t *end);

// Builds a set out of patterns that each compile alone; the matching of all of them together uses at most `max_memory` bytes.
cre2_set *cre2_set_create(int64_t max_memory);
void cre2_set_free(cre2_set *set);
bool cre2_set_add(cre2_set *set, const char *pattern, size_t length);
bool cre2_set_compile(cre2_set *set);

// Writes which patterns match anywhere in the text, in ascending order, to `indices` (room for every pattern);
// returns how many, or -1 when the memory ran out before the answer was known.
ptrdiff_t cre2_set_match(const cre2_set *set, const char *text, size_t length, int *indices, size_t capacity);

#ifdef __cplusplus
}
#endif

#endif
