"""The offline review page: nothing goes out, nothing that people wrote becomes markup."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from msgspec.structs import replace
from PIL import Image

from previz.errors import ExportError
from previz.export.review_page import write_review_page
from previz.export.rows import NoteRow

from . import film

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)> “&amp;” \u2028"


def tiny(name: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (24, 10), "grey").save(file, "PNG")
    return file.getvalue()


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "review.html"
    shots = [
        replace(
            shot,
            action=HOSTILE,
            panels=tuple(replace(p, action=HOSTILE, image="a" * 64) for p in shot.panels),
        )
        for shot in film.shots(str)
    ]
    count = write_review_page(path, replace(film.FILM, title=HOSTILE), film.SCENES, shots, tiny)
    assert count == sum(len(shot.panels) for shot in shots)
    return path


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, str] = {}
        self._now = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._now = tag + (":" + (dict(attrs).get("type") or "")) if tag == "script" else tag

    def handle_data(self, data: str) -> None:
        self.texts[self._now] = self.texts.get(self._now, "") + data


def test_only_its_own_script_runs_and_nothing_is_fetched(page: Path) -> None:
    reader = Reader()
    reader.feed(page.read_text(encoding="utf-8"))
    names = [tag for tag, _ in reader.tags]
    assert names.count("script") == 2
    assert "img" not in names, "pictures are made by the script"
    assert not [attrs for _, attrs in reader.tags if {"src", "href", "onerror"} & set(attrs)]
    policy = next(attrs["content"] for tag, attrs in reader.tags if attrs.get("http-equiv"))
    assert policy is not None
    assert policy.startswith("default-src 'none'; img-src data:;")
    assert "unsafe" not in policy
    told = json.loads(reader.texts["script:application/json"])
    assert told["film"] == HOSTILE
    panel = told["scenes"][0]["panels"][0]
    assert ["Action", HOSTILE] in panel["words"]
    assert panel["picture"].startswith("data:image/jpeg;base64,")


def test_whoever_looks_sees_why_a_frame_was_sent_back(tmp_path: Path) -> None:
    path = tmp_path / "review.html"
    shots = [
        replace(shot, panels=tuple(replace(p, status=status, said="Eyeline.", image="") for p in shot.panels))
        for shot, status in zip(film.shots(str), ("changes", "approved"), strict=False)
    ]
    write_review_page(path, film.FILM, film.SCENES, shots, tiny)
    reader = Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    told = json.loads(reader.texts["script:application/json"])
    panels = [panel for scene in told["scenes"] for panel in scene["panels"]]
    reasons = [[words for name, words in panel["words"] if name == "Reason"] for panel in panels]
    assert ["Eyeline."] in reasons
    assert reasons[-1] == [], "an approval asks for nothing"


def test_a_picture_that_is_gone_is_told(tmp_path: Path) -> None:
    def gone(name: str) -> bytes:
        raise KeyError(name)

    shots = [replace(film.shots(str)[0], panels=(replace(film.shots(str)[0].panels[0], image="b" * 64),))]
    scenes = [scene for scene in film.SCENES if scene.id == shots[0].scene_id]
    with pytest.raises(ExportError, match="cannot be read"):
        write_review_page(tmp_path / "x.html", film.FILM, scenes, shots, gone)


def test_what_is_drawn_over_a_frame_is_a_sentence_of_its_own(tmp_path: Path) -> None:
    shots = [
        replace(s, panels=tuple(replace(p, action="She decides.", overlay_words="PUSH IN") for p in s.panels))
        for s in film.shots(str)
    ]
    bare = [replace(shot, panels=tuple(replace(p, image="") for p in shot.panels)) for shot in shots]
    write_review_page(tmp_path / "x.html", film.FILM, film.SCENES, bare, tiny)
    assert "She decides. Drawn over it: PUSH IN" in (tmp_path / "x.html").read_text(encoding="utf-8")


BROWSE = """
import json
import os
import sys
from PySide6.QtCore import QTimer, QUrl
from PySide6.QtWidgets import QApplication
from PySide6.QtWebEngineCore import QWebEnginePage
app = QApplication(sys.argv)
page = QWebEnginePage()
acts, results = sys.argv[2:], []
def done(result):
    results.append(result)
    if len(results) == len(acts):
        print(json.dumps(results))
        app.exit(0)
    else:
        page.load(QUrl.fromLocalFile(sys.argv[1]))
page.loadFinished.connect(lambda ok: page.runJavaScript(acts[len(results)], 0, done))
page.load(QUrl.fromLocalFile(sys.argv[1]))
QTimer.singleShot(40_000, lambda: app.exit(3))
code = app.exec()
page.deleteLater()
app.processEvents()
sys.stdout.flush()
os._exit(code)
"""
HANDS = """
const card = (number) => document.querySelectorAll("article")[number];
const byName = (name) => document.getElementById(name);
const write = (field, words) => { field.value = words; field.dispatchEvent(new Event("input")); };
const point = (number) => card(number).querySelector(".frame").dispatchEvent(new MouseEvent("click",
  { clientX: card(number).querySelector(".frame").getBoundingClientRect().left + 5, clientY: 5 }));
const leaving = () => { const event = new Event("beforeunload", { cancelable: true });
  window.dispatchEvent(event); return event.defaultPrevented; };
