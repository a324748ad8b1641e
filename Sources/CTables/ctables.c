#include "ctables.h"

// Each table is named here and listed below; EmbeddedTablesTests compares the list with the folder.
static const unsigned char about[] = {
#embed "Tables/about.txt"
};

static const unsigned char unicode_lookalikes[] = {
#embed "Tables/unicode/lookalikes.txt"
};

static const struct ctable tables[] = {
    {"about.txt", about, sizeof about},
    {"unicode/lookalikes.txt", unicode_lookalikes, sizeof unicode_lookalikes},
};

struct ctable ctable_at(size_t index) {
  if (index < sizeof tables / sizeof *tables) return tables[index];
  return (struct ctable){0};
}
