// Copies of unsaved text in this browser: of one person, by address; none on a shared computer.
const { person, shared } = document.body.dataset;
const mine = `plenary:${person}:`;

export const isKept = Boolean(person) && shared === undefined;

let isEnding = false; // what the page keeps on leaving would outlive the person's visit

export function keep(address, fields) {
  try {
    if (isKept && !isEnding) localStorage.setItem(mine + address, JSON.stringify({ at: Date.now(), fields }));
    return isKept;
  } catch {
    return false; // full, or switched off by the browser
  }
}

export function kept(address) {
  try {
    return JSON.parse(localStorage.getItem(mine + address));
  } catch {
    return null;
  }
}

export function forget(address) {
  try {
    localStorage.removeItem(mine + address);
  } catch { /* switched off: there is nothing */ }
}

// Every copy, by address.
export function copies() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(mine)).map((key) => key.slice(mine.length));
  } catch {
    return [];
  }
}

function forgetAll() {
  copies().forEach(forget);
}

// Signing out and submitting end what was being written; who types on has stayed.
for (const form of document.querySelectorAll("form[data-forgets]")) {
  form.addEventListener("submit", () => {
    isEnding = true;
    forgetAll();
  });
}
addEventListener("input", () => { isEnding = false; });
if (shared !== undefined) forgetAll();
