#include "ctables.h"

// `#embed` is C23, which the package's manifest cannot ask for.
#pragma clang diagnostic ignored "-Wc23-extensions"

// Each table is named here and listed below; EmbeddedTablesTests compares the list with the folder.
static const unsigned char about[] = {
#embed "Tables/about.txt"
};

static const unsigned char code_awk[] = {
#embed "Tables/code/awk.txt"
};

static const unsigned char code_bc[] = {
#embed "Tables/code/bc.txt"
};

static const unsigned char code_bpftrace[] = {
#embed "Tables/code/bpftrace.txt"
};

static const unsigned char code_dc[] = {
#embed "Tables/code/dc.txt"
};

static const unsigned char code_dotnet[] = {
#embed "Tables/code/dotnet.txt"
};

static const unsigned char code_ed[] = {
#embed "Tables/code/ed.txt"
};

static const unsigned char code_elixir[] = {
#embed "Tables/code/elixir.txt"
};

static const unsigned char code_emacs[] = {
#embed "Tables/code/emacs.txt"
};

static const unsigned char code_gdb[] = {
#embed "Tables/code/gdb.txt"
};

static const unsigned char code_gnuplot[] = {
#embed "Tables/code/gnuplot.txt"
};

static const unsigned char code_go[] = {
#embed "Tables/code/go.txt"
};

static const unsigned char code_guile[] = {
#embed "Tables/code/guile.txt"
};

static const unsigned char code_haskell[] = {
#embed "Tables/code/haskell.txt"
};

static const unsigned char code_java[] = {
#embed "Tables/code/java.txt"
};

static const unsigned char code_julia[] = {
#embed "Tables/code/julia.txt"
};

static const unsigned char code_less[] = {
#embed "Tables/code/less.txt"
};

static const unsigned char code_lftp[] = {
#embed "Tables/code/lftp.txt"
};

static const unsigned char code_lua[] = {
#embed "Tables/code/lua.txt"
};

static const unsigned char code_m4[] = {
#embed "Tables/code/m4.txt"
};

static const unsigned char code_make[] = {
#embed "Tables/code/make.txt"
};

static const unsigned char code_mysql[] = {
#embed "Tables/code/mysql.txt"
};

static const unsigned char code_node[] = {
#embed "Tables/code/node.txt"
};

static const unsigned char code_octave[] = {
#embed "Tables/code/octave.txt"
};

static const unsigned char code_perl[] = {
#embed "Tables/code/perl.txt"
};

static const unsigned char code_perl_module[] = {
#embed "Tables/code/perl-module.txt"
};

static const unsigned char code_ffmpeg_filter[] = {
#embed "Tables/code/ffmpeg-filter.txt"
};

static const unsigned char code_php[] = {
#embed "Tables/code/php.txt"
};

static const unsigned char code_psql[] = {
#embed "Tables/code/psql.txt"
};

static const unsigned char code_pwsh[] = {
#embed "Tables/code/pwsh.txt"
};

static const unsigned char code_python[] = {
#embed "Tables/code/python.txt"
};

static const unsigned char code_r[] = {
#embed "Tables/code/r.txt"
};

static const unsigned char code_rpm[] = {
#embed "Tables/code/rpm.txt"
};

static const unsigned char code_ruby[] = {
#embed "Tables/code/ruby.txt"
};

static const unsigned char code_sqlite3[] = {
#embed "Tables/code/sqlite3.txt"
};

static const unsigned char code_tcl[] = {
#embed "Tables/code/tcl.txt"
};

static const unsigned char code_tex[] = {
#embed "Tables/code/tex.txt"
};

static const unsigned char code_vim[] = {
#embed "Tables/code/vim.txt"
};

static const unsigned char commands_builds[] = {
#embed "Tables/commands/builds.txt"
};

static const unsigned char commands_checks[] = {
#embed "Tables/commands/checks.txt"
};

static const unsigned char commands_cloud[] = {
#embed "Tables/commands/cloud.txt"
};

static const unsigned char commands_containers[] = {
#embed "Tables/commands/containers.txt"
};

static const unsigned char commands_databases[] = {
#embed "Tables/commands/databases.txt"
};

static const unsigned char commands_languages[] = {
#embed "Tables/commands/languages.txt"
};

static const unsigned char commands_media[] = {
#embed "Tables/commands/media.txt"
};

static const unsigned char commands_other_tools[] = {
#embed "Tables/commands/other-tools.txt"
};

static const unsigned char commands_packages[] = {
#embed "Tables/commands/packages.txt"
};

static const unsigned char commands_versions[] = {
#embed "Tables/commands/versions.txt"
};

