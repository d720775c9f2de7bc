"""Words for a model. CLIP reads 75 tokens at a time, so a long prompt is read in portions."""

from __future__ import annotations

from typing import Any

import torch

MOST_PORTIONS = 4
"""Further words would hardly be heard; they are reported."""
PORTION = 75
MOST_TOKENS = 512
"""What the text model of a DiT is given."""
MOST_TOKENS_DISTILLED = 256
"""FLUX.1 [schnell] was trained with no more."""


def clean(text: str) -> str:
    """On one line, without characters that steer instead of say."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def portions(tokenizer: Any, text: str) -> tuple[list[str], str]:
    """``text`` cut at its commas into parts of at most `PORTION` tokens, and what is too much.

    A clause that is longer than a portion alone is cut between words.
    """
    done: list[str] = [""]
    for clause in _clauses(tokenizer, clean(text)):
        longer = f"{done[-1]}, {clause}" if done[-1] else clause
        if _count(tokenizer, longer) <= PORTION:
            done[-1] = longer
        else:
            done.append(clause)
    return done[:MOST_PORTIONS], ", ".join(done[MOST_PORTIONS:])


def _clauses(tokenizer: Any, text: str) -> list[str]:
    clauses: list[str] = []
    for clause in (part.strip() for part in text.split(",")):
        words: list[str] = []
        for word in clause.split() if _count(tokenizer, clause) > PORTION else []:
            if words and _count(tokenizer, " ".join([*words, word])) > PORTION:
                clauses.append(" ".join(words))
                words = []
            words.append(word[:PORTION])
        clauses.append(" ".join(words) or clause)
    return [clause for clause in clauses if clause]


def _count(tokenizer: Any, text: str) -> int:
    """Tokens without the two that every text begins and ends with."""
    return len(tokenizer(text, truncation=False).input_ids) - 2


def clip_words(pipeline: Any, prompt: str, negative: str, guided: bool) -> tuple[dict[str, Any], list[str]]:
    """Arguments of a call of a Stable Diffusion pipeline, and what was not used."""
    said, much = portions(pipeline.tokenizer, prompt)
    avoided, too_much = portions(pipeline.tokenizer, negative)
    count = max(len(said), len(avoided) if guided else 1)
    rows = [
        pipeline.encode_prompt(
            prompt=said[i] if i < len(said) else "",
            device=pipeline._execution_device,
            num_images_per_prompt=1,
            do_classifier_free_guidance=guided,
            negative_prompt=avoided[i] if i < len(avoided) else "",
        )
        for i in range(count)
    ]
    names = ["prompt_embeds", "negative_prompt_embeds"]
    arguments = {
        name: torch.cat([row[k] for row in rows], dim=1)
        for k, name in enumerate(names)
        if rows[0][k] is not None
    }
    for k, name in ((2, "pooled_prompt_embeds"), (3, "negative_pooled_prompt_embeds")):
        if len(rows[0]) > k and rows[0][k] is not None:
            arguments[name] = rows[0][k]
    unused = [f"words from “{much[:40]}” on: the model hears no more"] if much else []
    if negative and not guided:
        unused.append("words to avoid: this model is not guided by words")
    elif too_much:
        unused.append(f"words to avoid from “{too_much[:40]}” on: the model hears no more")
    return arguments, unused


def plain_words(pipeline: Any, prompt: str, negative: str, guided: bool) -> tuple[dict[str, Any], list[str]]:
    """As `clip_words`, for a pipeline with a text model that reads whole sentences."""
    text = clean(prompt)
    reader = getattr(pipeline, "tokenizer_2", None)  # FLUX.1 reads them with T5; CLIP hears the beginning
    short = reader is not None and not pipeline.transformer.config.guidance_embeds
    most = MOST_TOKENS_DISTILLED if short else MOST_TOKENS
    arguments: dict[str, Any] = {"prompt": text, "max_sequence_length": most}
    unused = []
    if len((reader or pipeline.tokenizer)(text, truncation=False).input_ids) > most:
        unused.append("the end of the words: the model hears no more")
    if guided:
        arguments["negative_prompt"] = clean(negative)
    elif negative:
        unused.append("words to avoid: this model is not guided by words")
    return arguments, unused
