// "Near me". The position is asked for on tap and never leaves this function: the points come here, not it to them.

const MOST = 10;
const EARTH_KM = 6371;
const PARTS = 1e5; // positions travel as integers of 1e-5 degrees, see formats/map_points.py

function position() {
  return new Promise((resolve, reject) => {
    if (!navigator.geolocation) return reject(new Error("no geolocation"));
    navigator.geolocation.getCurrentPosition(({ coords }) => resolve(coords), reject, { timeout: 20000, maximumAge: 600000 });
  });
}

function kilometres(from, lat, lon) {
  const radians = Math.PI / 180;
  const half = (degrees) => Math.sin((degrees * radians) / 2) ** 2;
  const a = half(lat - from.latitude)
    + Math.cos(from.latitude * radians) * Math.cos(lat * radians) * half(lon - from.longitude);
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(a)));
}

async function points(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

function nearest(data, from) {
  return data.lat
    .map((lat, at) => ({ at, km: kilometres(from, lat / PARTS, data.lon[at] / PARTS) }))
    .sort((one, other) => one.km - other.km)
    .slice(0, MOST);
}

function distance(km, { unit, close }) {
  if (km < 1) return close;
  const digits = { maximumFractionDigits: km < 10 ? 1 : 0 };
  return unit.replace("0", km.toLocaleString(`${document.documentElement.lang}-u-nu-latn`, digits));
}

function row(template, data, { at, km }, words) {
  const item = template.content.cloneNode(true);
  const link = item.querySelector("a");
  link.href = data.url + data.path[at];
  link.querySelector("bdi").textContent = data.name[at];
  const [where, when] = item.querySelectorAll("p");
  where.querySelector("bdi").textContent = data.towns[data.town[at]];
  if (data.time[at]) when.querySelector("bdi").textContent = data.time[at];
  else when.remove();
  item.querySelector(".km").textContent = distance(km, words);
  return item;
}

export default async function nearby(element) {
  const results = document.querySelector("[data-nearby-results]");
  const [status, list, template] = ["[role=status]", "ol", "template"].map((part) => results.querySelector(part));
  const say = (word) => { status.textContent = results.dataset[word]; };
  const button = element.querySelector("button");
  if (button.getAttribute("aria-disabled")) return;
  button.setAttribute("aria-disabled", "true");
  results.hidden = false;
  list.replaceChildren();
  say("wait");
  try {
    const loading = points(element.dataset.nearby);
    loading.catch(() => {}); // told below, after the position
    const from = await position().catch(() => null);
    if (!from) return say("denied");
    const data = await loading;
    list.append(...nearest(data, from).map((hit) => row(template, data, hit, results.dataset)));
    say("done");
    results.querySelector("h2").focus();
  } catch {
    say("failed");
  } finally {
    button.removeAttribute("aria-disabled");
  }
}
