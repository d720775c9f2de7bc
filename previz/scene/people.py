"""Who a person is, apart from where they stand: body, clothes scene by scene, and what a model is shown."""

from __future__ import annotations

from previz.scene.entity import Value

Vec3 = tuple[float, float, float]
Rgb = tuple[float, float, float]
"""Linear-free display colour, each channel 0–1 as a painter would pick it (sRGB)."""


class Outfit(Value, frozen=True, kw_only=True):
    """Clothes by cut and colour. ``cut`` names a garment plan in `cast`."""

    cut: str = "shirt-trousers"
    top: Rgb = (0.20, 0.30, 0.46)
    bottom: Rgb = (0.17, 0.18, 0.22)
    under: Rgb = (0.86, 0.86, 0.84)
    shoes: Rgb = (0.10, 0.08, 0.07)
    hat: str = ""
    """Names a hat in `cast`; "" for none."""
    hat_colour: Rgb = (0.16, 0.15, 0.15)
    glasses: str = ""


class Body(Value, frozen=True, kw_only=True):
    sex: float = 0.5
    """0 female … 1 male."""
    age_years: float = 30.0
    height_cm: float | None = None
    """Standing height without shoes and hair; None takes the natural height for sex and age."""
    build: float = 0.0
    """−1 very slim … 0 average … +1 very heavy."""
    muscle: float = 0.5
    proportions: float = 0.6
    heritage: tuple[float, float, float] = (1 / 3, 1 / 3, 1 / 3)
    """African, Asian, Caucasian share of the facial shape; normalised when used."""
    skin: Rgb = (0.80, 0.62, 0.50)
    hair: str = "short"
    hair_colour: Rgb = (0.20, 0.14, 0.10)
    beard: str = ""
    posture_deg: Vec3 = (0.0, 0.0, 0.0)
    """Stoop added to every pose: spine, neck and head bend."""
    outfit: Outfit = Outfit()


class Costume(Value, frozen=True, kw_only=True):
    """A change of clothes, and the scenes in which it is worn."""

    name: str
    words: str = ""
    """How a prompt describes it: "a torn green coat"."""
    outfit: Outfit | None = None
    """What the figure wears; None = the clothes of the body."""
    scene_ids: tuple[str, ...] = ()
    """May name scenes that are gone."""


class ReferencePicture(Value, frozen=True, kw_only=True):
    """A picture that a model may follow, for a person or for the style, with the right to use it."""

    image: str
    """Blob hash (sha256, hex) of a PNG."""
    rights: str
    """Who is shown or made it, and who agreed to what."""
    words: str = ""
    """What a model is told of a style that it cannot be shown."""


class CharacterLora(Value, frozen=True, kw_only=True):
    """A LoRA that was trained on a person."""

    file: str
    """Its folder or file below the models folder, or its file on a server."""
    weight: float = 0.8
    """0…2."""
    family: str = ""
    """Family of models for which it was made, as `previz.gen.diffusion.families` names it; "" = by itself."""


def costume_in(wardrobe: tuple[Costume, ...], scene_id: str) -> Costume | None:
    """What is worn in a scene; None = the clothes of the body."""
    return next((costume for costume in wardrobe if scene_id in costume.scene_ids), None)
