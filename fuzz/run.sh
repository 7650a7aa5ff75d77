#!/bin/sh
# Fuzzes each target for some seconds, the most exposed ones six times as long, from the
# documents and cases of the repository.
#
#     fuzz/run.sh SECONDS [TARGET…]
#
# Prints for each target how often it ran, for how many seconds, and how many inputs broke it:
# the first one ends the target's run and is kept in fuzz/artifacts. Three hours in all:
# fuzz/run.sh 190
set -eu
cd "$(dirname "$0")"
[ $# -gt 0 ] || { sed -n '2,9s/^# \{0,1\}//p' run.sh; exit 2; }
seconds=$1
shift
exposed="whole read_html read_docx read_pdf read_text walk_archive"
[ $# -gt 0 ] || set -- $exposed $(ls fuzz_targets | sed 's/\.rs$//' | grep -vxE "$(echo $exposed | tr ' ' '|')")

cargo +nightly fuzz build -s none --fuzz-dir . >&2

# Files of a kind, as seeds of a target.
seed() {
    target=$1
    shift
    for file in "$@"; do
        case $file in *.snap) continue ;; esac
        if [ -f "$file" ]; then cp "$file" "corpus/$target/seed-$(echo "$file" | tr '/ ' '--')"; fi
    done
}

# The same for `whole`, where the first byte says which format the name is of.
seed_whole() {
    names=$(grep -o 'Format::new($\|Format::new("[a-z-]*"\|^        "[a-z-]*",$' ../src/read/mod.rs | grep -o '"[a-z-]*"' | tr -d '"')
    nth=0
    for name in $names; do
        for file in ../tests/cases/formats/"$(echo "$name" | tr -d -)"/*; do
            case $file in *.snap) continue ;; esac
            [ -f "$file" ] || continue
            { printf "\\$(printf %03o "$nth")"; cat "$file"; } > "corpus/whole/seed-$name-$(basename "$file")"
        done
        nth=$((nth + 1))
    done
}

printf '%-20s %12s %9s %7s\n' target runs seconds broken
for target in "$@"; do
    mkdir -p "corpus/$target" "artifacts/$target"
    seed "$target" seeds/"$target"/*
    of=${target#read_}
    case $target in
        whole) seed_whole ;;
        find_cites) seed "$target" ../tests/cases/citations/* ../tests/cases/notes/* ;;
        walk_archive) seed "$target" ../tests/cases/formats/epub/* ../tests/cases/formats/docx/* ;;
        read_table) seed "$target" ../seeds/*.csv ;;
        read_text) seed "$target" ../tests/cases/formats/text/* ../tests/cases/notes/* ../seeds/*.txt ;;
        read_otherxml) seed "$target" ../tests/cases/formats/xml/* ;;
        *) seed "$target" ../tests/cases/formats/"$of"/* ;;
    esac
    time=$seconds
    case " $exposed " in *" $target "*) time=$((seconds * 6)) ;; esac
    log=artifacts/$target.log
    before=$(ls "artifacts/$target" | wc -l)
    target/x86_64-unknown-linux-gnu/release/"$target" "corpus/$target" -artifact_prefix="artifacts/$target/" \
        -max_total_time="$time" -timeout=20 -rss_limit_mb=4096 -max_len=8000 -print_final_stats=1 > "$log" 2>&1 || true
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    after=$(ls "artifacts/$target" | wc -l)
    printf '%-20s %12s %9s %7s\n' "$target" "${runs:-0}" "$time" $((after - before))
done
