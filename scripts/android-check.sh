# shellcheck shell=bash
# Type check of the Android build where there is no Android SDK: types and lints of the code that is
# only for Android, and of everything it uses. It links nothing and runs nothing.
#
# Cargo builds the standard library's own source for the phone's processor (-Zbuild-std); C parts are
# given to a stand-in compiler that makes empty objects. Needs the source of exactly this rustc,
# from the first of:
#   - the toolchain itself (`rustup component add rust-src`; or `rustup target add
#     aarch64-linux-android`, which makes building it unnecessary),
#   - RUHU_RUST_SRC: a folder holding `library/`, or an archive of one (.tar.xz, .tar.gz),
#   - Debian's package rust-src, when apt has it in this version.

android_target=aarch64-linux-android
android=$root/.cache/android

android_check() {
  setup_for build window
  mkdir -p "$android/bin"
  local sysroot version
  sysroot=$(rustc --print sysroot)
  version=$(rustc --version | awk '{ print $2 }')

  local flags=()
  if [[ -d $sysroot/lib/rustlib/$android_target ]]; then
    say "The toolchain has the standard library for Android."
  elif standard_library_source "$sysroot" "$version"; then
    point_rustc_at_source "$sysroot"
    # rustc's unstable switch for cargo's unstable flag; nothing built here is kept or shipped.
    export RUSTC_BOOTSTRAP=1 RUSTC=$android/bin/rustc
    flags=(-Zbuild-std=std,panic_abort)
  else
    say "skipped: the Android type check did not run, because the standard library's source for rustc"
    say "$version could not be had. Run \`rustup target add $android_target\`, or set RUHU_RUST_SRC."
    exit 0
  fi

  write_stand_in_compilers
  local name=${android_target//-/_}
  export "CC_$name=$android/bin/cc" "CXX_$name=$android/bin/cc" "AR_$name=$android/bin/ar"
  export "RANLIB_$name=true"
  # The host's OpenSSL headers are enough to read declarations from.
  export OPENSSL_NO_VENDOR=1 OPENSSL_INCLUDE_DIR=/usr/include OPENSSL_LIB_DIR
  OPENSSL_LIB_DIR=$(pkg-config --variable=libdir libssl)

  # libjpeg-turbo's declarations come with its crate; there is nothing to link.
  export TURBOJPEG_SOURCE=explicit TURBOJPEG_LIB_DIR=$android/bin TURBOJPEG_BINDING=pregenerated

  # A target folder of its own: another rustc must not make cargo build everything else again.
  step "Type check for Android" cargo check --locked -p ruhu --lib --target "$android_target" \
    --target-dir "$android/target" "${flags[@]}"
  summary
}

# Sets `source_library` to a folder with core/, alloc/, std/ …
standard_library_source() {
  local sysroot=$1 version=$2
  source_library=$sysroot/lib/rustlib/src/rust/library
  [[ -f $source_library/std/Cargo.toml ]] && return

  source_library=$android/source-$version/library
  [[ -f $source_library/std/Cargo.toml ]] && return

  if [[ -n ${RUHU_RUST_SRC:-} ]]; then
    take_source() {
      mkdir -p "$android/source-$version" || return
      if [[ -d $RUHU_RUST_SRC ]]; then
        cp -r "$RUHU_RUST_SRC/library" "$android/source-$version/"
      else
        tar -xf "$RUHU_RUST_SRC" -C "$android/source-$version"
      fi
    }
    step "Unpack the standard library's source" take_source
    [[ -f $source_library/std/Cargo.toml ]] || stop_if_failed
    stand_in_for_missing_tests
    return
  fi

  source_from_debian "$version"
}

source_from_debian() {
  local version=$1 package
  command -v apt-cache >/dev/null || return
  package=$(apt-cache madison rust-src 2>/dev/null | awk -v version="$version" \
    'index($3, version "+") == 1 || index($3, version "-") == 1 { print $3; exit }')
  [[ -n $package ]] || return
  from_package() {
    mkdir -p "$android/package" && cd "$android/package" && rm -rf ./* &&
      apt-get download "rust-src=$package" && dpkg-deb -x ./*.deb . &&
      rm -rf "$android/source-$version" &&
      mv "usr/src/rustc-$version" "$android/source-$version"
  }
  step "Fetch the package rust-src $package" from_package
}

# Sources are sometimes kept without the library's own tests. Cargo wants to see every member of the
# workspace all the same, with the dependencies the lock file names.
stand_in_for_missing_tests() {
  local member
  for member in coretests alloctests; do
    [[ -f $source_library/$member/Cargo.toml ]] && continue
    mkdir -p "$source_library/$member"
    : >"$source_library/$member/lib.rs"
    cat >"$source_library/$member/Cargo.toml" <<TOML
[package]
name = "$member"
version = "0.0.0"
edition = "2024"

[lib]
path = "lib.rs"

[dev-dependencies]
rand = { version = "0.9", default-features = false }
rand_xorshift = "0.4"
TOML
  done
}

# Cargo asks rustc where its source is; this rustc answers with a folder of links, the real toolchain
# with the source put where it would be.
point_rustc_at_source() {
  local sysroot=$1 copy=$android/sysroot entry
  rm -rf "$copy"
  mkdir -p "$copy/lib/rustlib/src/rust"
  for entry in "$sysroot"/* "$sysroot"/lib/* "$sysroot"/lib/rustlib/*; do
    entry=${entry#"$sysroot"/}
    [[ -e $copy/$entry ]] || ln -s "$sysroot/$entry" "$copy/$entry"
  done
  ln -s "$source_library" "$copy/lib/rustlib/src/rust/library"
  write_script "$android/bin/rustc" "exec '$sysroot/bin/rustc' --sysroot '$copy' \"\$@\""
}

# `-E` is asked for what the headers say, `-c` for an object nobody will link, `-?` for the compiler's
# family: failing there makes build scripts take it for a plain cc.
write_stand_in_compilers() {
  # shellcheck disable=SC2016 # expanded when the script runs
  write_script "$android/bin/cc" '
output=""
compiles=""
while (($# > 0)); do
  case $1 in
    -E) exec cc -E "${@:2}" ;;
    -\?) exit 1 ;;
    -c) compiles=yes ;;
    -o) output=$2; shift ;;
    -o*) output=${1#-o} ;;
  esac
  shift
done
[[ -n $compiles && -n $output ]] && : >"$output"
exit 0'
  # shellcheck disable=SC2016
  write_script "$android/bin/ar" '
for word in "$@"; do
  if [[ $word == *.a ]]; then printf "!<arch>\n" >"$word"; fi
done'
}

write_script() {
  printf '#!/usr/bin/env bash\n%s\n' "$2" >"$1.new"
  chmod +x "$1.new"
  # An unchanged script keeps its time, which cargo looks at.
  cmp -s "$1.new" "$1" && rm "$1.new" || mv "$1.new" "$1"
}
