"""Who made a picture, written inside it: an XMP packet in the PNG, by the IPTC photo metadata standard.

``Iptc4xmpExt:DigitalSourceType`` tells other programs how the picture came about (IPTC NewsCodes
digitalsourcetype; AI fields from IPTC Photo Metadata 2025.1). The same facts give the same bytes.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from xml.sax.saxutils import escape

import msgspec

from previz import __version__
from previz.gen import png
from previz.gen.request import FrameRequest

KEYWORD = "XML:com.adobe.xmp"
SOURCE = "http://cv.iptc.org/newscodes/digitalsourcetype/"
DRAWN = SOURCE + "algorithmicMedia"
"""Made by an algorithm that learned from no pictures."""
TRAINED = SOURCE + "compositeWithTrainedAlgorithmicMedia"
"""A staged scene finished by a trained model."""

SPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "previz": "urn:previz:frame#",
}


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """What is written into a picture."""

    generator: str
    style: str
    seed: int
    request: str
    """`FrameRequest.hash`"""
    model: str = ""
    trained: bool = False
    tool: str = f"Previz {__version__}"

    @classmethod
    def of(cls, request: FrameRequest, *, trained: bool) -> Origin:
        return cls(
            generator=request.generator,
            style=request.style,
            seed=request.seed,
            request=request.hash(),
            model=request.model,
            trained=trained,
        )


def embed(data: bytes, origin: Origin) -> bytes:
    """``data`` (PNG) with ``origin`` inside; an older packet is replaced."""
    return png.with_text(data, KEYWORD, packet(origin))


def packet(origin: Origin) -> str:
    """The XMP packet, one property a line."""
    facts = {
        "xmp:CreatorTool": origin.tool,
        "Iptc4xmpExt:DigitalSourceType": TRAINED if origin.trained else DRAWN,
        "previz:generator": origin.generator,
        "previz:model": origin.model,
        "previz:style": origin.style,
        "previz:seed": str(origin.seed),
        "previz:request": origin.request,
    }
    if origin.trained:
        facts["Iptc4xmpExt:AISystemUsed"] = f"{origin.generator} {origin.model}".strip()
    spaces = " ".join(f'xmlns:{name}="{address}"' for name, address in SPACES.items() if name != "rdf")
    lines = [f"  <{name}>{escape(_legal(value))}</{name}>" for name, value in sorted(facts.items())]
    return "\n".join(
        [
            '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>',
            f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{SPACES["rdf"]}">',
            f' <rdf:Description rdf:about="" {spaces}>',
            *lines,
            " </rdf:Description>",
            "</rdf:RDF></x:xmpmeta>",
            '<?xpacket end="r"?>',
        ]
    )


def read(data: bytes) -> Origin | None:
    """The origin inside a PNG that Previz made; None for any other picture."""
    try:
        text = png.text(data, KEYWORD)
        if text is None or "<!" in text:
            return None
        root = ET.fromstring(text.replace("\ufeff", ""))
    except (ValueError, ET.ParseError):
        return None
    found = {node.tag: node.text or "" for node in root.iter()}

    def fact(name: str) -> str:
        space, _, tag = name.partition(":")
        return found.get(f"{{{SPACES[space]}}}{tag}", "")

    if len(fact("previz:request")) != 64 or not fact("previz:seed").isdecimal():
        return None
    return Origin(
        generator=fact("previz:generator"),
        style=fact("previz:style"),
        seed=int(fact("previz:seed")),
        request=fact("previz:request"),
        model=fact("previz:model"),
        trained=fact("Iptc4xmpExt:DigitalSourceType") == TRAINED,
        tool=fact("xmp:CreatorTool"),
    )


def _legal(text: str) -> str:
    """Without the control characters that XML 1.0 forbids."""
    return "".join(c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff"))
