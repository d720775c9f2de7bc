"""THE LOW HOUSE: a short sample film, written for these tests."""

from __future__ import annotations

from previz.export.rows import ActorArrow, FilmFacts, PanelRow, SceneRow, ShotRow, StartEnd

FILM = FilmFacts(
    title="The Low House",
    director="Ilse Marchetti",
    writer="Ana Duarte",
    cinematographer="R. Banerjee",
    artist="K. Adeyemi",
    revision="Rev 3 (pink)",
    date="22 Nov 2026",
    aspect=2.39,
    camera="ALEXA Mini, 4:3 2.8K · Cooke S4/i · 2.39 extraction, common top",
    people=(("1st AD", "Tomas Lind"),),
    note="Frames are drawn by machine from the 3D scene.",
)

SCENES = (
    SceneRow(id="s11", number="11", heading="EXT. HARBOUR STREET — MORNING", place="Quay Street, outside No. 9",
             cast=("Ada", "Jonah", "neighbours"), location="Location 4", eighths=5),
    SceneRow(id="s12", number="12", heading="INT. VARGA HOUSE — DINING ROOM — DAY", place="Varga dining room",
             cast=("Ada", "Jonah"), location="Stage 2", eighths=13),
    SceneRow(id="s13", number="13", omitted=True),
    SceneRow(id="s14", number="14", heading="INT. VARGA HOUSE — DINING ROOM — NIGHT", place="Varga dining room",
             cast=("Ada", "Jonah", "phone voices"), location="Stage 2", eighths=11),
)  # fmt: skip

_LONG = (
    "A long one, in one breath: the phone dies, the room goes, and before our eyes can find anything the "
    "kettle's blue ring comes up on her hands, then on the edge of the table, then on Jonah, who has been "
    "standing at the window for some time and whom neither she nor we had missed; he begins to talk about the "
    "winter their mother painted the ceiling, badly, with boat paint, because it was the only paint that could "
    "be had, and while he talks the street lamps come back on one by one from the far end of the quay, so that "
    "by the time he has finished the room is lit by something that has nothing to do with them."
)

# scene, number, size, lens, movement, height, action, dialogue, sound, seconds, status, priority, gear, setup
_SHOTS = (
    ("11", "11", "LS", 25, "Crane down", 4.2, "The whole street has come to look at the house. Nobody rings the bell.",
     (("MR. OKORO", "She won't come out. I'd not, either."),), "Gulls. A van reversing.", 10.5, "approved", 3, "Crane", "1"),
    ("11", "11A", "MLS", 50, "Truck R", 1.45, "JONAH and ADA'S COUSIN walk up the quay, not quite together. He checks a key "
     "against its paper label.", (("COUSIN", "You could still tell her first."),), "Footsteps on wet stone", 5.5, "review", 2, "Dolly", "2"),
    ("11", "11B", "CU", 85, "Static", 1.62, "Faces at the railing, one after another. They know whose house it is.", (), "", 2.5, "draft", 1, "Sticks", "3"),
    ("11", "11C", "MLS", 35, "Pan L", 1.5, "Jonah passes the chair without looking. Pan with him to the blue door.",
     (("MR. OKORO", "Morning, landlord."),), "Key turns, sticks, turns", 4.0, "changes", 2, "Sticks", "3"),
    ("12", "12", "LS", 24, "Push in", 1.45, "Master. JONAH waits behind the table. ADA sits with her back to us and has not turned "
     "round. Rain light from the window; the fourth chair stands pulled out.", (("JONAH", "They offered more than it's worth."),),
     "Rain. A tap dripping somewhere.", 13.0, "approved", 3, "Dolly", "4"),
    ("12", "12A", "MS", 50, "Static", 1.32, "Over Ada onto Jonah. He sets the key down beside her mug, label up. She can read it "
     "from where she is.", (("JONAH", "I kept your room out of it. I asked them."), ("ADA", "Out of what?")), "", 6.0, "approved", 3, "Sticks", "5"),
    ("12", "12B", "MCU", 75, "Push in", 1.58, "Jonah, closer. He rehearsed this on the quay and it is leaving him.",
     (("JONAH", "Out of the sale, Ada. Out of the — it's four walls."),), "", 7.0, "review", 3, "Slider", "5"),
    ("12", "12C", "MLS", 28, "Boom up", 0.65, "Profile two-shot from table height. Jonah's open hand; Ada doesn't look at it.",
     (("ADA", "Eleven of us were born inside four walls."),), "Rain stops", 5.5, "approved", 2, "Crane", "6"),
    ("12", "12D", "MCU", 65, "Pan R", 1.12, "Ada, profile. She turns her head to the window first, and then the chair.", (),
     "Chair leg on boards", 3.5, "changes", 3, "Sticks", "6"),
    ("12", "12E", "CU", 100, "Static", 1.05, "INSERT: the key, the paper label, the mug. Her hand takes the mug.", (), "", 2.0, "draft", 2, "Sticks", "7"),
    ("12", "12F", "CU", 85, "Zoom in", 1.62, "Jonah hears it land.", (), "Tap, once", 2.5, "approved", 3, "Sticks", "5"),
    ("12", "12G", "MS", 50, "Handheld", 1.4, "He reaches for the key; she has already covered it.",
     (("ADA", "Sit down, Jonah. You're in her light."),), "", 4.0, "changes", 1, "Handheld", "5"),
    ("12", "12H", "LS", 24, "Pull out", 1.45, "He sits, in the fourth chair. Two people at a table for four. Hold until the kettle.",
     (), "Kettle starts", 9.5, "review", 3, "Dolly", "4"),
    ("14", "14", "LS", 24, "Static", 1.45, "Power cut. The auction runs on a phone propped against the bottle; each bid lights the "
     "room.", (("AUCTIONEER (V.O.)", "Do I have four hundred?"),), "Phone speaker, thin", 6.0, "approved", 3, "Sticks", "8"),
    ("14", "14A", "MS", 50, "Push in", 1.32, "Jonah answers the first bidder.",
     (("NOOR (V.O.)", "لن أبيع هذا البيت مرة أخرى، ولو بمبلغ 450 ألفًا."),), "", 4.5, "review", 3, "Slider", "9"),
    ("14", "14C", "CU", 85, "Rack focus", 1.62, "जोना खिड़की की ओर मुड़ता है; रोशनी एक पल के लिए लौटती है।",
     (("MEERA (V.O.)", "क्या आप अब भी वहाँ हैं?"),), "", 3.0, "draft", 2, "Sticks", "9"),
    ("14", "14D", "MLS", 28, "Boom up", 0.65, _LONG,
     (("JONAH", "It never dried. You could put your thumb in it in March. I had white thumbs at school until the summer, and "
       "nobody asked, because everybody's mother had something."),), "Gas ring. Street returns, far to near.", 18.5, "review", 3, "Crane", "10"),
    ("14", "14E", "CU", 100, "Static", 1.02, "INSERT: the label turned face down.", (), "", 2.0, "omitted", 1, "Sticks", "11"),
)  # fmt: skip

