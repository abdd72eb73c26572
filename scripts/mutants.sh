# Breaks a copy of the code in every way of tests/mutants/ and asks the simulation which it notices.
# All the breakages are built at once, each behind its name in RUHU_MUTANT: one build instead of
# one for each.

mutants() {
  local folder=$1 tree=$root/.cache/mutants target=$root/.cache/mutants-target patch name
  local table=$root/.cache/mutants.md sim=$root/.cache/mutants-target/debug/sim
  git worktree remove --force "$tree" 2>/dev/null
  git worktree prune
  git worktree add --detach --quiet "$tree" HEAD || return 1
  for patch in tests/mutants/*.patch; do
    # The first line says what it breaks.
    if ! tail -n +2 "$patch" | git -C "$tree" apply --recount -C1; then
      echo "$patch does not apply any more" >&2
      return 1
    fi
  done
  (cd "$tree" && CARGO_TARGET_DIR=$target cargo build --locked -p tests --bin sim) || return 1
  try_mutants "$sim" "$folder" "$table"
  git worktree remove --force "$tree"
}

# Runs each until it is caught, at most so many seeds.
try_mutants() {
  local sim=$1 folder=$2 table=$3 seeds=${MUTANT_SEEDS:-200} patch name line
  {
    echo "| Breakage | Caught by | Seed | Runs needed |"
    echo "|---|---|---|---|"
  } | tee "$table"
  for patch in tests/mutants/*.patch; do
    name=$(basename "$patch" .patch)
    line=$(RUHU_MUTANT=$name "$sim" --seeds "$seeds" --folder "$folder" |
      awk '/^[0-9]+ seeds in/ { runs = $1 }
           /^seed [0-9]+ broke/ { seed = $2; by = $4; sub(/:$/, "", by) }
           END { if (by) printf "`%s` | %d | %d", by, seed, runs; else printf "not caught | – | %d", runs }')
    echo "| $name: $(head -1 "$patch") | $line |" | tee -a "$table"
  done
}
