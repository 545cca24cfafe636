// Brings the whole answer of a point beside the list: what the point's link leads to, without the
// rest of the page. Where the answer cannot stand beside, or does not come, the link leads there.

const SETTLED = 150;
const beside = matchMedia("(min-width: 62rem)");
let waiting = 0;
let asked = null;

const linkOf = (point) => point.querySelector(".said a");

export function showAnswerOf(point) {
  clearTimeout(waiting);
  if (beside.matches) waiting = setTimeout(() => bring(point), SETTLED);
}

async function bring(point) {
  asked = point;
  const link = linkOf(point);
  const response = await fetch(link.href).catch(() => null);
  if (asked !== point) return;
  const text = response?.ok ? await response.text() : "";
  const came = new DOMParser().parseFromString(text, "text/html").querySelector("#answer");
  if (!came) location.assign(link.href);
  else if (asked === point) put(point, came);
}

function put(point, answer) {
  document.querySelector("#answer").replaceChildren(...answer.childNodes);
  for (const other of document.querySelectorAll(".point.open")) {
    other.classList.remove("open");
    linkOf(other).removeAttribute("aria-current");
  }
  point.classList.add("open");
  linkOf(point).setAttribute("aria-current", "true");
  history.replaceState(null, "", linkOf(point).href.replace(/#.*/, `#${point.id}`));
}

document.querySelector(".points")?.addEventListener("click", (event) => {
  const link = event.target.closest(".said a");
  const elsewhere = event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  if (!link || elsewhere || !beside.matches) return;
  event.preventDefault();
  bring(link.closest(".point"));
});
