#!/bin/sh
# Builds the fuzzer with the rooms it enters, and runs every target: fuzz.sh SECONDS-PER-TARGET [PROGRAM]
# The kept corpus is read only; what the fuzzer finds by itself stays below .build/fuzz.
set -eu
cd "$(dirname "$0")/../.."
seconds=$1
program=${2:-.build/release/allot}
build=.build/fuzz
mkdir -p $build
export ASAN_OPTIONS=detect_leaks=0 SWIFT_BACKTRACE=enable=no
if ! swiftc -print-target-info >/dev/null 2>&1; then echo "fuzz: skipped, no swiftc"; exit 0; fi

swift build -c release --scratch-path $build --target Finance -Xswiftc -sanitize=fuzzer,address >$build.log 2>&1 || { tail -20 $build.log; exit 1; }
name=$(sed -n 's/.*"-package-name","\([^"]*\)".*/\1/p' $build/release.yaml | head -1)
# Finance stands on all rooms but those of the papers for people.
objects=$(find $build/release/*.build -name '*.o')
swiftc -O -parse-as-library -module-name Fuzz -package-name "$name" -swift-version 6 -sanitize=fuzzer,address -use-ld=lld \
  -I $build/release/Modules -I Sources/COpenSSL -I Sources/CVectors Tests/Fuzz/*.swift $objects -lcrypto -o $build/allot-fuzz

# The small year, and a run of it, for the targets that change one file of a whole.
export FUZZ_DATA=$build/data
rm -rf $build/data $build/reports && cp -R Tests/Years/harbour/2024 $build/data
"$program" run --quiet --data Tests/Years/harbour --reports $build/reports 2024 >/dev/null || [ $? = 1 ]
FUZZ_RUN=$(readlink $build/reports/2024/latest)
export FUZZ_RUN
cp -R $build/reports/2024/"$FUZZ_RUN" $build/data/run

leave() { python3 Tests/Torture/figures.py --leave .build/figures/fuzz.json executions=$executions targets=$(echo $targets | wc -w) crashes="$1"; }
executions=0
targets="table cells policy proof run payments"
for target in $targets; do
  mkdir -p $build/found/$target
  FUZZ=$target $build/allot-fuzz -max_total_time="$seconds" -timeout=2 -rss_limit_mb=1024 -max_len=8192 -print_final_stats=1 \
    -artifact_prefix=$build/$target- $build/found/$target Tests/Fuzz/corpus/$target >$build/$target.log 2>&1 || {
    leave 1; tail -30 $build/$target.log; echo "fuzz: $target FAILED; the bytes are in $build/$target-*"; exit 1; }
  done=$(sed -n 's/^stat::number_of_executed_units: *//p' $build/$target.log)
  echo "fuzz: $target, $done executions, $(sed -n 's/^.*cov: \([0-9]*\) .*/\1/p' $build/$target.log | tail -1) places covered"
  executions=$((executions + done))
done
leave 0
