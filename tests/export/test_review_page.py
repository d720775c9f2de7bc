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


def test_a_picture_that_is_gone_is_told(tmp_path: Path) -> None:
    def gone(name: str) -> bytes:
        raise KeyError(name)

    shots = [replace(film.shots(str)[0], panels=(replace(film.shots(str)[0].panels[0], image="b" * 64),))]
    scenes = [scene for scene in film.SCENES if scene.id == shots[0].scene_id]
    with pytest.raises(ExportError, match="cannot be read"):
        write_review_page(tmp_path / "x.html", film.FILM, scenes, shots, gone)


BROWSE = """
import sys
from PySide6.QtCore import QTimer, QUrl
from PySide6.QtWidgets import QApplication
from PySide6.QtWebEngineCore import QWebEnginePage
app = QApplication(sys.argv)
page = QWebEnginePage()
ACT = '''(() => {
  const card = document.querySelector("article");
  document.getElementById("who").value = "Mina";
  const text = card.querySelector("textarea");
  text.value = "Too dark: <b>look</b> “here”";
  text.dispatchEvent(new Event("input"));
  card.querySelectorAll(".say button")[1].click();
  card.querySelector(".reasons button").click();
  return JSON.stringify([answer(), card.querySelector("dd").textContent,
    document.querySelectorAll("img").length, document.getElementById("count").textContent]);
})()'''
def done(result):
    print(result)
    app.exit(0)
page.loadFinished.connect(lambda ok: page.runJavaScript(ACT, 0, done))
page.load(QUrl.fromLocalFile(sys.argv[1]))
QTimer.singleShot(40_000, lambda: app.exit(3))
code = app.exec()
page.deleteLater()
app.processEvents()
sys.stdout.flush()
import os
os._exit(code)
"""


def test_a_browser_reads_it_and_saves_what_was_said(page: Path) -> None:
    """In the Chromium that comes with Qt, where it can run."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QTWEBENGINE_DISABLE_SANDBOX": "1",
                   "QTWEBENGINE_CHROMIUM_FLAGS": "--disable-gpu --single-process"}  # fmt: skip
    run = subprocess.run(
        [sys.executable, "-c", BROWSE, str(page)], env=environment, capture_output=True, text=True, timeout=90
    )
    if run.returncode != 0 or not run.stdout.strip():
        pytest.skip(f"no browser here: {run.stderr.strip()[-200:]}")
    answer, words, pictures, count = json.loads(run.stdout.strip().split("\n")[-1])
    assert words.split() == HOSTILE.split()
    assert pictures > 0, "not one of the hostile kind, but the frames themselves"
    assert count == "1 frame commented"
    file = json.loads(answer)
    assert (file["format"], file["version"], file["film"]) == ("previz-review", 1, HOSTILE)
    (remark,) = json.loads(file["body"])["remarks"]
    assert (remark["suggestion"], remark["reasons"]) == ("changes", ["eyeline"])
    assert remark["text"] == "Too dark: <b>look</b> “here”"
    assert len(file["sum"]) == 8