const pins = () => document.querySelectorAll(".pin").length;
const press = () => { byName("save").click(); return byName("told").textContent; };
"""


def browse(page: Path, *acts: str) -> list[str]:
    """What each script returns, each on the page opened anew: in the Chromium that comes with Qt."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QTWEBENGINE_DISABLE_SANDBOX": "1",
                   "QTWEBENGINE_CHROMIUM_FLAGS": "--disable-gpu --single-process"}  # fmt: skip
    scripts = [f"(() => {{{HANDS}{act}}})()" for act in acts]
    command = [sys.executable, "-c", BROWSE, str(page), *scripts]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=90)
    if run.returncode != 0 or not run.stdout.strip():
        pytest.skip(f"no browser here: {run.stderr.strip()[-200:]}")
    return [json.loads(told) for told in json.loads(run.stdout.strip().split("\n")[-1])]


def test_a_browser_reads_it_and_saves_what_was_said(page: Path) -> None:
    (found,) = browse(
        page,
        """
        write(byName("who"), "Mina");
        write(card(0).querySelector("textarea"), "Too dark: <b>look</b> “here”");
        card(0).querySelectorAll(".say button")[1].click();
        card(0).querySelector(".reasons button").click();
        return JSON.stringify([answer(), card(0).querySelector("dd").textContent,
          document.querySelectorAll("img").length, byName("count").textContent]);
        """,
    )
    answer, words, pictures, count = found
    assert words.split() == HOSTILE.split()
    assert pictures > 0, "not one of the hostile kind, but the frames themselves"
    assert count == "1 frame commented"
    file = json.loads(answer)
    assert (file["format"], file["version"], file["film"]) == ("previz-review", 1, HOSTILE)
    (remark,) = json.loads(file["body"])["remarks"]
    assert (remark["suggestion"], remark["reasons"]) == ("changes", ["eyeline"])
    assert remark["text"] == "Too dark: <b>look</b> “here”"
    assert len(file["sum"]) == 8


def test_what_was_written_survives_the_closing_of_the_page(page: Path) -> None:
    before, after, saved = browse(
        page,
        """
        const fresh = leaving();
        write(card(0).querySelector("textarea"), "Darker");
        card(1).querySelectorAll(".say button")[1].click();
        card(1).querySelector(".reasons button").click();
        point(2);
        return JSON.stringify([fresh, leaving()]);
        """,
        """
        const found = [card(0).querySelector("textarea").value, pins(), byName("told").textContent,
          card(1).querySelectorAll("[aria-pressed=true]").length, leaving(), press()];
        write(card(2).querySelector("textarea"), "Whose hand?");
        found.push(press());
        write(byName("who"), "Mina");
        found.push(press(), leaving());
        return JSON.stringify(found);
        """,
        """
        const found = [byName("who").value, byName("told").textContent, leaving()];
        card(2).querySelector(".pin").click();
        found.push(pins(), JSON.parse(JSON.parse(answer()).body).remarks[2].point);
        localStorage.clear();
        return JSON.stringify(found);
        """,
    )
    assert before == [False, True], "only who wrote something is held back"
    words, pins, told, pressed, leaving, bare, nameless, done, left = after
    assert (words, pins, pressed, leaving) == ("Darker", 1, 2, True)
    assert told == "What you wrote here before is back; it is not saved as a file yet."
    assert bare == "The pin on 11A has no words: write what it points at, or remove it with ×."
    assert nameless == "Write your name first: it stands beside what you said."
    assert done.startswith("Saved as ")
    assert not left
    assert saved == ["Mina", "What you wrote here before is back.", False, 0, None]


def test_a_browser_that_keeps_nothing_says_so(page: Path) -> None:
    """Some give pages from a file no storage, and a draft that somebody else damaged harms nothing."""
    (spoilt, after) = browse(
        page,
        """
        write(card(0).querySelector("textarea"), "Darker");
        const key = Object.keys(localStorage)[0], one = JSON.parse(localStorage.getItem(key)).remarks[0];
        const remarks = [null, { ...one, text: 5, point: [{}] }];
        localStorage.setItem(key, JSON.stringify({ by: 3, remarks }));
        return JSON.stringify(key);
        """,
        """
        const found = [pins(), card(0).querySelector("textarea").value, byName("count").textContent];
        localStorage.clear();
        Storage.prototype.setItem = () => { throw new Error("no room"); };
        write(card(0).querySelector("textarea"), "Darker");
        found.push(byName("told").textContent, byName("count").textContent);
        return JSON.stringify(found);
        """,
    )
    assert str(spoilt).startswith("previz-review ")
    no_room = "This browser has no room for a draft: save before you close the page."
    assert after == [0, "", "Nothing said yet", no_room, "1 frame commented"]


def test_open_notes_of_the_film_stand_on_the_page(tmp_path: Path) -> None:
    shots = film.shots(str)
    first = shots[0].panels[0]

    def note(number: int, text: str, resolved: bool = False) -> NoteRow:
        return NoteRow(
            number=number, shot=shots[0].number, panel_id=first.id, author="Kofi", text=text, about="On Ada",
            replies=(("Ana", HOSTILE),), resolved=resolved,
        )  # fmt: skip

    path = tmp_path / "review.html"
    notes = [note(3, f"Hers? {HOSTILE}"), note(4, "Over and done", resolved=True)]
    bare = [replace(shot, panels=tuple(replace(p, image="") for p in shot.panels)) for shot in shots]
    write_review_page(path, film.FILM, film.SCENES, bare, tiny, notes)
    ((lines, images),) = browse(
        path,
        """
        const lines = [...document.querySelectorAll(".notes li, .notes div")].map((one) => one.textContent);
        return JSON.stringify([lines, document.querySelectorAll("img").length]);
        """,
    )
    assert len(lines) == 2
    assert lines[0].startswith("3  Kofi: Hers? </script>")
    assert "On Ada" in lines[0]
    assert lines[1] == f"Ana: {HOSTILE}"
    assert images == 0, "no markup of theirs became an element"