static const unsigned char drafting_words[] = {
#embed "Tables/drafting/words.txt"
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

static const unsigned char web_hosts[] = {
#embed "Tables/web/hosts.txt"
};

static const unsigned char commands_archives[] = {
#embed "Tables/commands/archives.txt"
};

static const unsigned char commands_coreutils[] = {
#embed "Tables/commands/coreutils.txt"
};

static const unsigned char commands_editors[] = {
#embed "Tables/commands/editors.txt"
};

static const unsigned char commands_network[] = {
#embed "Tables/commands/network.txt"
};

static const unsigned char commands_system[] = {
#embed "Tables/commands/system.txt"
};

static const unsigned char commands_wrappers[] = {
#embed "Tables/commands/wrappers.txt"
};

static const unsigned char detectors_injection_model[] = {
#embed "Tables/detectors/injection-model.bin"
};

static const unsigned char detectors_markers[] = {
#embed "Tables/detectors/markers.txt"
};

static const unsigned char detectors_national_ids[] = {
#embed "Tables/detectors/national-ids.txt"
};

static const unsigned char detectors_phrases[] = {
#embed "Tables/detectors/phrases.txt"
};

static const unsigned char detectors_services[] = {
#embed "Tables/detectors/services.txt"
};

static const unsigned char detectors_tokens[] = {
#embed "Tables/detectors/tokens.txt"
};

static const unsigned char commands_shells[] = {
#embed "Tables/commands/shells.txt"
};

static const struct ctable tables[] = {
    {"code/bc.txt", code_bc, sizeof code_bc},
    {"code/elixir.txt", code_elixir, sizeof code_elixir},
    {"code/go.txt", code_go, sizeof code_go},
    {"code/haskell.txt", code_haskell, sizeof code_haskell},
    {"code/julia.txt", code_julia, sizeof code_julia},
    {"code/less.txt", code_less, sizeof code_less},
    {"commands/builds.txt", commands_builds, sizeof commands_builds},
    {"commands/checks.txt", commands_checks, sizeof commands_checks},
    {"commands/cloud.txt", commands_cloud, sizeof commands_cloud},
    {"commands/containers.txt", commands_containers, sizeof commands_containers},
    {"commands/databases.txt", commands_databases, sizeof commands_databases},
    {"commands/languages.txt", commands_languages, sizeof commands_languages},
    {"commands/media.txt", commands_media, sizeof commands_media},
    {"commands/other-tools.txt", commands_other_tools, sizeof commands_other_tools},
    {"commands/packages.txt", commands_packages, sizeof commands_packages},
    {"commands/shells.txt", commands_shells, sizeof commands_shells},
    {"commands/versions.txt", commands_versions, sizeof commands_versions},
    {"commands/wrappers.txt", commands_wrappers, sizeof commands_wrappers},
    {"commands/system.txt", commands_system, sizeof commands_system},
    {"commands/network.txt", commands_network, sizeof commands_network},
    {"commands/editors.txt", commands_editors, sizeof commands_editors},
    {"commands/coreutils.txt", commands_coreutils, sizeof commands_coreutils},
    {"commands/archives.txt", commands_archives, sizeof commands_archives},
    {"about.txt", about, sizeof about},
    {"detectors/injection-model.bin", detectors_injection_model, sizeof detectors_injection_model},
    {"detectors/markers.txt", detectors_markers, sizeof detectors_markers},
    {"detectors/national-ids.txt", detectors_national_ids, sizeof detectors_national_ids},
    {"detectors/phrases.txt", detectors_phrases, sizeof detectors_phrases},
    {"detectors/services.txt", detectors_services, sizeof detectors_services},
    {"detectors/tokens.txt", detectors_tokens, sizeof detectors_tokens},
    {"code/awk.txt", code_awk, sizeof code_awk},
    {"code/bpftrace.txt", code_bpftrace, sizeof code_bpftrace},
    {"code/dc.txt", code_dc, sizeof code_dc},
    {"code/dotnet.txt", code_dotnet, sizeof code_dotnet},
    {"code/ed.txt", code_ed, sizeof code_ed},
    {"code/emacs.txt", code_emacs, sizeof code_emacs},
    {"code/gdb.txt", code_gdb, sizeof code_gdb},
    {"code/gnuplot.txt", code_gnuplot, sizeof code_gnuplot},
    {"code/guile.txt", code_guile, sizeof code_guile},
    {"code/java.txt", code_java, sizeof code_java},
    {"code/lftp.txt", code_lftp, sizeof code_lftp},
    {"code/lua.txt", code_lua, sizeof code_lua},
    {"code/m4.txt", code_m4, sizeof code_m4},
    {"code/make.txt", code_make, sizeof code_make},
    {"code/mysql.txt", code_mysql, sizeof code_mysql},
    {"code/node.txt", code_node, sizeof code_node},
    {"code/octave.txt", code_octave, sizeof code_octave},
    {"code/perl.txt", code_perl, sizeof code_perl},
    {"code/perl-module.txt", code_perl_module, sizeof code_perl_module},
    {"code/ffmpeg-filter.txt", code_ffmpeg_filter, sizeof code_ffmpeg_filter},
    {"code/php.txt", code_php, sizeof code_php},
    {"code/psql.txt", code_psql, sizeof code_psql},
    {"code/pwsh.txt", code_pwsh, sizeof code_pwsh},
    {"code/python.txt", code_python, sizeof code_python},
    {"code/r.txt", code_r, sizeof code_r},
    {"code/rpm.txt", code_rpm, sizeof code_rpm},
    {"code/ruby.txt", code_ruby, sizeof code_ruby},
    {"code/sqlite3.txt", code_sqlite3, sizeof code_sqlite3},
    {"code/tcl.txt", code_tcl, sizeof code_tcl},
    {"code/tex.txt", code_tex, sizeof code_tex},
    {"code/vim.txt", code_vim, sizeof code_vim},
    {"drafting/words.txt", drafting_words, sizeof drafting_words},
    {"sql/mysql.txt", sql_mysql, sizeof sql_mysql},
    {"sql/postgresql.txt", sql_postgresql, sizeof sql_postgresql},
    {"sql/sqlite.txt", sql_sqlite, sizeof sql_sqlite},
    {"sql/tsql.txt", sql_tsql, sizeof sql_tsql},
    {"tools/standard.yaml", tools_standard, sizeof tools_standard},
    {"tools/words.txt", tools_words, sizeof tools_words},
    {"unicode/lookalikes.txt", unicode_lookalikes, sizeof unicode_lookalikes},
    {"web/hosts.txt", web_hosts, sizeof web_hosts},
};

struct ctable ctable_at(size_t index) {
  if (index < sizeof tables / sizeof *tables) return tables[index];
  return (struct ctable){0};
}
