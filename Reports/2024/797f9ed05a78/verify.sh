#!/bin/sh
# Proves this run, or one decision of it, with coreutils and openssl alone.
#   sh verify.sh                           every file, the checkpoint, and that the last line is in the log
#   sh verify.sh ID.line ID.tlog-proof     that one decision is in the log
#   -k KEY.pem first                       trust this public key, not the one that lies beside the run
# 只用 coreutils 和 openssl 核对本次运行，或核对一件申报的结论确在日志之中。
set -u
LC_ALL=C
export LC_ALL
here=$(dirname -- "$0")
key=
if [ "${1:-}" = -k ]; then key=$2; shift 2; fi
work=$(mktemp -d) || exit 74
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP

fail() { printf 'verify: %s\n' "$*" >&2; exit 1; }
plain() { # a base64 text that says what it would say if written again
  [ "$(printf %s "$1" | base64 -d 2>/dev/null | base64 -w0)" = "$1" ] || fail "not base64: $1"
}
node() {
  { printf '\001'; printf %s%s "$1" "$2" | base64 -d; } | openssl dgst -sha256 -binary | base64 -w0
}

# The note in file $1: $origin, $size, $root, and its signature if there is one.
checkpoint() {
  { IFS= read -r origin; IFS= read -r size; IFS= read -r root; IFS= read -r gap; } <"$1" || fail "$1 is no checkpoint"
  [ -n "$origin" ] && [ -z "$gap" ] || fail "$1 is no checkpoint"
  case $size in '' | *[!0-9]* | 0?*) fail "$1: the size is no number" ;; esac
  plain "$root"
  head -n 3 "$1" >"$work/body"
  [ "$(wc -l <"$1")" -le 5 ] || fail "$1: more lines than a checkpoint of this program has"
  signature=$(tail -n +5 "$1")
  if [ -z "$signature" ]; then
    [ -z "$key" ] || fail "$1 is not signed"
    printf 'checkpoint  not signed  %s\n' "$origin"
    return
  fi
  signed=${signature#"— $origin "}
  [ "$signed" != "$signature" ] || fail "$1: the signature is not by $origin"
  plain "$signed"
  printf %s "$signed" | base64 -d >"$work/signature"
  [ "$(wc -c <"$work/signature")" -eq 68 ] || fail "$1: the signature is not 68 bytes"
  pem=${key:-$here/checkpoint.pub}
  openssl pkey -pubin -in "$pem" -outform DER 2>/dev/null | tail -c 32 >"$work/key"
  id=$({ printf '%s\n\001' "$origin"; cat "$work/key"; } | openssl dgst -sha256 -binary | head -c 4 | base64)
  [ "$(head -c 4 "$work/signature" | base64)" = "$id" ] || fail "$1: signed by another key than $pem"
  tail -c 64 "$work/signature" >"$work/raw"
  openssl pkeyutl -verify -pubin -inkey "$pem" -rawin -in "$work/body" -sigfile "$work/raw" >/dev/null 2>&1 ||
    fail "$1: the signature does not hold"
  printf 'checkpoint  signed      %s\n' "$origin"
}

# The proof in file $2 leads from the line in file $1 to the root of its checkpoint.
inclusion() {
  hashes=
  {
    IFS= read -r title && [ "$title" = c2sp.org/tlog-proof@v1 ] || fail "$2 is no proof"
    IFS= read -r index && [ "${index#index }" != "$index" ] || fail "$2 names no index"
    while IFS= read -r hash && [ -n "$hash" ]; do plain "$hash"; hashes="$hashes $hash"; done
    cat >"$work/note"
  } <"$2"
  index=${index#index }
  case $index in '' | *[!0-9]* | 0?*) fail "$2: the index is no number" ;; esac
  { printf '%s\nindex %s\n' "$title" "$index"; [ -z "$hashes" ] || printf '%s\n' $hashes; echo; cat "$work/note"; } |
    sha256sum >"$work/again"
  [ "$(cat "$work/again")" = "$(sha256sum <"$2")" ] || fail "$2 is not written as a proof is"
  checkpoint "$work/note"
  [ "$index" -lt "$size" ] || fail "$2: no such line in the log"
  [ "$(wc -l <"$1")" -eq 1 ] || fail "$1 is not one line"
  at=$index last=$((size - 1))
  now=$({ printf '\000'; tr -d '\n' <"$1"; } | openssl dgst -sha256 -binary | base64 -w0)
  for hash in $hashes; do
    [ "$last" -gt 0 ] || fail "$2: too long"
    if [ $((at & 1)) -eq 1 ] || [ "$at" -eq "$last" ]; then
      now=$(node "$hash" "$now")
      while [ $((at & 1)) -eq 0 ] && [ "$at" -ne 0 ]; do at=$((at >> 1)) last=$((last >> 1)); done
    else
      now=$(node "$now" "$hash")
    fi
    at=$((at >> 1)) last=$((last >> 1))
  done
  [ "$last" -eq 0 ] && [ "$now" = "$root" ] || fail "$1 is not line $index of the log"
  printf 'inclusion   line %s of %s\n' "$index" "$size"
}

if [ $# -eq 2 ]; then
  inclusion "$1" "$2"
  if [ -f "$here/checkpoint" ]; then
    [ "$(cat "$here/checkpoint"; echo x)" = "$(cat "$work/note"; echo x)" ] || fail "the proof is of another checkpoint"
  fi
  exit 0
fi
[ $# -eq 0 ] || fail "give nothing, or a line and its proof"
cd "$here" || exit 66
sha256sum --strict --quiet -c SHA256SUMS || fail "a file is not what SHA256SUMS says"
cut -c 67- SHA256SUMS >"$work/names"
while IFS= read -r name; do sha256sum -- "$name"; done <"$work/names" >"$work/sums"
[ "$(sha256sum <"$work/sums")" = "$(sha256sum <SHA256SUMS)" ] || fail "SHA256SUMS is not written as sha256sum does"
printf 'sums        %s files\n' "$(wc -l <SHA256SUMS)"
checkpoint checkpoint
[ "$(wc -l <audit.jsonl)" -eq "$size" ] || fail "the log has not the $size lines of the checkpoint"
[ "$(tail -n 1 audit.jsonl)" = "$(cat run-end.line)" ] || fail "the log does not end with run-end.line"
inclusion run-end.line run-end.tlog-proof
[ "$(cat checkpoint; echo x)" = "$(cat "$work/note"; echo x)" ] || fail "run-end.tlog-proof is of another checkpoint"
