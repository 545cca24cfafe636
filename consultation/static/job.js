// Follows an analysis on the page that waits for it, and shows its result when it is done.
const EVERY = 2000;

async function follow(box) {
  try {
    await look(box);
  } catch (error) {
    box.querySelector("[data-message]").textContent =
      `${error.message}. The analysis goes on; reload the page to see it.`;
  }
}

async function look(box) {
  const response = await fetch(box.dataset.job, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`The progress cannot be read (${response.status})`);
  const job = await response.json();
  box.querySelector("[data-message]").textContent = job.message;
  const bar = box.querySelector("[data-progress]");
  if (bar && job.total) {
    bar.max = job.total;
    bar.value = job.done;
  }
  if (job.state === "done" || job.state === "failed") location.reload();
  else setTimeout(() => follow(box), EVERY);
}

for (const box of document.querySelectorAll("[data-job]")) {
  if (box.dataset.state === "waiting" || box.dataset.state === "running") setTimeout(() => follow(box), EVERY);
}
