#!/bin/sh
# Runs all tests with an instrumented program and says which lines none of them runs: coverage.sh [--write]
#
# The counters are in memory that all processes of a program share with one file, so that also those that are killed count.
# They count atomically: many lines are known only by the difference of two counters, which a lost count would make zero.
set -eu
cd "$(dirname "$0")/../.."
build=.build/coverage
release="-c release --scratch-path $build"
tools=$(dirname "$(readlink -f "$(command -v swiftc)")")

LLVM_PROFILE_FILE=/dev/null swift build --build-tests $release --explicit-target-dependency-import-check error --enable-code-coverage \
  -Xswiftc -enable-testing -Xswiftc -Xllvm -Xswiftc -runtime-counter-relocation -Xswiftc -Xllvm -Xswiftc -instrprof-atomic-counter-update-all
rm -rf $build/profiles && mkdir $build/profiles
export LLVM_PROFILE_FILE="$PWD/$build/profiles/%c%m.profraw" PYTHONDONTWRITEBYTECODE=1
program=$PWD/$build/release/allot
cases=../shared/cases
random="$program run --quiet --data {data} --reports {out} 2024"
reference="python3 Tests/Reference/reference.py {year} {out}"

# A test that fails here fails in `make test` too, where it counts; what it did not run shows below.
attempt() { start=$(date +%s); "$@" >$build/last.log 2>&1 || { echo "FAILED: $*"; tail -3 $build/last.log; }; echo "  $(($(date +%s) - start)) s: $*" | cut -c1-100; }

ALLOT_PROGRAM=$program attempt swift test --skip-build $release --disable-xctest
attempt python3 Tests/Proof/publishing.py --program "$program" --data Data
attempt python3 Tests/Proof/frauds.py --program "$program" --data Data --harbour Tests/Years/harbour
attempt python3 Tests/Proof/finance.py --program "$program" --data Data --payments 5000
attempt python3 Tests/WhatIf/prices.py --program "$program" Data/2024 $([ ! -d $cases ] || echo $cases/0[358]*/2024)
attempt python3 Tests/WhatIf/edits.py --program "$program" --data Data --seeds 1..160
attempt python3 Tests/Torture/places.py --program "$program"
attempt python3 Tests/Torture/hostile.py --program "$program"
attempt python3 Tests/Torture/torture.py --program "$program" --sample 400
[ ! -d $cases ] || attempt python3 Tests/Reference/cases.py --cases $cases "$random"
attempt python3 Tests/Differential/compare.py --seeds 1..250 --jobs 2 --program "$random" --reference "$reference" \
  --verify "$program verify --lang en {out}/2024/latest"
attempt python3 Tests/Benchmarks/agreement.py --program "$program" --applications 600 --seeds 1..1

"$tools/llvm-profdata" merge -sparse $build/profiles/*.profraw -o $build/all.profdata
"$tools/llvm-cov" export -format=lcov $build/release/allotPackageTests.xctest -object "$program" -instr-profile $build/all.profdata Sources >$build/lcov.txt
python3 Tests/Coverage/coverage.py $build/lcov.txt --figures .build/figures/coverage.json "$@"
