// Shows the reader's own time beside the consultation's, and counts the last three days down.
// The server's clock counts: the reader's may be wrong.
const MINUTE = 60_000, HOUR = 60 * MINUTE, DAY = 24 * HOUR;

function offset(moment, zone) {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone: zone, timeZoneName: "shortOffset" }).formatToParts(moment);
  return parts.find((part) => part.type === "timeZoneName").value.replace("GMT", "UTC");
}

function reading(moment) {
  const words = new Intl.DateTimeFormat("en-GB", {
    day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  }).format(moment).replace(" at ", ", ");
  return `${words}, ${offset(moment)}`;
}

// What a reader whose clock shows another time is told beside the consultation's.
function own(moment, zone) {
  return offset(moment) === offset(moment, zone) ? "" : ` (your time: ${reading(moment)})`;
}

function tell(time) {
  time.textContent = own(new Date(time.dateTime), time.dataset.local);
}

function count(amount, unit) {
  return `closes in ${amount} ${unit}${amount === 1 ? "" : "s"}`;
}

function left(milliseconds) {
  if (milliseconds < 0) return "closed";
  if (milliseconds >= DAY) return count(Math.floor(milliseconds / DAY), "day");
  if (milliseconds >= HOUR) return count(Math.floor(milliseconds / HOUR), "hour");
  if (milliseconds >= MINUTE) return count(Math.floor(milliseconds / MINUTE), "minute");
  return "closes within a minute";
}

function ahead(place) {
  return new Date(place.dataset.closes) - new Date(place.dataset.now);
}

function countDown(place) {
  const closes = place.dataset.closes;
  const now = ahead(place) - performance.now();
  place.textContent = left(now);
  if (now < 0) return;
  setTimeout(() => {
    if (place.dataset.closes === closes) countDown(place); // moved meanwhile: another one counts
  }, Math.min(MINUTE, (now % MINUTE) + 50));
}

// The deadline was moved while the page was open: every place that shows it follows.
export function moveDeadline(from, to, words, { zone, brief }) {
  for (const place of document.querySelectorAll(`[data-closes="${from}"]`)) {
    place.dataset.closes = to;
    countDown(place);
  }
  for (const place of document.querySelectorAll(`[data-moment="${from}"]`)) {
    place.dataset.moment = to;
    place.textContent = "brief" in place.dataset ? brief : words;
  }
  for (const time of document.querySelectorAll(`time[datetime="${from}"]`)) {
    time.dateTime = to;
    tell(time);
  }
  return words + own(new Date(to), zone);
}

document.querySelectorAll("time[data-local]").forEach(tell);
for (const place of document.querySelectorAll("[data-closes]")) {
  if (ahead(place) >= 0 && ahead(place) < 3 * DAY) countDown(place);
}
