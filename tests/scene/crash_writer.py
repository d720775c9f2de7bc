"""A process that works on a film until it is killed; says what is over: "gesture 7", "take 10".

Started with the path of the film, the folder of the package and a seed. Gesture n ends with the action of
shot "one" being n, and every fifth brings a take whose picture says n.
"""

import os
import random
import sys

sys.path[:0] = [sys.argv[2], os.path.dirname(os.path.dirname(os.path.abspath(__file__)))]

from scene.films import a_take  # noqa: E402

from previz.scene.model import CameraKey, Shot, Take  # noqa: E402
from previz.scene.store import Store  # noqa: E402

store, document = Store.open(sys.argv[1])
store.attach(document)
dice = random.Random(int(sys.argv[3]))
n = int(document.need("one", Shot).action or 0)
while True:
    n += 1
    for step in range(dice.randint(1, 6)):
        with document.edit("Drag", f"drag-{n}") as edit:
            edit.update("cam-one", keys=(CameraKey(focal_length_mm=float(20 + step)),))
            edit.update("one", action=str(n), notes="x" * dice.randint(0, 9000))
    document.end_gesture()
    if n % 11 == 0:
        document.undo()
        document.redo()
    os.write(1, b"gesture %d\n" % n)
    if n % 5 == 0:
        number = len(document.of(Take)) + 1
        picture = b"%d " % n + dice.randbytes(dice.randint(100, 60_000))
        take = store.add_take(document, a_take(number), image=picture, request=b"%d" % n)
        os.write(1, b"take %d\n" % n)
        store.ledger.append(
            panel_id="panel-one", take_id=take.id, image=take.image, state="review", who="Ada"
        )
