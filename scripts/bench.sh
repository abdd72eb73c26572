# shellcheck shell=bash
# Figures, as tables and JSON. Built for speed, since that is what is measured.

bench() {
  local what=${1:-}
  shift || true
  case $what in
    sync)
      setup_for build test
      setup_ui
      stop_if_failed
      step "Build the server and the benchmark for speed" \
        cargo build --locked --release -p server -p fleet --bin ruhu-server --bin ruhu-bench
      stop_if_failed
      "${CARGO_TARGET_DIR:-target}/release/ruhu-bench" "$@"
      ;;
    photo)
      setup_for build
      step "Build the benchmarks for speed" bench_photo_build
      step "Install sharp, to stand beside" bench_photo_sharp
      stop_if_failed
      "${CARGO_TARGET_DIR:-target}/release/examples/bench" --beside scripts/bench/sharp.mjs "$@" &&
        "${CARGO_TARGET_DIR:-target}/release/ruhu-bench-alike"
      ;;
    phone)
      setup_for build test
      setup_ui
      stop_if_failed
      step "Build the benchmark for speed" cargo build --locked --release -p fleet --bin ruhu-bench-phone
      stop_if_failed
      "${CARGO_TARGET_DIR:-target}/release/ruhu-bench-phone" "$@"
      ;;
    county)
      setup_for build test
      setup_ui
      stop_if_failed
      step "Build the benchmark for speed" cargo build --locked --release -p fleet --bin ruhu-bench-county
      stop_if_failed
      "${CARGO_TARGET_DIR:-target}/release/ruhu-bench-county" --look scripts/bench/console.mjs "$@"
      ;;
    import)
      setup_for build test
      setup_ui
      stop_if_failed
      step "Build the server and the benchmark for speed" \
        cargo build --locked --release -p server -p fleet --bin ruhu-server --bin ruhu-bench-import
      stop_if_failed
      "${CARGO_TARGET_DIR:-target}/release/ruhu-bench-import" "$@"
      ;;
    *)
      echo "./dev bench sync   how fast a round is: first pull, visits and photos up, a round with nothing to do" >&2
      echo "      --scale 0.1    a tenth of the real workload, for a quick look" >&2
      echo "      --only w1,w3   only these; --json FILE puts the figures elsewhere" >&2
      echo "./dev bench phone  how fast a phone full of households is on its own, beside plain SQLite" >&2
      echo "      --households N --visits M   a smaller phone" >&2
      echo "./dev bench county how fast a county with a million visits is, in SQLite and in PostgreSQL" >&2
      echo "      --households N --visits M --databases sqlite   a smaller county, or one database" >&2
      echo "./dev bench import how fast a roster of 50,000 rows comes in, in SQLite and in PostgreSQL" >&2
      echo "      --rows N --databases sqlite   a shorter roster, or one database" >&2
      echo "./dev bench photo  how fast a photo becomes evidence, beside sharp; how surely a re-used one is found" >&2
      echo "      --rooms 50     a shorter curve; --rooms 0 leaves it out; further camera files may be named" >&2
      return 2
      ;;
  esac
}

bench_photo_build() {
  cargo build --locked --release -p photo --example bench &&
    cargo build --locked --release -p fleet --bin ruhu-bench-alike
}

# Outside the UI's packages: nothing of the product uses it.
bench_photo_sharp() {
  export SHARP_FROM=$root/.cache/bench/sharp/
  mkdir -p "$SHARP_FROM"
  [[ -d $SHARP_FROM/node_modules/sharp ]] ||
    npm install --prefix "$SHARP_FROM" --no-audit --no-fund --no-save sharp@0.35
}
