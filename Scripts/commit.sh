#!/usr/bin/env bash
# Prints the commit of this repository, with -dirty if files have changed; prints nothing if the sources
# are not in a repository of their own.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# The sources may be unpacked inside another repository.
[[ -e .git ]] || exit 0
commit=$(git rev-parse --short=12 HEAD 2> /dev/null) || exit 0
# Files with only changed times count as unchanged.
git update-index -q --refresh > /dev/null 2>&1 || true
git diff-index --quiet HEAD 2> /dev/null || commit+=-dirty
echo "$commit"
