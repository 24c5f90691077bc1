#!/usr/bin/env bash
# Uses one of the packages in /dist like a user of a freshly installed system. test-packages.sh runs this
# script in a copy of one.
#
#     packages-guest.sh tarball|package|bare|dockerfile
set -euo pipefail

fail() {
    echo "packages-guest: $*" >&2
    exit 1
}

# shows TEXT COMMAND…: the command must succeed and print the text.
shows() {
    local text=$1 output
    shift
    output=$("$@" 2>&1) || fail "'$*' failed: $output"
    grep -qF -- "$text" <<< "$output" || fail "'$*' doesn't print '$text': $output"
}

# ends STATUS TEXT COMMAND…: the command must exit with the status, and print the text.
ends() {
    local expected=$1 text=$2 output status=0
    shift 2
    output=$("$@" 2>&1) || status=$?
    [[ $status -eq $expected ]] || fail "'$*' exited with $status instead of $expected: $output"
    grep -qF -- "$text" <<< "$output" || fail "'$*' doesn't print '$text': $output"
}

apt() { apt-get -q -o Dpkg::Use-Pty=0 "$@"; }

# Runs a command, measures a shipped scenario and one of its own, and reports on both.
use() {
    shows "$(basename /dist/membudget_*.deb | cut -d_ -f2)" membudget --version
    shows "peak" membudget run --budget 64MiB -- /bin/true
    # shellcheck disable=SC2016 # of perl
    ends 123 "over" membudget run --budget 16MiB -- perl -e 'my $held = "x" x 64e6; sleep 2'
    mkdir -p /tmp/shipped /tmp/own
    cd /tmp/shipped
    shows csv-ingest membudget list
    shows "within" membudget bench csv-ingest --scale 5k --strategy streamed --trials 1 --run-dir run
    shows "| streamed" membudget report run --format markdown
    cd /tmp/own
    seq 20000 > input
    shows "Scenarios/sort.yaml" membudget init -- sort -o '{output}' '{input}'
    shows "sort" membudget bench sort --input input --trials 1 --run-dir run
    shows "<html" membudget report run --format html
    cd /
}

# Checks manual pages and completions with the programs that read them.
read_manual() {
    apt install -y --no-install-recommends man-db bash-completion zsh fish
    shows "how much memory jobs need" man membudget
    shows "--metric" man membudget-bench
    shows "export --database" man membudget-serve
    shows membudget-bench man -k membudget
    complete_all
}

complete_all() {
    # In bash: calls the functions of the file, like the Tab key.
    # shellcheck disable=SC2016 # of the inner shell
    shows bench bash -c '
        source /usr/share/bash-completion/bash_completion
        if declare -F _comp_load > /dev/null; then _comp_load membudget; else __load_completion membudget; fi
        COMP_WORDS=(membudget ben) COMP_CWORD=1 COMP_LINE="membudget ben" COMP_POINT=13 COMP_TYPE=9
        function=$(complete -p membudget | sed "s/.*-F \([^ ]*\).*/\1/")
        "$function" membudget ben membudget
        echo "${COMPREPLY[@]}"'
    # shellcheck disable=SC2016 # of zsh
    shows _membudget zsh -c 'autoload -U compinit; compinit -u -D; echo "$_comps[membudget]"'
    shows bench fish -c 'complete -C "membudget ben"'
}

# gone FILE…: none of the files remains, nor any other of that name.
gone() {
    local file left
    for file in "$@"; do
        if [[ -e $file && ! -d $file ]]; then fail "$file still exists"; fi
    done
    left=$(find / -xdev -name '*membudget*' \
        ! -path '/proc/*' ! -path '/dist/*' ! -path '/tmp/*' ! -path '*/.cache/*' ! -path '/var/log/*')
    [[ -z $left ]] || fail "left: $left"
}

tarball() {
    apt install -y --no-install-recommends xz-utils libsqlite3-0 libstdc++6 libjemalloc2
    tar -C /opt -xf "$(ls /dist/membudget-*-linux.tar.xz)"
    ln -s /opt/membudget-*/bin/membudget /usr/local/bin/membudget
    use
    rm -r /opt/membudget-* /usr/local/bin/membudget
    gone
}

# dpkg in a minimal image is configured not to unpack manual pages.
keep_manual() { rm -f /etc/dpkg/dpkg.cfg.d/excludes /etc/dpkg/dpkg.cfg.d/docker; }

package() {
    keep_manual
    apt install -y /dist/membudget_*.deb
    dpkg --verify membudget
    use
    # Tests every job that needs the recommended packages.
    for worker in /usr/libexec/membudget/membudget-worker*; do
        if ldd "$worker" | grep "not found"; then fail "$worker is missing a library"; fi
    done
    if membudget list 2>&1 | grep unavailable; then fail "something is unavailable"; fi
    cd /tmp/shipped
    shows "within" membudget bench ticket-export-xlsx --scale 1k --strategy streamed --trials 1
    cd /
    read_manual
    apt install -y /dist/membudget-dbgsym_*.deb
    local files=()
    mapfile -t files < <(dpkg -L membudget membudget-dbgsym)
    apt purge -y membudget membudget-dbgsym
    rm -rf /var/cache/man
    gone "${files[@]}"
}

# Without the recommended packages, features that need them report it, and the rest works.
bare() {
    apt install -y --no-install-recommends /dist/membudget_*.deb
    shows "membudget-worker-xlsx can't be started: error while loading shared libraries" membudget list
    shows "libpq" membudget list
    shows "peak" membudget run --budget 64MiB -- /bin/true
    mkdir /tmp/bare
    cd /tmp/bare
    shows "within" membudget bench csv-ingest --scale 5k --strategy streamed --trials 1
    # The message names the library that the loader misses first.
    ends 69 "error while loading shared libraries" membudget bench ticket-export-xlsx --scale 1k --strategy streamed --trials 1
    ends 69 "libpq" membudget bench ticket-export-postgresql --scale 1k --strategy copy --trials 1
    cd /
    apt purge -y membudget
    gone
}

# Runs the steps of the Dockerfile's last stage, without its builder.
dockerfile() {
    cp /dist/membudget_*.deb /tmp/
    sed -e '1,/^FROM debian/d' -e :a -e '/\\$/{N;s/\\\n//;ta}' /own/Dockerfile |
        sed -n 's/^RUN //p' > /tmp/steps
    [[ $(wc -l < /tmp/steps) -ge 2 ]] || fail "the Dockerfile's last stage has no steps"
    bash -e /tmp/steps
    cd /work
    su membudget -c 'membudget run --budget 64MiB -- /bin/true'
    su membudget -c 'membudget bench csv-ingest --scale 5k --strategy streamed --trials 1'
}

apt update
"$1"
