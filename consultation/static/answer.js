// Counts what is typed against the limit, and warns before a page with unsaved words is left.
const text = document.querySelector("textarea[data-count]");
const shown = document.querySelector("[data-counted]");
const limit = Number(text.dataset.count);
const saved = text.value;
let sending = false;

function count() {
  const length = [...text.value].length;
  const over = length > limit;
  shown.hidden = false;
  shown.classList.toggle("error", over);
  shown.textContent = over
    ? `${(length - limit).toLocaleString("en")} characters too many`
    : `${length.toLocaleString("en")} of ${limit.toLocaleString("en")} characters`;
}

text.addEventListener("input", count);
text.form.addEventListener("submit", () => { sending = true; });
addEventListener("beforeunload", (event) => {
  if (!sending && text.value !== saved) event.preventDefault();
});
count();
