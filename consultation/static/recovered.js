// A text that this browser kept and that was never saved: offered, until it is taken or thrown away.
import { forget, isKept, kept } from "./local.js";

const box = document.querySelector("[data-recovered]");

// The ticks and the words of a writing, without position and numbers.
export function says(fields) {
  const said = (name) => fields.filter(([field, value]) => field === name && value).map(([, value]) => value);
  return ["choices", "text", "proposed", "annex"].flatMap(said).join("\n\n");
}

// What is kept for an address, unless it stands on the page already; without a form, to be copied.
export function offer(address, stands, take) {
  const found = isKept ? kept(address) : null;
  if (!found || !says(found.fields).trim() || stands(found.fields)) return;
  box.querySelector("[data-when]").textContent = new Date(found.at).toLocaleString();
  box.querySelector("[data-text]").textContent = says(found.fields);
  box.hidden = false;
  box.querySelector("[data-take]")?.addEventListener("click", () => {
    box.hidden = true;
    take(found.fields);
  });
  box.querySelector("[data-drop]").addEventListener("click", () => {
    forget(address);
    box.hidden = true;
  });
}

if (box.dataset.recovered) {
  const shown = [...document.querySelectorAll("[data-stands]")].map((part) => part.textContent);
  offer(box.dataset.recovered, (fields) => says(fields) === shown.join("\n\n"));
}
