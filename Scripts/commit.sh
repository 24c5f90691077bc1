#!/usr/bin/env bash
# Prints the commit of this tree, with -dirty where a file differs from it; nothing outside a
# repository of its own.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# The sources may lie unpacked in somebody else's repository.
[[ -e .git ]] || exit 0
commit=$(git rev-parse --short=12 HEAD 2> /dev/null) || exit 0
# Files whose times alone have changed are the same.
git update-index -q --refresh > /dev/null 2>&1 || true
git diff-index --quiet HEAD 2> /dev/null || commit+=-dirty
echo "$commit"
