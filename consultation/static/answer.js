// Writing: counts each text against its limit, saves as one types, and loses nothing on the way.
import { copies, forget, keep, kept } from "./local.js";
import { offer, says } from "./recovered.js";
import { moveDeadline } from "./times.js";

const PAUSE = 4_000; // after the last key
const EVERY = 20_000; // between two saves
const AGAIN = 20_000; // when the network is gone

const form = document.querySelector("form[data-writing]");
const said = form.querySelector("[data-saved]");
const moved = form.querySelector("[data-moved]");
let address = form.getAttribute("action");
let saved = form.dataset.writing === "unsaved" || form.dataset.writing === "conflict" ? null : written();
let savedAt = -Infinity;
let timer = null;
let saving = null;
let leaving = false;
let stopped = form.dataset.writing === "conflict"; // a person decides then, not a clock
let copying = null;

// What was typed, without what the page itself needs.
function written() {
  const fields = [...new FormData(form)].filter(([name]) => !["csrf_token", "seen"].includes(name));
  return JSON.stringify(fields);
}

function count(area) {
  const [length, limit] = [[...area.value].length, Number(area.dataset.count)];
  const shown = document.getElementById(`${area.id}-count`);
  const over = length > limit;
  shown.classList.toggle("error", over);
  shown.setAttribute("aria-live", over ? "polite" : "off");
  shown.textContent = over
    ? `${(length - limit).toLocaleString("en")} characters too many`
    : `${length.toLocaleString("en")} of ${limit.toLocaleString("en")} characters`;
}

function say(sentence, isError = false) {
  if (said.textContent !== sentence) said.textContent = sentence;
  said.classList.toggle("error", isError);
}

function plan(wait) {
  clearTimeout(timer);
  timer = setTimeout(save, wait);
}

function typed() {
  if (written() === saved) return;
  if (said.textContent.startsWith("Saved ")) say("Not saved yet.");
  clearTimeout(copying);
  copying = setTimeout(copy, 500);
  if (!stopped) plan(Math.max(PAUSE, savedAt + EVERY - Date.now()));
}

// A word or a tick: before that there is nothing to save.
function isBegun() {
  return Boolean(form.elements.text.value.trim()) || new FormData(form).getAll("choices").some(Boolean);
}

function copy() {
  return keep(address, JSON.parse(written()));
}

function save() {
  if (saving || stopped || leaving || written() === saved) return;
  if (form.elements.seen.value === "0" && !isBegun()) return;
  saving = send(written()).finally(() => { saving = null; });
}

async function send(now) {
  savedAt = Date.now();
  try {
    const response = await fetch(address, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      headers: { Accept: "application/json" },
    });
    const answer = await response.json();
    if (response.ok) done(now, answer);
    else refused(response.status, answer);
  } catch {
    say(`Not saved: there is no connection. ${keptHere()} It is tried again.`, true);
    plan(AGAIN);
  }
}

function done(now, answer) {
  clearTimeout(copying);
  forget(address);
  form.elements.seen.value = answer.seen;
  if (answer.address !== address) {
    address = answer.address;
    form.setAttribute("action", address);
    history.replaceState(null, "", address);
  }
  saved = now;
  say(answer.saved);
  if (answer.closes_at !== moved.dataset.moved) follow(answer);
  typed();
}

// What the page says of the deadline may be old: each save brings the one that holds.
function follow({ closes_at: to, closes: words, closes_in_brief: brief }) {
  const { moved: from, zone, round } = moved.dataset;
  moved.dataset.moved = to;
  moved.textContent = `The deadline was moved: ${round} now closes on ${moveDeadline(from, to, words, { zone, brief })}.`;
}

function refused(status, answer) {
  stopped = [400, 401, 403, 409].includes(status);
  if (status >= 500) plan(AGAIN);
  say(`Not saved: ${answer.refused} ${keptHere()} ${answer.next ?? ""}`.trim(), true);
}

function keptHere() {
  return copy() ? "Your text is kept in this browser." : "Leave this page open.";
}

// A copy that was never saved is offered, not put in: the page may show something newer.
function recover() {
  for (const other of copies()) {
    if (says(kept(other)?.fields ?? []) === says(JSON.parse(written())) && form.elements.seen.value !== "0") forget(other);
  }
  offer(address, (fields) => JSON.stringify(fields) === written(), (fields) => {
    fill(fields);
    form.elements.text.focus();
  });
}

function fill(fields) {
  for (const control of form.querySelectorAll("input, select, textarea")) {
    if (["csrf_token", "seen", ""].includes(control.name)) continue;
    const values = fields.filter(([name]) => name === control.name).map(([, value]) => value);
    if (["checkbox", "radio"].includes(control.type)) control.checked = values.includes(control.value);
    else control.value = values[0] ?? "";
  }
  areas.forEach(count);
  typed();
}

const areas = form.querySelectorAll("textarea[data-count]");
for (const area of areas) {
  area.addEventListener("input", () => count(area));
  count(area);
}
recover();
form.addEventListener("input", typed);
form.addEventListener("focusout", (event) => {
  if (event.relatedTarget?.type !== "submit" && Date.now() - savedAt > PAUSE) save();
});
form.addEventListener("submit", async (event) => {
  clearTimeout(timer);
  if (saving) { // it may have been stored: wait for its number, then send
    event.preventDefault();
    await saving;
    form.requestSubmit();
    return;
  }
  leaving = true;
});
addEventListener("pageshow", () => { leaving = false; });
addEventListener("online", save);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden || written() === saved) return;
  copy();
  save();
});
addEventListener("beforeunload", (event) => {
  if (!leaving && written() !== saved) event.preventDefault();
});
