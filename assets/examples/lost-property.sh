#!/bin/sh
# “Lost Property” from its script to every document that a crew receives: sh lost-property.sh [FOLDER]
set -e
# PYTHON: the interpreter of an environment where Previz is not on the path.
previz_() { if [ -n "$PYTHON" ]; then "$PYTHON" -m previz "$@"; else previz "$@"; fi; }
HERE=$(cd "$(dirname "$0")" && pwd)
OUT=${1:-lost-property}
mkdir -p "$OUT"
cd "$OUT"
FILM=lost-property.previz
if [ -e "$FILM" ]; then
    echo "There is a film $FILM in $PWD already, and it may be somebody's work. Move it away or name another folder." >&2
    exit 1
fi

# The words, the people, the sets.
previz_ new "$FILM" --title "Lost Property"
previz_ script import "$FILM" "$HERE/lost-property.fountain"
previz_ script cast "$FILM" INES=businesswoman TEO=man NADIA=woman OSMAN=officer DOLORES=nurse
previz_ script stage "$FILM"
previz_ script breakdown "$FILM"

# Coverage, kept in the order of the cut.
previz_ script coverage "$FILM" 1 --keep 1 2 4 3 5 6
for SCENE in 2 3 4 5 6; do
    previz_ script coverage "$FILM" "$SCENE" --keep all
done
previz_ script coverage "$FILM" 7 --keep 1 2 7 3 5 4 6
# The tape is turned over: the last two-shot looks from the other side of the line.
previz_ script coverage "$FILM" 7 --across --keep 2
previz_ script coverage "$FILM" 8 --keep 1 2 3 4 5 7 6

# Two cuts break a rule, and may. Reasons are given by people: here by the one who wrote this example.
previz_ script check "$FILM" || true
previz_ script waive "$FILM" 7F 7G --rule line --who "Author of the example" \
    --reason "The tape has another side: when it is turned over, we cross to hers."
previz_ script waive "$FILM" 8E 8F --rule eyeline --who "Author of the example" \
    --reason "The bell over the door rings: both look the same way, at who comes in."
previz_ script check "$FILM"

# Boards and paper.
previz_ generate "$FILM"
previz_ script export "$FILM" back.fountain
previz_ script lined "$FILM" lined-script.pdf
previz_ export "$FILM" --boards storyboard.pdf --shot-list shot-list-script.pdf --camera-report camera-report.pdf \
    --schedule schedule.pdf --continuity continuity.pdf --xlsx shot-list.xlsx --csv shot-list.csv
previz_ export "$FILM" --shot-list shot-list-setup.pdf --order setup
previz_ export "$FILM" --shot-list shot-list-day.pdf --order day
cmp "$HERE/lost-property.fountain" back.fountain
