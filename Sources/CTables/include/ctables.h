/// The data files that the product carries in its binary, by their paths below `Tables/`.
#pragma once
#include <stddef.h>

/// One file: its path, and its bytes.
struct ctable {
  const char *name;
  const unsigned char *bytes;
  size_t count;
};

/// The file of that number; its name is null beyond the last.
struct ctable ctable_at(size_t index);
