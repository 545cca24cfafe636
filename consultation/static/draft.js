// The draft as one reads it: the contents follow, selected words can be commented on, one's own are marked.

// Contents: the link of what is being read has aria-current.
const links = new Map();
for (const link of document.querySelectorAll(".contents a")) {
  const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (heading) links.set(heading, link);
}

function follow() {
  let here = null;
  for (const heading of links.keys()) {
    if (heading.getBoundingClientRect().top > innerHeight / 3) break;
    here = heading;
  }
  for (const [heading, link] of links) {
    if (heading === here) mark(link);
    else link.removeAttribute("aria-current");
  }
}

function mark(link) {
  if (link.hasAttribute("aria-current")) return;
  link.setAttribute("aria-current", "true");
  const box = link.closest(".contents");
  if (box.scrollHeight > box.clientHeight) {
    const [inside, around] = [link.getBoundingClientRect(), box.getBoundingClientRect()];
    if (inside.top < around.top || inside.bottom > around.bottom) {
      box.scrollTop += inside.top - around.top - around.height / 3;
    }
  }
}

let waiting = false;
if (links.size) {
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; follow(); });
  }, { passive: true });
  follow();
}

// A text's characters with white space folded, as the server counts them: [character, node, offset].
function characters(box) {
  const found = [];
  const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    let at = 0;
    for (const character of node.data) { // by code points, as the server does
      const isSpace = /\s/.test(character);
      if (!isSpace || (found.length && found.at(-1)[0] !== " ")) found.push([isSpace ? " " : character, node, at]);
      at += character.length;
    }
  }
  return found;
}

// Where in its text a range begins, and its words.
function passage(range, box) {
  const before = document.createRange();
  before.selectNodeContents(box);
  before.setEnd(range.startContainer, range.startOffset);
  const fold = (text) => text.replace(/\s+/g, " ");
  const exact = fold(range.toString());
  const lead = fold(before.toString()).trimStart();
  const start = [...lead].length + (exact.startsWith(" ") && !lead.endsWith(" ") && lead ? 1 : 0);
  return { exact: exact.trim(), start };
}

// Selecting words of a provision offers to comment on them, right after its text.
const offer = document.createElement("a");
offer.className = "btn btn-primary btn-sm comment-on";
offer.textContent = "Comment on this";
offer.addEventListener("mousedown", (event) => event.preventDefault());
offer.addEventListener("blur", () => setTimeout(choose, 0));

function choose() {
  const selection = getSelection();
  const box = selection.rangeCount && !selection.isCollapsed && boxOf(selection.getRangeAt(0));
  const found = box && passage(selection.getRangeAt(0), box);
  if (!found || !found.exact) {
    if (document.activeElement !== offer && !offer.matches(":hover")) offer.remove();
    return;
  }
  const query = new URLSearchParams(found);
  offer.href = `${box.dataset.comment}?${query}`;
  if (box.nextElementSibling !== offer) box.after(offer);
  place(selection.getRangeAt(0), box.parentElement);
}

function boxOf(range) {
  const node = range.commonAncestorContainer;
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  return element.closest(".words[data-comment]");
}

function place(range, around) {
  const [words, frame] = [range.getBoundingClientRect(), around.getBoundingClientRect()];
  const left = Math.min(words.left - frame.left, frame.width - offer.offsetWidth);
  offer.style.setProperty("top", `${words.bottom - frame.top + 6}px`);
  offer.style.setProperty("left", `${Math.max(0, left)}px`);
}

if (document.querySelector(".words[data-comment]")) {
  document.addEventListener("selectionchange", () => setTimeout(choose, 0));
}

// One's own passages are marked in the text; the page's own elements stay as they are.
function own() {
  const ranges = [];
  for (const quote of document.querySelectorAll("q[data-start]")) {
    const box = document.querySelector(`.words[data-provision="${quote.dataset.provision}"]`);
    const all = box ? characters(box) : [];
    const first = all[Number(quote.dataset.start)];
    const last = all[Number(quote.dataset.start) + [...quote.textContent].length - 1];
    if (!first || !last) continue;
    const range = document.createRange();
    range.setStart(first[1], first[2]);
    range.setEnd(last[1], last[2] + last[0].length);
    ranges.push(range);
  }
  if (ranges.length) CSS.highlights.set("own", new Highlight(...ranges));
}

if (window.CSS?.highlights) own();
