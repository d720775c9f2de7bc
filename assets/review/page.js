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
const remark = (panel) => {
  if (!remarks.has(panel.id)) remarks.set(panel.id, { panel: panel.id, image: panel.image, suggestion: "", reasons: [], text: "", point: null });
  return remarks.get(panel.id);
};
const isSaid = (one) => one.text.trim() !== "" || one.suggestion !== "" || one.reasons.length > 0;
const said = () => [...remarks.values()].filter(isSaid);
const count = () => {
  const number = said().length;
  document.getElementById("count").textContent = number === 0 ? "Nothing said yet" : number === 1 ? "1 frame commented" : number + " frames commented";
};
const toggle = (label, on, press) => {
  const button = make("button", "", label);
  button.type = "button";
  button.setAttribute("aria-pressed", String(on));
  button.addEventListener("click", () => { press(button); count(); });
  return button;
};
const card = (panel) => {
  const article = make("article");
  article.dataset.panel = panel.id;
  const head = make("h3", "", panel.name);
  head.append(make("span", "", panel.meta));
  const frame = make("div", "frame");
  if (panel.picture) {
    const picture = make("img");
    picture.src = panel.picture;
    picture.alt = panel.alt;
    frame.append(picture);
  } else frame.append(make("div", "none", "Not drawn yet"));
  const pin = make("div", "pin", "×");
  frame.addEventListener("click", (event) => {
    if (!panel.picture) return;
    const box = frame.getBoundingClientRect();
    const at = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.width].map((share) => Math.round(share * 1e4) / 1e4);
    remark(panel).point = at;
    pin.style.left = at[0] * 100 + "%";
    pin.style.top = (at[1] * box.width / box.height) * 100 + "%";
    frame.append(pin);
  });
  const status = make("div", "status", panel.status);
  if (panel.stale) status.append(make("span", "stale", "  Stale: " + panel.stale));
  const words = make("dl");
  for (const [name, line] of panel.words) words.append(make("dt", "", name), make("dd", "", line));
  const say = make("div", "say");
  const reasons = make("div", "reasons");
  reasons.hidden = true;
  const choose = (value) => (button) => {
    const one = remark(panel);
    one.suggestion = one.suggestion === value ? "" : value;
    for (const other of say.children) other.setAttribute("aria-pressed", String(other === button && one.suggestion === value));
    reasons.hidden = one.suggestion !== "changes";
    if (one.suggestion !== "changes") { one.reasons = []; for (const other of reasons.children) other.setAttribute("aria-pressed", "false"); }
  };
  say.append(toggle("Suggest approval", false, choose("approve")), toggle("Suggest changes", false, choose("changes")));
  for (const [key, label] of film.reasons) reasons.append(toggle(label, false, (button) => {
    const one = remark(panel);
    one.reasons = one.reasons.includes(key) ? one.reasons.filter((other) => other !== key) : [...one.reasons, key];
    button.setAttribute("aria-pressed", String(one.reasons.includes(key)));
  }));
  const text = make("textarea");
  text.placeholder = "Comment on " + panel.name;
  text.setAttribute("aria-label", "Comment on " + panel.name);
  text.maxLength = film.longest;
  text.addEventListener("input", () => { remark(panel).text = text.value; count(); });
  article.append(head, frame, status, words, say, reasons, text);
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
  const body = JSON.stringify({ by: document.getElementById("who").value.trim(), at: new Date().toISOString(), remarks: said() });
  return JSON.stringify({ format: "previz-review", version: 1, film: film.film, body: body, sum: sum(body) });
};
const save = () => {
  const who = document.getElementById("who");
  if (!who.value.trim()) { who.focus(); return; }
  const link = make("a");
  link.href = URL.createObjectURL(new Blob([answer()], { type: "application/json" }));
  link.download = film.file;
  link.click();
};
document.getElementById("save").addEventListener("click", save);
const main = document.querySelector("main");
for (const scene of film.scenes) {
  main.append(make("h2", "", scene.name));
  const wall = make("div", "wall");
  for (const panel of scene.panels) wall.append(card(panel));
  main.append(wall);
}
count();
