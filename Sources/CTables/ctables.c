#include "ctables.h"

// Each table is named here and listed below; EmbeddedTablesTests compares the list with the folder.
static const unsigned char about[] = {
#embed "Tables/about.txt"
};

static const unsigned char sql_mysql[] = {
#embed "Tables/sql/mysql.txt"
};

static const unsigned char sql_postgresql[] = {
#embed "Tables/sql/postgresql.txt"
};

static const unsigned char sql_sqlite[] = {
#embed "Tables/sql/sqlite.txt"
};

static const unsigned char sql_tsql[] = {
#embed "Tables/sql/tsql.txt"
};

static const unsigned char tools_standard[] = {
#embed "Tables/tools/standard.yaml"
};

static const unsigned char tools_words[] = {
#embed "Tables/tools/words.txt"
};

static const unsigned char unicode_lookalikes[] = {
#embed "Tables/unicode/lookalikes.txt"
};

static const struct ctable tables[] = {
    {"about.txt", about, sizeof about},
    {"sql/mysql.txt", sql_mysql, sizeof sql_mysql},
    {"sql/postgresql.txt", sql_postgresql, sizeof sql_postgresql},
    {"sql/sqlite.txt", sql_sqlite, sizeof sql_sqlite},
    {"sql/tsql.txt", sql_tsql, sizeof sql_tsql},
    {"tools/standard.yaml", tools_standard, sizeof tools_standard},
    {"tools/words.txt", tools_words, sizeof tools_words},
    {"unicode/lookalikes.txt", unicode_lookalikes, sizeof unicode_lookalikes},
};

struct ctable ctable_at(size_t index) {
  if (index < sizeof tables / sizeof *tables) return tables[index];
  return (struct ctable){0};
}
