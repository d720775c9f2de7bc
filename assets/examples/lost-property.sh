#!/bin/sh
# “Lost Property” from its script to every document that a crew receives: sh lost-property.sh [FOLDER]
set -e
PREVIZ=${PREVIZ:-previz}
HERE=$(cd "$(dirname "$0")" && pwd)
OUT=${1:-lost-property}
mkdir -p "$OUT"
cd "$OUT"
FILM=lost-property.previz
rm -f "$FILM"

# The words, the people, the sets.
$PREVIZ new "$FILM" --title "Lost Property"
$PREVIZ script import "$FILM" "$HERE/lost-property.fountain"
$PREVIZ script cast "$FILM" INES=businesswoman TEO=man NADIA=woman OSMAN=officer DOLORES=nurse
$PREVIZ script stage "$FILM"
$PREVIZ script breakdown "$FILM"

# Coverage, kept in the order of the cut.
$PREVIZ script coverage "$FILM" 1 --keep 1 2 4 3 5 6
for SCENE in 2 3 4 5 6; do
    $PREVIZ script coverage "$FILM" "$SCENE" --keep all
done
$PREVIZ script coverage "$FILM" 7 --keep 1 2 5 3 6 4 7
# The tape is turned over: the last two-shot looks from the other side of the line.
$PREVIZ script coverage "$FILM" 7 --across --keep 2
$PREVIZ script coverage "$FILM" 8 --keep all

# Two cuts break a rule, and may.
$PREVIZ script check "$FILM" || true
$PREVIZ script waive "$FILM" 7F 7G --rule line --who Director \
    --reason "The tape has another side: when it is turned over, we cross to hers."
$PREVIZ script waive "$FILM" 8 8A --rule trace --who Director \
    --reason "The bell over the door rings: the eye goes with Ines, who turns round to see."
$PREVIZ script check "$FILM"

# Boards and paper.
$PREVIZ generate "$FILM"
$PREVIZ script export "$FILM" back.fountain
$PREVIZ script lined "$FILM" lined-script.pdf
$PREVIZ export "$FILM" --boards storyboard.pdf --shot-list shot-list-script.pdf --camera-report camera-report.pdf \
    --schedule schedule.pdf --continuity continuity.pdf --xlsx shot-list.xlsx --csv shot-list.csv
$PREVIZ export "$FILM" --shot-list shot-list-setup.pdf --order setup
$PREVIZ export "$FILM" --shot-list shot-list-day.pdf --order day
cmp "$HERE/lost-property.fountain" back.fountain
