# shellcheck shell=bash
# Brings a fresh machine to where ./dev can work: system packages, tauri-driver, npm packages and
# the built UI. Each is looked at first and left alone when it is there.

tools=$root/.cache/tools
export PATH=$tools/bin:$PATH

# Debian's and Ubuntu's names. The compiler, OpenSSL for the encrypted store, a font with Chinese.
build_packages=(build-essential pkg-config libssl-dev cmake nasm fonts-noto-cjk)
# The app's window.
window_packages=(libwebkit2gtk-4.1-dev libgtk-3-dev librsvg2-dev)
# A screen for tests on a machine without one, and what drives the window and the databases.
test_packages=(xvfb xauth dbus-x11 webkit2gtk-driver postgresql)

# setup_for build|window|test …
setup_for() {
  require_rust_and_node
  setup_packages "$@"
  local kind
  for kind in "$@"; do
    if [[ $kind == test ]]; then
      setup_tauri_driver
      find_chromium
    fi
  done
}

require_rust_and_node() {
  if ! command -v cargo >/dev/null; then
    say "Rust is missing. Install it from https://rustup.rs and run this again." >&2
    exit 1
  fi
  if ! command -v npm >/dev/null || ! node -e '
    const [major, minor] = process.versions.node.split(".").map(Number)
    process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)'; then
    say "Node 20.19 or newer with npm is missing. Install it from https://nodejs.org and run this again." >&2
    exit 1
  fi
}

setup_packages() {
  local wanted=() missing=() kind package
  for kind in "$@"; do
    case $kind in
      build) wanted+=("${build_packages[@]}") ;;
      window) wanted+=("${window_packages[@]}") ;;
      test)
        wanted+=("${test_packages[@]}")
        chromium_command >/dev/null || wanted+=(chromium)
        ;;
    esac
  done
  if ! command -v dpkg-query >/dev/null; then
    say "Not Debian or Ubuntu: taking it that these are installed, under your system's names: ${wanted[*]}"
    return
  fi

  local installed
  installed=$(dpkg-query -W -f='${db:Status-Abbrev} ${binary:Package}\n' "${wanted[@]}" 2>/dev/null |
    awk '$1 == "ii" { sub(/:.*/, "", $2); print $2 }')
  for package in "${wanted[@]}"; do
    grep -qxF "$package" <<<"$installed" || missing+=("$package")
  done
  ((${#missing[@]} == 0)) && return

  say "Missing system packages: ${missing[*]}"
  local as_root=()
  if ((EUID != 0)); then
    if ! command -v sudo >/dev/null; then
      say "Neither root nor sudo. As root: apt-get install ${missing[*]}" >&2
      exit 1
    fi
    as_root=(sudo)
    # The question for the password must be seen.
    sudo -v || exit 1
  fi
  step "Refresh the package lists" "${as_root[@]}" apt-get update
  if [[ " ${missing[*]} " == *" chromium "* ]] && ! apt-cache show chromium >/dev/null 2>&1; then
    # Ubuntu's name.
    missing=("${missing[@]/#%chromium/chromium-browser}")
  fi
  step "Install system packages" "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y --no-install-recommends "${missing[@]}"
  stop_if_failed
}

# CHROMIUM names another than the system's; playwright.config.ts reads it too.
chromium_command() {
  if [[ -n ${CHROMIUM:-} ]]; then
    command -v "$CHROMIUM"
    return
  fi
  command -v chromium || command -v chromium-browser || command -v google-chrome
}

# The browser tests use the system's browser; none is downloaded.
find_chromium() {
  export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
  if ! CHROMIUM=$(chromium_command); then
    say "No Chromium was found or could be installed; the browser tests need one." >&2
    exit 1
  fi
  export CHROMIUM
}

setup_tauri_driver() {
  command -v tauri-driver >/dev/null && return
  step "Build tauri-driver" cargo install --locked --root "$tools" tauri-driver --version "^2"
  stop_if_failed
}

# npm packages and the built screens, each only when what it is made from has changed.
setup_ui() {
  export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
  local lock built
  lock=$(sha256sum ui/package-lock.json)
  if [[ ! -d ui/node_modules || $(stamp npm) != "$lock" ]]; then
    step "Install npm packages" in_ui npm ci --no-audit --no-fund
    stop_if_failed
    set_stamp npm "$lock"
  fi
  built=$(ui_sources)
  if [[ ! -f ui/dist/phone/index.html || $(stamp ui) != "$built" ]]; then
    step "Build the UI" in_ui npm run build
    stop_if_failed
    set_stamp ui "$built"
  fi
}

ui_sources() {
  find ui data -type f \
    -not -path 'ui/node_modules/*' -not -path 'ui/dist/*' -not -path 'ui/test-results/*' \
    -not -path 'ui/playwright-report/*' -not -path 'ui/e2e*' -not -name 'playwright*.config.ts' -not -name '*.tmp.mjs' -print0 |
    sort -z | xargs -0 sha256sum | sha256sum
}

stamp() {
  cat "$root/.cache/$1.stamp" 2>/dev/null
}

set_stamp() {
  printf '%s\n' "$2" >"$root/.cache/$1.stamp"
}
