# shellcheck shell=bash
# A PostgreSQL of the tests' own: a new cluster in a temporary folder, on a free port of this
# machine only, gone afterwards. Whatever PostgreSQL the machine runs already is not touched.

postgres_folder=""

postgres_programs() {
  find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1
}

# PostgreSQL refuses to run as root; Debian's package brings a user for it.
as_postgres() {
  if ((EUID == 0)); then
    runuser -u postgres -- "$@"
  else
    "$@"
  fi
}

postgres_start() {
  local bin
  bin=$(postgres_programs)
  if [[ -z $bin ]]; then
    echo "PostgreSQL's programs were not found in /usr/lib/postgresql"
    return 1
  fi
  ((EUID == 0)) && chown postgres "$postgres_folder"
  # No fsync: nothing here outlives the tests.
  as_postgres "$bin/initdb" -D "$postgres_folder/data" -U ruhu -A trust -E UTF8 --locale=C.UTF-8 --no-sync &&
    as_postgres "$bin/pg_ctl" -D "$postgres_folder/data" -w -l "$postgres_folder/log" \
      -o "-p $postgres_port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$postgres_folder -c fsync=off" start
}

postgres_stop() {
  [[ -n $postgres_folder ]] || return 0
  local bin
  bin=$(postgres_programs)
  [[ -f $postgres_folder/data/postmaster.pid ]] &&
    as_postgres "$bin/pg_ctl" -D "$postgres_folder/data" -m immediate stop >/dev/null 2>&1
  rm -rf "$postgres_folder"
  postgres_folder=""
}

# Tests that need PostgreSQL are `#[ignore = "needs TEST_POSTGRES_URL"]` with "postgres" in their name.
postgres_tests() {
  postgres_folder=$(mktemp -d "${TMPDIR:-/tmp}/ruhu-postgres.XXXXXX")
  postgres_port=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })')
  if step "Start a PostgreSQL for the tests" postgres_start; then
    TEST_POSTGRES_URL="postgres://ruhu@127.0.0.1:$postgres_port/postgres" \
      step "Rust tests on PostgreSQL" cargo test --locked --workspace -- --ignored postgres
  fi
  postgres_stop
}
