import pytest

from previz.errors import ImportFailed
from previz.script import fdx

SCRIPT = """<?xml version="1.0" encoding="UTF-8"?>
<FinalDraft DocumentType="Script" Version="5"><Content>
<Paragraph Number="7" Type="Scene Heading"><SceneProperties><Summary>
<Paragraph><Text>They meet.</Text></Paragraph>
</Summary></SceneProperties><Text>INT. BAR - NIGHT</Text></Paragraph>
<Paragraph Type="Action"><Text>A </Text><Text Style="Bold+Italic">loud</Text>
<Text RevisionID="2"> bang.</Text></Paragraph>
<Paragraph><DualDialogue>
<Paragraph Type="Character"><Text>ADA</Text></Paragraph>
<Paragraph Type="Dialogue"><Text>Run!</Text></Paragraph>
<Paragraph Type="Character"><Text>BEN</Text></Paragraph>
<Paragraph Type="Parenthetical"><Text>to her</Text></Paragraph>
<Paragraph Type="Dialogue"><Text>Stay!</Text></Paragraph>
</DualDialogue><Text></Text></Paragraph>
<Paragraph Number="8" Type="Scene Heading"><OmittedScene>
<Paragraph><Text>gone</Text></Paragraph></OmittedScene></Paragraph>
</Content><Revisions><Revision ID="2" Name="Pink" Color="#FF00AA"/></Revisions>
<TitlePage><Content><Paragraph><Text>The Bar</Text></Paragraph><Paragraph><Text>Written by</Text></Paragraph>
<Paragraph><Text>A. Writer</Text></Paragraph></Content></TitlePage></FinalDraft>
"""


def read(text: str = SCRIPT) -> fdx.Screenplay:
    return fdx.read("bar.fdx", text.encode())


def test_numbers_styles_revisions_and_both_speakers() -> None:
    script = read()
    assert script.title == {"Title": "The Bar", "Author": "A. Writer"}
    heading, action, ada, ben, omitted, gone = script.paragraphs
    assert (heading.text, heading.number, heading.synopsis) == ("INT. BAR - NIGHT", "7", "They meet.")
    assert action.text == "A loud bang."
    assert action.revision == "Pink"
    assert [(action.text[s.start : s.end], s.style) for s in action.stress] == [("loud", "bold_italic")]
    assert (ada.cue, ada.text, ada.dual) == ("ADA", "Run!", "left")
    assert (ben.cue, ben.text, ben.dual) == ("BEN", "(to her)\nStay!", "right")
    assert (omitted.text, omitted.omitted, omitted.number) == ("OMITTED", True, "8")
    assert (gone.text, gone.omitted) == ("gone", True)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (
            SCRIPT.replace("<FinalDraft", '<!DOCTYPE x [<!ENTITY a "b">]>\n<FinalDraft', 1),
            "bad.fdx, line 2: it declares",
        ),
        (SCRIPT[:300], "bad.fdx, line 6: the file is cut off"),
        ("PK\x03\x04", "bad.fdx: this is a zip archive"),
        ("<html/>", "bad.fdx, line 1: this is no Final Draft script but <html>"),
    ],
    ids=["entities", "cut off", "zipped", "another language"],
)
def test_what_is_no_script_is_refused_by_its_line(text: str, what: str) -> None:
    with pytest.raises(ImportFailed) as refused:
        fdx.read("bad.fdx", text.encode())
    assert str(refused.value).startswith(what)


def written(*paragraphs: str) -> list[fdx.Paragraph]:
    head = '<Paragraph Type="Scene Heading"><Text>INT. BAR - NIGHT</Text></Paragraph>'
    return read(f"<FinalDraft><Content>{head}{''.join(paragraphs)}</Content></FinalDraft>").paragraphs[1:]


def test_two_who_speak_at_once_lose_no_word_without_a_cue() -> None:
    stray = '<Paragraph Type="Dialogue"><Text>Stray words</Text></Paragraph>'
    ada = '<Paragraph Type="Character"><Text>ADA</Text></Paragraph>' + stray.replace("Stray words", "Run!")
    both = "<Paragraph><DualDialogue>{}</DualDialogue></Paragraph>"
    assert [(one.type, one.text) for one in written(both.format(stray))] == [("action", "Stray words")]
    found = written(both.format(stray + ada))
    assert [(one.type, one.text, one.dual) for one in found] == [
        ("action", "Stray words", ""),
        ("speech", "Run!", "left"),
    ]
    assert written(both.format("")) == []
    deep = stray
    for _ in range(2_000):
        deep = both.format(deep)
    assert [one.text for one in written(deep)] == ["Stray words"]


def test_styles_stand_where_they_stood() -> None:
    (line,) = written(
        '<Paragraph Type="Action"><Text>  </Text><Text Style="Bold+Underline">Both</Text><Tab/>'
        '<Text>a<Tab/>b</Text><Text Style="Italic"> end  </Text>'
        '<Text Style="Strikeout+Italic">gone</Text></Paragraph>'
    )
    assert line.text == "Both\ta\tb end  gone"
    assert [(line.text[one.start : one.end], one.style) for one in line.stress] == [
        ("Both", "bold"),
        ("Both", "underline"),
        (" end  ", "italic"),
        ("gone", "italic"),
        ("gone", "strikeout"),
    ]


def test_a_scene_that_is_omitted_keeps_its_heading_and_words() -> None:
    inner = (
        '<Paragraph Type="Scene Heading"><SceneProperties><Summary><Paragraph><Text>They wait.</Text>'
        "</Paragraph></Summary></SceneProperties><Text>EXT. QUAY - DAWN</Text></Paragraph>"
        '<Paragraph Type="Character"><Text>ADA</Text></Paragraph>'
        '<Paragraph Type="Dialogue"><Text Style="Bold">Late.</Text></Paragraph>'
    )
    scene = '<Paragraph Number="9" Type="Scene Heading"><OmittedScene>{}</OmittedScene>{}</Paragraph>'
    for said in ("", "<Text>OMITTED</Text>"):
        heading, speech = written(scene.format(inner, said))
        assert (heading.type, heading.text, heading.number) == ("heading", "EXT. QUAY - DAWN", "9")
        assert (heading.omitted, heading.synopsis) == (True, "They wait.")
        assert (speech.type, speech.cue, speech.text, speech.omitted) == ("speech", "ADA", "Late.", True)
    deep = inner
    for _ in range(2_000):
        deep = scene.format(deep, "")
    assert written(deep)[0].omitted
