#include "ctables.h"

// Each table is named here and listed below; EmbeddedTablesTests compares the list with the folder.
static const unsigned char about[] = {
#embed "Tables/about.txt"
};

static const struct ctable tables[] = {
    {"about.txt", about, sizeof about},
};

struct ctable ctable_at(size_t index) {
  if (index < sizeof tables / sizeof *tables) return tables[index];
  return (struct ctable){0};
}
