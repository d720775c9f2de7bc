from pathlib import Path

import pytest

from previz.errors import ImportFailed
from previz.script import decoding, reading

ROOM = "INT. ROOM - DAY\n\nCafé.\n\n"


def read(data: bytes, name: str = "a.fountain", patience_s: float = 60) -> reading.ScriptFile:
    return reading.read_bytes(name, data, reading.FORMATS[Path(name).suffix], patience_s)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "latin-1"])
def test_whatever_its_letters_it_reads_and_goes_back_as_it_came(encoding: str) -> None:
    data = ROOM.replace("\n", "\r\n").encode(encoding)
    file = read(data)
    assert [one.text for one in file.screenplay.paragraphs] == ["INT. ROOM - DAY", "Café."]
    assert decoding.encode(file.source, file.encoding) == data


def test_letters_of_another_time_are_named_by_their_line() -> None:
    assert read(ROOM.encode("latin-1")).screenplay.warnings == [
        "line 3 is not UTF-8; the script was read as Windows-1252"
    ]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "a.fountain: the file is empty"),
        (b"One.\nTwo.\n", "a.fountain, line 1: none of its 3 lines is a scene heading"),
        (b"PK\x03\x04", "a.fountain: this is a zip archive"),
        (b"INT. A\n\nx\0y", "a.fountain, line 3: this is no text"),
        (b"x" * (5 << 20), "a.fountain: it has 5.2 MB and 4.2 MB is the limit"),
    ],
    ids=["empty", "no headings", "zip", "zeros", "too long"],
)
def test_what_is_no_script_is_refused(data: bytes, what: str) -> None:
    with pytest.raises(ImportFailed) as refused:
        read(data)
    assert str(refused.value).startswith(what)


def test_two_scenes_of_one_number_are_told_by_their_lines() -> None:
    assert read(b"INT. A #1#\n\nx\n\nINT. B #1#\n\ny\n").screenplay.warnings == [
        "line 5: scene number 1 is that of line 1; it gets a new one"
    ]


@pytest.mark.parametrize("mark", ["[[", "/*"])
def test_marks_that_choke_the_parser_do_not(mark: str) -> None:
    deep = " ".join([mark] * 16_000)
    file = read((ROOM + deep).encode())
    assert file.screenplay.paragraphs[-1].text == deep
    assert file.screenplay.warnings == [f"line 5: “{mark}” is never closed; what follows is read as text"]


def test_two_megabytes_are_read_in_another_process() -> None:
    scene = "INT. ROOM - DAY\n\nADA\nHello there.\n\nShe waits for an answer that will not come.\n\n"
    data = (scene * (2_000_000 // len(scene))).encode()
    assert len(read(data).screenplay.paragraphs) == 3 * data.count(b"INT.")


def test_what_takes_too_long_is_given_up_by_the_line_of_its_longest_paragraph() -> None:
    data = b"INT. A - DAY\n\nShort.\n\n" + b"and so on\n" * 100_000
    with pytest.raises(ImportFailed, match=r"line 5: it takes over 0.01 s .* has 100,000 lines: part it"):
        read(data, patience_s=0.01)


def test_the_start_of_the_reader_counts_as_well() -> None:
    """What is read at once, by a process that takes longer to start than anybody waits."""
    data = (ROOM + "/*" + "x" * 700_000 + "*/").encode()
    assert len(read(data).screenplay.paragraphs) == 2
    with pytest.raises(ImportFailed, match=r"it takes over 0\.05 s to read"):
        read(data, patience_s=0.05)


def test_another_ending_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "script.pdf"
    path.write_bytes(b"x")
    with pytest.raises(ImportFailed, match=r"scripts are read from \.fountain"):
        reading.read(path)


def test_final_draft_is_told_by_its_paragraphs() -> None:
    scene = '<Paragraph Type="Scene Heading" Number="1"><Text>INT. BAR - DAY</Text></Paragraph>\n'
    action = '<Paragraph Type="Action"><Text>Rain.</Text></Paragraph>\n'
    whole = "<FinalDraft>\n\n<Content>\n{}</Content></FinalDraft>"
    twice = reading.read_bytes("a.fdx", whole.format(scene + action + scene).encode(), "fdx")
    assert twice.screenplay.warnings == [
        "paragraph 3: scene number 1 is that of paragraph 1; it gets a new one"
    ]
    with pytest.raises(ImportFailed, match="none of its 2 paragraphs is a scene heading"):
        reading.read_bytes("a.fdx", whole.format(action * 2).encode(), "fdx")
