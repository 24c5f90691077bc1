#!/bin/sh
# Sorts the lines of a product feed below the header by their second column, in two ways.
# Usage: shell-sort.sh in-memory|temporary-files INPUT OUTPUT
set -eu

if [ $# -ne 3 ]; then
    echo "usage: $0 in-memory|temporary-files INPUT OUTPUT" >&2
    exit 64
fi
strategy=$1 input=$2 output=$3

# Compares bytes, whatever the user's locale, in one thread (--parallel), so that the buffer is all the memory.
export LC_ALL=C

case $strategy in
    in-memory) set -- --buffer-size=1G ;;
    temporary-files) set -- --buffer-size=8M --temporary-directory="$(dirname "$output")" ;;
    *) echo "$0: unknown strategy '$strategy'" >&2; exit 64 ;;
esac

head -n 1 "$input" > "$output"
tail -n +2 "$input" | sort --parallel=1 --field-separator=, --key=2,2 "$@" >> "$output"
