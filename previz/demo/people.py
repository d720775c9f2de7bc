"""Who is in the demo film."""

from previz.scene.model import Body, Character, Outfit

NORA, ELIAS, TOMAS = "nora", "elias", "tomas"

PEOPLE = (
    Character(
        id=NORA,
        name="Nora",
        order="a",
        words="a tired, resolute woman of 33, dark bob, grey-green jumper and jeans",
        body=Body(
            sex=0.0,
            age_years=33,
            height_cm=168,
            build=-0.1,
            muscle=0.5,
            heritage=(0.15, 0.15, 0.7),
            skin=(0.80, 0.62, 0.50),
            hair="bob",
            hair_colour=(0.15, 0.10, 0.08),
            outfit=Outfit(
                cut="sweater-trousers",
                top=(0.42, 0.50, 0.46),
                bottom=(0.20, 0.24, 0.33),
                under=(0.85, 0.84, 0.80),
                shoes=(0.18, 0.13, 0.11),
            ),
        ),
    ),
    Character(
        id=ELIAS,
        name="Elias",
        order="b",
        words="a stooped man of 74 with receding white hair and a short white beard, brown cardigan",
        body=Body(
            sex=1.0,
            age_years=74,
            height_cm=173,
            build=0.05,
            muscle=0.4,
            heritage=(0.1, 0.1, 0.8),
            skin=(0.82, 0.66, 0.56),
            hair="receding",
            hair_colour=(0.74, 0.74, 0.73),
            beard="beard",
            posture_deg=(7.0, 6.0, -7.0),
            outfit=Outfit(
                cut="shirt-trousers",
                top=(0.44, 0.36, 0.27),
                bottom=(0.30, 0.29, 0.27),
                under=(0.78, 0.80, 0.82),
                shoes=(0.18, 0.12, 0.08),
            ),
        ),
    ),
    Character(
        id=TOMAS,
        name="Tomas",
        order="c",
        words="a lanky neighbour of 19 with short curls, ochre hoodie, jeans",
        body=Body(
            sex=1.0,
            age_years=19,
            height_cm=184,
            build=-0.3,
            muscle=0.45,
            heritage=(0.7, 0.1, 0.2),
            skin=(0.48, 0.33, 0.25),
            hair="afro",
            hair_colour=(0.09, 0.07, 0.06),
            outfit=Outfit(
                cut="hoodie-jeans",
                top=(0.78, 0.57, 0.22),
                bottom=(0.25, 0.33, 0.46),
                shoes=(0.84, 0.84, 0.84),
            ),
        ),
    ),
)
