#!/usr/bin/env bash
# ibid beside other search programs, and how its costs grow: `compare.sh --help`.
set -euo pipefail
if ! command -v python3 >/dev/null; then
    echo "error: \`python3\` is not here" >&2
    exit 2
fi
PYTHONDONTWRITEBYTECODE=1 exec python3 "$(dirname "${BASH_SOURCE[0]}")/compare" "$@"
