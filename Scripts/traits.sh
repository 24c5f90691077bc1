#!/usr/bin/env bash
# Prints the options of `swift build` that leave out features whose libraries are missing, or nothing.
# Only ISA-L may be missing: without it, workbooks are compressed by zlib.
set -euo pipefail

IFS=: read -ra folders <<< "${MEMBUDGET_INCLUDES:-/usr/include:/usr/local/include}"
for folder in "${folders[@]}"; do
    if [[ -e $folder/isa-l/igzip_lib.h ]]; then exit 0; fi
done
echo "--traits PostgreSQL,XLSX"