_STOPS = {24: 4.0, 25: 5.6, 28: 2.8, 35: 4.0, 50: 2.8, 65: 2.8, 75: 2.8, 85: 2.0, 100: 5.6}
_DISTANCE_M = {"LS": 4.6, "MLS": 3.4, "MS": 2.1, "MCU": 1.6, "CU": 1.2}
_LOOKING = {"1": "Looking E, to the houses", "2": "Looking S, to the water", "3": "Looking W, to the blue door"}
_NOTES = {"11": "Road closed 06:00–09:00", "12": "Track 2.4 m, wall 3 floated", "14D": "Gas ring: fire safety on set"}


def shots(picture: object = None) -> tuple[ShotRow, ...]:
    """All shots of the film; ``picture(i)`` gives the name of the i-th panel's picture, if any."""
    return tuple(_shot(i, row, picture) for i, row in enumerate(_SHOTS))


def _shot(i: int, row: tuple, picture) -> ShotRow:  # type: ignore[no-untyped-def, type-arg]
    scene, number, size, lens, move, height, action, dialogue, sound, time, status, priority, gear, setup = row
    stale = ("lens 50 → 35 mm", "Jonah moved 0.4 m") if number in ("11C", "12D") else ()
    halves = 2 if number in ("11", "12") else 1
    panels = []
    for k in range(halves):
        panels.append(PanelRow(
            id=f"p{i}-{k}", index=k + 1, count=halves, image=picture(2 * i + k) if picture else "",
            action=action if k == 0 else "The move ends here.", dialogue=dialogue if k == halves - 1 else (),
            sound=sound if k == 0 else "", duration_s=time / halves, status=status, stale=stale,
            approved_by="I. Marchetti" if status == "approved" else "", approved_at="21 Nov 2026",
            made_by=f"sketch, pencil, seed {1000 + i}",
            arrows=(ActorArrow(points=((0.62, 0.62), (0.45, 0.55), (0.28, 0.62)), label="JONAH"),) if number == "11C" else (),
            start_end=StartEnd(start=(0, 0, 1, 1), end=(0.3, 0.2, 0.5, 0.5)) if number == "12" and k == 0 else None,
        ))  # fmt: skip
    distance = _DISTANCE_M[size]
    return ShotRow(
        id=f"h{i}", scene_id=f"s{scene}", scene_number=scene, number=number, action=action, dialogue=dialogue,
        setup=setup, setup_order=int(setup), looking=_LOOKING.get(setup, "Looking N, to the far wall"), camera="A",
        size=size, composition="OTS-L" if number in ("12A", "12G") else "2S" if size == "LS" else "1S",
        who=("Ada", "Jonah") if size in ("LS", "MLS") else ("Jonah",), angle="Eye" if height < 2 else "High",
        level="Eye level" if height > 1.3 else "Hip level", view="3/4", movement=move, camera_height_m=height, tilt_deg=-3.0,
        roll_deg=5.0 if number == "12G" else 0.0, subject_distance_m=distance, focus_distance_m=distance,
        near_m=distance * 0.9, far_m=None if size == "LS" else distance * 1.15, focal_length_mm=lens,
        focal_length_end_mm=135.0 if number == "12F" else None, lens_series="Cooke S4/i", t_stop=_STOPS[lens],
        filters=("ND 0.6", "Pola") if scene == "11" else ("1/4 Black Pro-Mist",), frame_rate=48.0 if number == "12E" else 24.0,
        body="ALEXA Mini", mode="4:3 2.8K", unverified=number == "11B", frameline="2.39 common top", equipment=gear,
        sound=sound, props="Key, label" if number == "12E" else "", vfx="Paint out crane" if number == "11" else "",
        notes=_NOTES.get(number, ""), priority=priority, duration_s=time, setup_time_min=40.0 if setup != "11" else None,
        status=status, stale=stale, approved_by="I. Marchetti" if status == "approved" else "", panels=tuple(panels),
    )  # fmt: skip
