// Keys for those who read many points: they act while the focus is among the points, nowhere else.
// The answer of the point that is walked to comes beside the list without a new page.

import { showAnswerOf } from "./answers.js";

const list = document.querySelector(".points");
const points = [...document.querySelectorAll(".points > .point")];

const current = () => points.indexOf(document.activeElement.closest(".point"));

function walk(step) {
  const next = points[Math.min(Math.max(current() + step, 0), points.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
  if (next) showAnswerOf(next);
}

const press = (selector) => points[current()]?.querySelector(selector)?.click();

// What stands beside is about the open point.
const pressBeside = (selector) =>
  points[current()]?.matches(".open") && document.querySelector(`#answer ${selector}`)?.click();

const acts = {
  j: () => walk(1),
  k: () => walk(-1),
  x: () => {
    press("[name='points']");
    points[current()]?.scrollIntoView({ block: "nearest" });
  },
  m: () => document.querySelector("#move-points select")?.focus(),
  q: () => press("form[action*='/quote'] button"),
  d: () => press("a[href*='/discard']"),
  c: () => pressBeside("a[href*='/cut']"),
  n: () => pressBeside("a[href*='/join']"),
  r: () => pressBeside(".read-answer button"),
  u: () => document.querySelector(".history form[action*='/undo'] button")?.click(),
};

list?.addEventListener("keydown", (event) => {
  const writing = event.target.matches("input:not([type='checkbox']), select, textarea");
  const act = acts[event.key];
  if (!act || writing || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  act();
});

if (points.length) {
  points.forEach((point, number) => (point.tabIndex = number ? -1 : 0));
  document.querySelector("[data-keys]")?.removeAttribute("hidden");
}

// The open theme is in sight where the list of themes scrolls by itself.
const themes = document.querySelector(".desk.three > .themes");
const open = themes?.querySelector(".theme-line.open");
if (open && themes.scrollHeight > themes.clientHeight) {
  const below = open.getBoundingClientRect().bottom - themes.getBoundingClientRect().bottom;
  if (below > 0) themes.scrollTop += below;
}

// The slider says its number while it is moved.
const slider = document.querySelector(".slider input[type='range']");
slider?.addEventListener("input", () => {
  slider.form.querySelector("output").textContent = `about ${slider.value}`;
});
