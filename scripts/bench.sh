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
    *)
      echo "./dev bench sync   how fast a round is: first pull, visits and photos up, a round with nothing to do" >&2
      echo "      --scale 0.1    a tenth of the real workload, for a quick look" >&2
      echo "      --only w1,w3   only these; --json FILE puts the figures elsewhere" >&2
      return 2
      ;;
  esac
}
