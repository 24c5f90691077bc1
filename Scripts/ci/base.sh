#!/bin/sh
# Checks out the base of a change next to it: the newest commit that the change and its target share.
#
#   base.sh TO
#
# MEMBUDGET_BASE is the target, a branch or a commit; "none" means no comparison. Prints the folder, or nothing
# if there is no base.
set -eu

give_up() {
    echo "membudget: $1" >&2
    exit 1
}

to=${1:?the folder to check out in}
target=${MEMBUDGET_BASE:-}
[ "$target" != none ] || exit 0
[ -n "$target" ] ||
    give_up "no base to compare with, because this is not a pull request; set base to a branch, a commit or 'none'"
# In a container, the owner of the workspace is often another user.
top=$(pwd)
git() { command git -c safe.directory=* "$@"; }

# A branch is looked up at the origin first, then locally.
find_target() {
    for name in "origin/$target" "$target"; do
        if git rev-parse --verify --quiet --end-of-options "$name^{commit}"; then return 0; fi
    done
    return 1
}

merge_base() {
    commit=$(find_target) && git merge-base "$commit" HEAD
}

root=$(git rev-parse --show-toplevel) || give_up "$top is not in a git repository"
cd "$root"
if ! base=$(merge_base); then
    # A shallow clone lacks the base. Fetching it from a private repository fails, because there is no token.
    git fetch --quiet --no-tags --unshallow origin 2> /dev/null ||
        git fetch --quiet --no-tags origin 2> /dev/null || true
    git fetch --quiet --no-tags origin "$target" 2> /dev/null || true
    base=$(merge_base) ||
        give_up "this clone has no common commit of HEAD and '$target'; fetch all (fetch-depth: 0, GIT_DEPTH: 0)"
fi
git worktree add --quiet --force --detach "$to" "$base"
echo "comparing with $(git log -1 --format='%h %s' "$base")" >&2
echo "$to"
if [ -n "${GITHUB_OUTPUT:-}" ]; then echo "folder=$to" >> "$GITHUB_OUTPUT"; fi
