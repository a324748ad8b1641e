#include "cre2.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <vector>

#include <re2/re2.h>
#include <re2/set.h>

struct cre2_regex {
  RE2 regex;
};

struct cre2_set {
  RE2::Set set;
  size_t count = 0;
};

static RE2::Options options(int64_t max_memory) {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(max_memory);
  return options;
}

static re2::StringPiece piece(const char *text, size_t length) {
  return re2::StringPiece(length == 0 ? "" : text, length);
}

extern "C" cre2_regex *cre2_regex_compile(
    const char *pattern, size_t length, int64_t max_memory, char *error, size_t error_size) {
  auto *compiled = new (std::nothrow) cre2_regex{RE2(piece(pattern, length), options(max_memory))};
  if (compiled != nullptr && compiled->regex.ok()) return compiled;
  if (error_size > 0) {
    const std::string text = compiled == nullptr ? "out of memory" : compiled->regex.error();
    const size_t kept = std::min(text.size(), error_size - 1);
    std::memcpy(error, text.data(), kept);
    error[kept] = '\0';
  }
  delete compiled;
  return nullptr;
}

extern "C" void cre2_regex_free(cre2_regex *regex) { delete regex; }

extern "C" bool cre2_regex_find(
    const cre2_regex *regex, const char *text, size_t length, size_t *begin, size_t *end) {
  const re2::StringPiece subject = piece(text, length);
  re2::StringPiece found;
  const bool wants_span = begin != nullptr && end != nullptr;
  if (!regex->regex.Match(subject, wants_span ? *begin : 0, length, RE2::UNANCHORED, &found, wants_span ? 1 : 0)) return false;
  if (wants_span) {
    *begin = static_cast<size_t>(found.data() - subject.data());
    *end = *begin + found.size();
  }
  return true;
}

extern "C" cre2_set *cre2_set_create(int64_t max_memory) {
  return new (std::nothrow) cre2_set{RE2::Set(options(max_memory), RE2::UNANCHORED)};
}

extern "C" void cre2_set_free(cre2_set *set) { delete set; }

extern "C" bool cre2_set_add(cre2_set *set, const char *pattern, size_t length) {
  if (set->set.Add(piece(pattern, length), nullptr) < 0) return false;
  set->count += 1;
  return true;
}

extern "C" bool cre2_set_compile(cre2_set *set) { return set->set.Compile(); }

extern "C" ptrdiff_t cre2_set_match(
    const cre2_set *set, const char *text, size_t length, int *indices, size_t capacity) {
  std::vector<int> found;
  RE2::Set::ErrorInfo error{RE2::Set::kNoError};
  if (capacity < set->count) return -1;
  if (!set->set.Match(piece(text, length), &found, &error)) {
    return error.kind == RE2::Set::kNoError ? 0 : -1;
  }
  std::sort(found.begin(), found.end());
  std::copy(found.begin(), found.end(), indices);
  return static_cast<ptrdiff_t>(found.size());
}
