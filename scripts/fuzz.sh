# shellcheck shell=bash
# Odd bytes for what reads other people's bytes, led by which branches they reach. libFuzzer comes
# with its crate and the compiler's coverage with the stable compiler: nothing else is needed.

fuzz() {
  local what=${1:-} minutes=60
  shift || true
  [[ ${1:-} == --minutes ]] && minutes=$2
  if [[ $what != photo ]]; then
    echo "./dev fuzz photo   odd bytes for whatever a camera or a gallery hands over; an hour" >&2
    echo "      --minutes N    so long instead" >&2
    return 2
  fi
  setup_for build
  local crate=$root/crates/photo/fuzz found=$root/.cache/fuzz/photo
  mkdir -p "$found/corpus" "$found/broken"
  step "Build with coverage" fuzz_build "$crate"
  stop_if_failed
  "$root/.cache/fuzz/target/$(fuzz_host)/release/evidence" -fork=1 -timeout=20 -rss_limit_mb=512 -malloc_limit_mb=256 \
    -max_len=65536 -max_total_time=$((minutes * 60)) -dict="$crate/words.dict" \
    -artifact_prefix="$found/broken/" "$found/corpus" "$crate/corpus/evidence"
}

fuzz_host() {
  rustc -vV | sed -n 's/^host: //p'
}

fuzz_build() {
  # The same versions as the product's. Naming the target keeps the counters out of build scripts,
  # which have no fuzzer to link with.
  cp "$root/Cargo.lock" "$1/Cargo.lock"
  RUSTFLAGS="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1" \
    CARGO_TARGET_DIR=$root/.cache/fuzz/target \
    cargo build --release --manifest-path "$1/Cargo.toml" --target "$(fuzz_host)"
}
