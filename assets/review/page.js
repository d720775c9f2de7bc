"use strict";
// Everything that people wrote enters the page as text, never as markup.
const film = JSON.parse(document.getElementById("film").textContent);
const remarks = new Map();
const make = (tag, className, text) => {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
};
const byId = (id) => document.getElementById(id);
const who = byId("who");
const blank = (panel) => ({ panel: panel.id, image: panel.image, suggestion: "", reasons: [], text: "", point: null });
const panels = film.scenes.flatMap((scene) => scene.panels);
const remark = (panel) => {
  if (!remarks.has(panel.id)) remarks.set(panel.id, blank(panel));
  return remarks.get(panel.id);
};
const isSaid = (one) => one.text.trim() !== "" || one.suggestion !== "" || one.reasons.length > 0;
const said = () => [...remarks.values()].filter(isSaid);
const bare = () => panels.filter((panel) => remarks.has(panel.id) && remark(panel).point && !isSaid(remark(panel)));

// A draft stays in the browser: pages that are closed or crash lose nothing. Some browsers keep none for files.
const KEY = "previz-review " + film.id;
const TRIAL = KEY + " trial";
const readDraft = () => {
  try {
    localStorage.setItem(TRIAL, "");
    localStorage.removeItem(TRIAL);
    return JSON.parse(localStorage.getItem(KEY)) || {};
  } catch { return null; }
};
const draft = readDraft();
let unsaved = false;
const keep = () => {
  if (draft === null) return;
  try {
    localStorage.setItem(KEY, JSON.stringify({ by: who.value, unsaved: unsaved, remarks: [...remarks.values()] }));
  } catch { tell("This browser has no room for a draft: save before you close the page."); }
};
const takeDraft = () => {
  if (draft === null || !Array.isArray(draft.remarks)) return;
  if (typeof draft.by === "string") who.value = draft.by;
  for (const panel of panels) {
    const old = draft.remarks.find((one) => one && one.panel === panel.id && one.image === panel.image);
    if (!old) continue;
    const one = remark(panel);
    if (["approve", "changes"].includes(old.suggestion)) one.suggestion = old.suggestion;
    if (Array.isArray(old.reasons)) one.reasons = film.reasons.map((reason) => reason[0]).filter((key) => old.reasons.includes(key));
    if (typeof old.text === "string") one.text = old.text.slice(0, film.longest);
    if (Array.isArray(old.point) && old.point.length === 2 && old.point.every(Number.isFinite)) one.point = old.point;
  }
  unsaved = draft.unsaved === true;
  if (said().length || bare().length) tell(unsaved ? "What you wrote here before is back; it is not saved as a file yet." : "What you wrote here before is back.");
};
const tell = (text) => { byId("told").textContent = text; };
const count = () => {
  const number = said().length;
  byId("count").textContent = number === 0 ? "Nothing said yet" : number === 1 ? "1 frame commented" : number + " frames commented";
};
const changed = () => { unsaved = true; tell(""); count(); keep(); };
const toggle = (label, press) => {
  const button = make("button", "", label);
  button.type = "button";
  button.addEventListener("click", press);
  return button;
};
const noteLines = (panel) => {
  const list = make("ul", "notes");
  for (const note of panel.notes) {
    const item = make("li", "", note.number + "  " + note.author + ": " + note.text);
    if (note.about) item.append(make("span", "", "  " + note.about));
    for (const [author, text] of note.replies) item.append(make("div", "", author + ": " + text));
    list.append(item);
  }
  return list;
};
const framed = (panel) => {
  const frame = make("div", "frame");
  if (!panel.picture) {
    frame.append(make("div", "none", "Not drawn yet"));
    return [frame, () => {}];
  }
  const picture = make("img");
  picture.src = panel.picture;
  picture.alt = panel.alt;
  const pins = make("div", "pins"); // a square of the picture's width: places are told in widths
  frame.append(picture, pins);
  const pin = make("button", "pin", "×");
  pin.type = "button";
  pin.title = "Remove this pin";
  pin.setAttribute("aria-label", "Remove the pin on " + panel.name);
  const look = () => {
    const at = remarks.has(panel.id) ? remark(panel).point : null;
    if (!at) { pin.remove(); return; }
    pin.style.left = at[0] * 100 + "%";
    pin.style.top = at[1] * 100 + "%";
    pins.append(pin);
  };
  pin.addEventListener("click", (event) => { event.stopPropagation(); remark(panel).point = null; look(); changed(); });
  frame.addEventListener("click", (event) => {
    const box = frame.getBoundingClientRect();
    remark(panel).point = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.width].map((share) => Math.round(share * 1e4) / 1e4);
    look();
    changed();
  });
  return [frame, look];
};
const card = (panel) => {
  const article = make("article");
  article.dataset.panel = panel.id;
  const head = make("h3", "", panel.name);
  head.append(make("span", "", panel.meta));
  const [frame, lookPin] = framed(panel);
  const status = make("div", "status", panel.status);
  if (panel.stale) status.append(make("span", "stale", "  Stale: " + panel.stale));
  const words = make("dl");
  for (const [name, line] of panel.words) words.append(make("dt", "", name), make("dd", "", line));
  const say = make("div", "say");
  const reasons = make("div", "reasons");
  const suggest = (value, label) => toggle(label, () => {
    const one = remark(panel);
    one.suggestion = one.suggestion === value ? "" : value;
    if (one.suggestion !== "changes") one.reasons = [];
    look();
    changed();
  });
  const ways = [["approve", suggest("approve", "Suggest approval")], ["changes", suggest("changes", "Suggest changes")]];
  const why = film.reasons.map(([key, label]) => [key, toggle(label, () => {
    const one = remark(panel);
    one.reasons = one.reasons.includes(key) ? one.reasons.filter((other) => other !== key) : [...one.reasons, key];
    look();
    changed();
  })]);
  for (const [, button] of ways) say.append(button);
  for (const [, button] of why) reasons.append(button);
  const text = make("textarea");
  text.placeholder = "Comment on " + panel.name;
  text.setAttribute("aria-label", "Comment on " + panel.name);
  text.maxLength = film.longest;
  text.addEventListener("input", () => { remark(panel).text = text.value; changed(); });
  const look = () => {
    const one = remarks.get(panel.id) || blank(panel);
    for (const [value, button] of ways) button.setAttribute("aria-pressed", String(one.suggestion === value));
    for (const [key, button] of why) button.setAttribute("aria-pressed", String(one.reasons.includes(key)));
    reasons.hidden = one.suggestion !== "changes";
    text.value = one.text;
    lookPin();
  };
  look();
  article.append(head, frame, status, words);
  if (panel.notes.length) article.append(noteLines(panel));
  article.append(say, reasons, text);
  return article;
};
const sum = (text) => {
  let hash = 0x811c9dc5; // FNV-1a over UTF-16 code units: tells a damaged or edited file, proves nothing
  for (let place = 0; place < text.length; place++) {
    hash ^= text.charCodeAt(place);
    hash = Math.imul(hash, 0x01000193) >>> 0;
  }
  return hash.toString(16).padStart(8, "0");
};
const answer = () => {
  const body = JSON.stringify({ by: who.value.trim(), at: new Date().toISOString(), remarks: said() });
  return JSON.stringify({ format: "previz-review", version: 1, film: film.film, body: body, sum: sum(body) });
};
// What is missing before it can be saved: [words, where it is put right], or null.
const missing = () => {
  const pins = bare();
  if (pins.length) {
    const names = pins.map((panel) => panel.name).join(", ");
    const field = document.querySelector('article[data-panel="' + CSS.escape(pins[0].id) + '"] textarea');
    return [(pins.length === 1 ? "The pin on " + names + " has" : "Pins have") + " no words" + (pins.length === 1 ? "" : " (" + names + ")") +
      ": write what it points at, or remove it with ×.", field];
  }
  if (!said().length) return ["Nothing is said yet: comment on a frame first.", null];
  return who.value.trim() ? null : ["Write your name first: it stands beside what you said.", who];
};
const save = () => {
  const lacks = missing();
  if (lacks) {
    tell(lacks[0]);
    if (lacks[1]) lacks[1].focus();
    return;
  }
  const link = make("a");
  link.href = URL.createObjectURL(new Blob([answer()], { type: "application/json" }));
  link.download = film.file;
  link.click();
  unsaved = false;
  keep();
  tell("Saved as " + film.file + ": send that file back.");
};
byId("save").addEventListener("click", save);
who.addEventListener("input", () => { tell(""); keep(); });
window.addEventListener("beforeunload", (event) => {
  if (unsaved && (said().length || bare().length)) event.preventDefault();
});
takeDraft();
const main = document.querySelector("main");
main.querySelector(".hint").append(draft === null ? " This browser keeps no draft: save before you close the page." : " What you write stays in this browser as a draft.");
for (const scene of film.scenes) {
  main.append(make("h2", "", scene.name));
  const wall = make("div", "wall");
  for (const panel of scene.panels) wall.append(card(panel));
  main.append(wall);
}
count();
