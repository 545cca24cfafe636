// Tells who sits at a desk what others do there meanwhile; what is typed stays until they look.

for (const box of document.querySelectorAll("[data-events]")) {
  const source = new EventSource(box.dataset.events);
  source.addEventListener("changed", (event) => {
    const told = box.querySelector("[data-words]");
    const { words } = JSON.parse(event.data);
    if (told.textContent !== words) told.textContent = words;
    box.hidden = false;
  });
}
