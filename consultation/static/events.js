// Tells who sits at a desk what others do there meanwhile; what is typed stays until they look.

for (const box of document.querySelectorAll("[data-events]")) {
  const source = new EventSource(box.dataset.events);
  source.addEventListener("changed", (event) => {
    box.querySelector("[data-words]").textContent = JSON.parse(event.data).words;
    box.hidden = false;
  });
}
