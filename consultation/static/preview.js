// Shows what a merge or a move would change while it is chosen; nothing is done by looking.

const region = () => document.querySelector("#preview");
let newest = 0;

async function show(request) {
  const number = ++newest;
  const response = await request;
  if (!response.ok || number !== newest) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  region()?.replaceChildren(...(page.querySelector("#preview")?.childNodes ?? []));
}

const into = document.querySelector("select[name='into']");
into?.addEventListener("change", () => {
  const address = new URL(location.href);
  address.searchParams.set("into", into.value);
  show(fetch(address));
});

// On the desk: what is ticked, and where it goes.
const move = document.querySelector("#move-points");
let waiting;

function address() {
  const asked = new URL(location.href);
  const typed = new FormData(move);
  for (const name of ["points", "everything", "title"]) {
    asked.searchParams.delete(name);
    for (const value of typed.getAll(name)) asked.searchParams.append(name, value);
  }
  asked.searchParams.set("to", typed.get("theme"));
  return asked;
}

document.addEventListener("change", (event) => {
  if (!move || event.target.form !== move) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => show(fetch(address())), 400);
});
