#!/bin/sh
# Runs all tests with an instrumented program and says which lines none of them runs: coverage.sh
set -eu
cd "$(dirname "$0")/../.."
build=.build/coverage
mkdir -p $build/profiles
rm -f $build/profiles/*
export LLVM_PROFILE_FILE="$PWD/$build/profiles/%p-%m.profraw"
tools=$(dirname "$(readlink -f "$(command -v swiftc)")")

LLVM_PROFILE_FILE=/dev/null swift build --build-tests --enable-code-coverage --scratch-path $build --explicit-target-dependency-import-check error
program=$PWD/$build/debug/allot
# A test that fails here fails in `make test` too, where it counts.
ALLOT_PROGRAM=$program swift test --skip-build --enable-code-coverage --scratch-path $build --disable-xctest || true
python3 Tests/Proof/publishing.py --program "$program" --data Data || true
python3 Tests/Proof/frauds.py --program "$program" --data Data --harbour Tests/Years/harbour || true
python3 Tests/Torture/places.py --program "$program" || true
python3 Tests/Torture/torture.py --program "$program" --sample 150 || true
python3 Tests/Torture/hostile.py --program "$program" --small || true
[ ! -d ../shared/cases ] || python3 Tests/Reference/cases.py --cases ../shared/cases "$program run --quiet --data {data} --reports {out} 2024" || true
python3 Tests/Differential/compare.py --seeds 1..30 --jobs 2 --program "$program run --quiet --data {data} --reports {out} 2024" \
  --reference "python3 Tests/Reference/reference.py {year} {out}" || true

find $build/profiles -name '*.profraw' -size +0 >$build/profiles.txt
"$tools/llvm-profdata" merge --failure-mode=all -sparse -f $build/profiles.txt -o $build/all.profdata
tests=$(find $build/debug/ -maxdepth 1 -name '*.xctest' | head -1)
"$tools/llvm-cov" export -format=lcov "$tests" -object "$program" -instr-profile $build/all.profdata Sources >$build/lcov.txt
python3 Tests/Coverage/coverage.py $build/lcov.txt --figures .build/figures/coverage.json
