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
  ALLOT_PROGRAM=$PWD/$build/debug/allot \
    swift test --skip-build --sanitize=$kind --scratch-path $build --disable-xctest -Xswiftc -use-ld=lld $more >$build/tests.log 2>&1 || {
    grep -v ' started\.$\| passed ' $build/tests.log | cut -c1-300 | tail -60; echo "sanitize: $kind FAILED; see $build/tests.log"; exit 1; }
  grep 'Test run with' $build/tests.log
done
