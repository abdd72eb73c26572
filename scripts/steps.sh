# shellcheck shell=bash
# Runs the steps of ./dev: one short line each, full output in a log, the log's end when one fails.

logs=$root/.cache/logs
mkdir -p "$logs"

step_names=()
step_seconds=()
step_states=()
step_logs=()
failed_steps=0
running_group=""
# The app's window beside a demo.
opener=""

# Colour and the ticking second hand are for people; a log file gets plain lines.
if [[ -t 1 ]]; then
  green=$'\e[32m' red=$'\e[31m' dim=$'\e[2m' plain=$'\e[0m'
else
  green="" red="" dim="" plain=""
fi

stop_running() {
  [[ -n $running_group ]] && kill -- "-$running_group" 2>/dev/null
}

end_everything() {
  stop_running
  [[ -n $opener ]] && kill "$opener" 2>/dev/null
  postgres_stop
}
trap end_everything EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

say() {
  printf '%s\n' "$*"
}

# step NAME COMMAND…  runs the command; remembers and returns whether it went well.
step() {
  local name=$1 slug log code began=$SECONDS now last_said=0
  shift
  slug=$(tr -cs '[:alnum:]' '-' <<<"${name,,}")
  log=$logs/${slug%-}.log

  [[ -t 1 ]] || say "… $name"
  # A process group of its own, so that stopping ./dev stops what it started.
  set -m
  "$@" >"$log" 2>&1 </dev/null &
  running_group=$!
  set +m
  sleep 0.05
  while kill -0 "$running_group" 2>/dev/null; do
    now=$((SECONDS - began))
    if [[ -t 1 ]]; then
      printf '\r\e[K… %s %s%ds  %s%s' "$name" "$dim" "$now" "$(last_line "$log")" "$plain"
    elif ((now - last_said >= 60)); then
      last_said=$now
      say "  … ${now}s  $(last_line "$log")"
    fi
    sleep 0.2
  done
  wait "$running_group"
  code=$?
  running_group=""
  [[ -t 1 ]] && printf '\r\e[K'

  now=$((SECONDS - began))
  step_names+=("$name")
  step_seconds+=("$now")
  step_logs+=("$log")
  if ((code == 0)); then
    step_states+=(ok)
    say "${green}✓${plain} $name ${dim}${now}s${plain}"
  else
    step_states+=(FAILED)
    failed_steps=$((failed_steps + 1))
    say "${red}✗ $name failed after ${now}s${plain} (exit $code). The end of ${log#"$root"/}:"
    tail -n 60 "$log" | sed 's/^/    /'
  fi
  return "$code"
}

last_line() {
  tail -n 1 "$1" 2>/dev/null | tr -d '\r' | cut -c1-60
}

in_ui() {
  cd ui && "$@"
}

stop_if_failed() {
  ((failed_steps == 0)) || exit 1
}

# Adds up what the runners say of themselves, whichever wrote the log: cargo test, vitest,
# Playwright or node's own runner. Prints "passed failed skipped shaky": the last are those that
# passed on their second try only.
count_tests() {
  sed 's/\x1b\[[0-9;]*m//g' "$1" | awk '
    # test result: ok. 5 passed; 0 failed; 1 ignored; …
    /^test result:/        { passed += before("passed"); failed += before("failed"); skipped += before("ignored"); next }
    #      Tests  1 failed | 11 passed | 2 skipped (14)
    /^ *Tests  /           { passed += before("passed"); failed += before("failed"); skipped += before("skipped"); next }
    #   12 passed (1.2m)
    /^  [0-9]+ (passed|failed|flaky|interrupted|skipped|did not run)/ {
      if ($2 == "flaky") shaky += $1
      if ($2 == "passed" || $2 == "flaky") passed += $1
      else if ($2 == "failed" || $2 == "interrupted") failed += $1
      else skipped += $1
      next
    }
    # ℹ pass 3   or   # pass 3
    /^(ℹ|#) pass [0-9]+$/  { passed += $3 }
    /^(ℹ|#) (fail|cancelled) [0-9]+$/ { failed += $3 }
    /^(ℹ|#) (skipped|todo) [0-9]+$/ { skipped += $3 }
    function before(word,    i, found) {
      for (i = 2; i <= NF; i++) {
        found = $i
        sub(/[;,]$/, "", found)
        if (found == word) return $(i - 1)
      }
      return 0
    }
    END { print passed + 0, failed + 0, skipped + 0, shaky + 0 }'
}

# The first complaint in a log, whoever made it, with the lines around it.
first_fault() {
  say ""
  sed 's/\x1b\[[0-9;]*m//g' "$1" |
    grep -m 1 -B 2 -A 12 -E '(^|[^A-Za-z])(Error|AssertionError|TimeoutError):|panicked at|^error(\[|:)' |
    cut -c1-160
}

# A table of the steps, then what all tests together came to. Ends ./dev.
summary() {
  local index passed failed skipped shaky all_passed=0 all_failed=0 all_skipped=0 tests
  say ""
  for index in "${!step_names[@]}"; do
    read -r passed failed skipped shaky < <(count_tests "${step_logs[index]}")
    tests=""
    if ((passed + failed + skipped > 0)); then
      tests="$passed passed"
      ((failed > 0)) && tests+=", $failed failed"
      ((skipped > 0)) && tests+=", $skipped not run"
      ((shaky > 0)) && tests+=", $shaky on the second try only: see the log"
    fi
    # A step that failed without a failing test counts as one failure.
    [[ ${step_states[index]} == FAILED ]] && ((failed == 0)) && failed=1
    all_passed=$((all_passed + passed))
    all_failed=$((all_failed + failed))
    all_skipped=$((all_skipped + skipped))
    printf '%-7s %5ss  %s%s\n' "${step_states[index]}" "${step_seconds[index]}" \
      "${step_names[index]}" "${tests:+  ($tests)}"
  done
  printf '%-7s %5ss  everything\n' "" "$SECONDS"
  say ""
  if ((all_skipped > 0)); then
    say "$all_skipped not run: ignored here for the reason each test gives; see the logs in .cache/logs"
  fi
  if ((all_passed + all_failed > 0)); then
    say "$all_passed passed, $all_failed failed"
  fi
  # Last of all, where a cut-off log still shows it.
  for index in "${!step_names[@]}"; do
    [[ ${step_states[index]} == FAILED ]] && first_fault "${step_logs[index]}"
  done
  ((failed_steps == 0))
  exit
}
