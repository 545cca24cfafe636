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

for (const time of document.querySelectorAll("time[data-local]")) {
  const moment = new Date(time.dateTime);
  const same = offset(moment) === offset(moment, time.dataset.local);
  time.textContent = same ? "" : ` (your time: ${reading(moment)})`;
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

function countDown(place, ahead) {
  const now = ahead - performance.now();
  place.textContent = left(now);
  if (now >= 0) setTimeout(() => countDown(place, ahead), Math.min(MINUTE, (now % MINUTE) + 50));
}

for (const place of document.querySelectorAll("[data-closes]")) {
  const ahead = new Date(place.dataset.closes) - new Date(place.dataset.now);
  if (ahead >= 0 && ahead < 3 * DAY) countDown(place, ahead);
}
