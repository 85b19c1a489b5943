#!/bin/sh
# The Swift tests, and the program that they start, under the address and the thread sanitizer: sanitize.sh [KIND…]
set -eu
cd "$(dirname "$0")/../.."
compiler=$(dirname "$(readlink -f "$(command -v swift)")")/clang
export ASAN_OPTIONS=detect_leaks=0 SWIFT_BACKTRACE=enable=no
for kind in ${*:-address thread}; do
  build=.build/$kind
  mkdir -p $build
  more=
  if [ $kind = thread ]; then
    "$compiler" -O1 -fsanitize=thread -c Tests/Sanitizers/mutex.c -o $build/mutex.o
    more="-Xlinker $PWD/$build/mutex.o"
  fi
  swift build --build-tests --sanitize=$kind --scratch-path $build -Xswiftc -use-ld=lld $more
  failures=0
  ALLOT_PROGRAM=$PWD/$build/debug/allot swift test --skip-build --sanitize=$kind --scratch-path $build --disable-xctest \
    -Xswiftc -use-ld=lld $more >$build/tests.log 2>&1 || failures=$(grep -c '^✘ Test .* failed\|^SUMMARY: ' $build/tests.log) || failures=1
  tests=$(sed -n 's/.*Test run with \([0-9]*\) tests.*/\1/p' $build/tests.log)
  python3 Tests/Torture/figures.py --leave .build/figures/sanitize-$kind.json tests="${tests:-0}" failures=$failures
  if [ $failures != 0 ]; then
    grep -v ' started\.$\| passed ' $build/tests.log | cut -c1-300 | tail -60
    echo "sanitize: $kind found $failures; see $build/tests.log"
    exit 1
  fi
  echo "sanitize: $kind, $tests tests"
done
