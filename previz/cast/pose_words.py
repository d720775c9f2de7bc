"""Poses as a prompt says them: "sit_read" is "sitting and reading"."""

from __future__ import annotations

GERUNDS = {
    "lie": "lying", "run": "running", "sit": "sitting", "shrug": "shrugging",
    "clap": "clapping", "embrace": "embracing somebody", "waltz": "dancing a waltz",
}  # fmt: skip
"""What -ing does not do by itself."""
WHOLE = {
    "aim_rifle": "aiming a rifle",
    "arabesque": "in an arabesque",
    "attention": "standing at attention",
    "block": "blocking a blow",
    "carry": "carrying something",
    "carry_bride": "carrying somebody in the arms",
    "carry_shoulder": "carrying somebody over the shoulder",
    "carry_side": "carrying something at the side",
    "contrapposto": "standing at ease",
    "dead": "lying dead",
    "despair": "in despair",
    "embrace_kneeling": "kneeling and embracing somebody",
    "guard": "on guard",
    "handshake": "shaking hands",
    "hit": "hit by a blow",
    "hold_mug": "holding a mug",
    "kneel_both": "kneeling on both knees",
    "lean_on": "leaning on something",
    "lie_front": "lying face down",
    "lie_side": "lying on the side",
    "lifted": "lifted up by somebody",
    "open_door": "opening a door",
    "phone": "on the phone",
    "pick_up": "picking something up",
    "pray_kneeling": "kneeling and praying",
    "pull": "pulling something",
    "push": "pushing something",
    "read_lying": "lying and reading",
    "seize": "seizing somebody",
    "sit_arms_crossed": "sitting with arms crossed",
    "sit_bench": "sitting on a bench",
    "sit_crossed": "sitting with legs crossed",
    "sit_eat": "sitting and eating",
    "sit_fallen": "sitting on the floor after a fall",
    "sit_floor": "sitting on the floor",
    "sit_forward": "sitting and leaning forward",
    "sit_heels": "sitting on the heels",
    "sit_read": "sitting and reading",
    "sit_relaxed": "sitting at ease",
    "sit_slumped": "sitting slumped",
    "sit_think": "sitting and thinking",
    "sleep_back": "sleeping on the back",
    "surrender": "surrendering with hands up",
    "t_pose": "standing with arms stretched out",
    "text": "typing on a phone",
}
PARTS = ("arms", "hand", "hands", "head")
"""A pose that begins so says how a part of the body is held."""


def pose_words(preset: str) -> str:
    """A preset as it is written for a key, "walk@0.25" or "sit+phone" too; "" for none."""
    legs, _, arms = preset.partition("+")
    return ", ".join(words for part in (legs, arms) if (words := _said(part.partition("@")[0])))


def _said(name: str) -> str:
    if name in WHOLE:
        return WHOLE[name]
    verb, _, rest = name.partition("_")
    if not verb or verb in PARTS:
        return f"with {name.replace('_', ' ')}" if verb else ""
    plain = verb[:-1] if verb.endswith("e") else verb
    return " ".join(filter(None, (GERUNDS.get(verb, f"{plain}ing"), rest.replace("_", " "))))
