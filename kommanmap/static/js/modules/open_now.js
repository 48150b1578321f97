// Badges, "as of" and what is true of today only, kept current while a page stays open. The server has said beforehand
// what a badge will say and from when on: [seconds since 1970, look, words], in order. Nothing is asked for.

const MINUTE_MS = 60_000;
const WRONG_CLOCK_MS = 2 * MINUTE_MS;
const elements = new Set();
let timer = 0;

// A device whose clock is wrong would say wrong things. A page that has just come over the network tells by how much;
// one from the browser's own memory is older than its words, so there the device is believed.
function clockError() {
  const stated = document.querySelector("time[data-as-of]")?.dateTime;
  const [navigation] = performance.getEntriesByType("navigation");
  if (!stated || !navigation?.transferSize) return 0;
  const error = performance.timeOrigin + navigation.responseStart - Date.parse(stated);
  return error > -WRONG_CLOCK_MS && error < MINUTE_MS + WRONG_CLOCK_MS ? 0 : error;
}

const error = clockError();
const clock = new Intl.DateTimeFormat("de-u-nu-latn", { timeZone: "Europe/Berlin", hour: "2-digit", minute: "2-digit" });

function keepBadge(element, seconds) {
  const plan = JSON.parse(element.dataset.opening);
  const due = plan.filter(([at]) => at <= seconds).pop();
  if (!due) return;
  const [, look, words] = due;
  element.className = `state is-${look}`;
  element.firstElementChild.textContent = words;
}

function keepTime(element, seconds) {
  const minute = seconds - (seconds % 60);
  if (minute * 1000 <= Date.parse(element.dateTime)) return; // never older than the page itself
  const text = clock.format(minute * 1000);
  element.textContent = element.textContent.replace(/\d{1,2}:\d\d/, text);
  element.dateTime = new Date(minute * 1000).toISOString();
}

function refresh() {
  clearTimeout(timer);
  const now = Date.now() - error;
  const seconds = Math.floor(now / 1000);
  for (const element of elements) {
    const { opening, asOf, until } = element.dataset;
    if (opening !== undefined) keepBadge(element, seconds);
    if (asOf !== undefined) keepTime(element, seconds);
    if (until !== undefined) element.hidden = seconds >= Number(until);
  }
  timer = setTimeout(refresh, MINUTE_MS - (now % MINUTE_MS));
}

// A phone that slept, a page that comes back: right at once.
document.addEventListener("visibilitychange", refresh);
addEventListener("pageshow", refresh);

export default function keepCurrent(element) {
  if (!elements.size) queueMicrotask(refresh);
  elements.add(element);
}
