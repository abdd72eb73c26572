# Breaks a copy of the code in every way of tests/mutants/ and asks the simulation which it notices.
# All the breakages are built at once, each behind its name in RUHU_MUTANT: one build instead of
# one for each. With names behind the folder, only those are tried, and the table is not kept.

mutants() {
  local folder=$1 tree=$root/.cache/mutants target=${CARGO_TARGET_DIR:-$root/.cache/mutants-target}
  local table=$root/.cache/mutants.md sim=$root/.cache/mutants-sim patch
  shift
  git worktree remove --force "$tree" 2>/dev/null
  git worktree prune
  git worktree add --detach --quiet "$tree" HEAD || return 1
  # The pages are part of the server, whatever stands in them.
  mkdir -p ui/dist/phone ui/dist/console
  ln -s "$root/ui/dist" "$tree/ui/dist"
  for patch in tests/mutants/*.patch; do
    # The first line says what it breaks.
    if ! tail -n +2 "$patch" | git -C "$tree" apply --recount -C1; then
      echo "$patch does not apply any more" >&2
      return 1
    fi
  done
  (cd "$tree" && CARGO_TARGET_DIR=$target cargo build --locked -p tests --bin sim) || return 1
  # Another tree may build into the same folder.
  cp "$target/debug/sim" "$sim"
  git worktree remove --force "$tree"
  try_mutants "$sim" "$folder" "$table" "$@"
}

# Runs each until it is caught, at most so many seeds.
try_mutants() {
  local sim=$1 folder=$2 table=$3 seeds=${MUTANT_SEEDS:-40} name caught missed=0
  shift 3
  local names=("$@")
  [[ ${#names[@]} -gt 0 ]] || names=($(basename -s .patch tests/mutants/*.patch))
  {
    echo "| Breakage | Caught by | Runs needed |"
    echo "|---|---|---|"
  } | tee "$table"
  for name in "${names[@]}"; do
    # Seeds are begun in order and the first that fails counts: its number is the runs it took.
    caught=$(RUHU_MUTANT=$name "$sim" --seeds "$seeds" --folder "$folder" |
      tee "$folder/ruhu-mutant.log" |
      awk '/^seed [0-9]+ broke/ { by = $4; sub(/:$/, "", by); printf "`%s` | %d", by, $2 }')
    if grep -q "could not be made" "$folder/ruhu-mutant.log"; then
      echo "$name: the county of the runs could not be made" >&2
      return 1
    fi
    [[ -n $caught ]] || { caught="nothing | $seeds and more"; missed=1; }
    echo "| \`$name\` $(head -1 "tests/mutants/$name.patch" | sed 's/\.$//') | $caught |" | tee -a "$table"
  done
  [[ $# -gt 0 ]] || keep_table "$table" docs/simulation.md
  return "$missed"
}

# Puts the table where the document has its marks.
keep_table() {
  awk -v table="$1" '
    /<!-- end of the table -->/ { skip = 0 }
    !skip { print }
    /<!-- the table of breakages -->/ { while ((getline line < table) > 0) print line; skip = 1 }
  ' "$2" >"$2.new" && mv "$2.new" "$2"
}
