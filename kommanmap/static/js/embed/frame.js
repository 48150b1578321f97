// Inside a frame of another site: tells the page around how high the content is, and keeps what is on show when the
// server does not answer. A height is all that leaves the frame, so any page may hear it.

const MOST_WAIT_MS = 15_000;
const PAUSE_MS = 100;
const html = document.documentElement;
let told = 0;

function tell() {
  const height = Math.ceil(html.getBoundingClientRect().height);
  if (height === told || parent === window) return;
  told = height;
  parent.postMessage({ kommanmap: { height } }, "*");
}

new ResizeObserver(tell).observe(html);

// Browsers do not draw, and so do not observe, a frame that is scrolled out of sight: what changes there is noticed here.
let waiting = 0;
const soon = () => { waiting ||= setTimeout(() => { waiting = 0; tell(); }, PAUSE_MS); };
new MutationObserver(soon).observe(document.body, { childList: true, subtree: true, attributes: true });
addEventListener("resize", soon);
addEventListener("load", soon);
addEventListener("pageshow", () => { told = 0; tell(); });

// Paging and filters stay in the frame. They are asked for first: a frame that leads nowhere would show the browser's
// own error in the middle of somebody's website.
const note = document.querySelector("[data-frame-note]");

async function go(address) {
  document.body.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { credentials: "omit", signal: AbortSignal.timeout?.(MOST_WAIT_MS) });
    if (answer.status >= 500) throw new Error(answer.status);
    location.assign(address);
  } catch {
    note.hidden = false;
    note.textContent = note.dataset.frameNote;
    document.body.removeAttribute("aria-busy");
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.('a[target="_self"]');
  if (!link || link.hash || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  go(new URL(link.href));
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.target !== "_self" || event.defaultPrevented) return;
  event.preventDefault();
  const address = new URL(form.action);
  address.search = new URLSearchParams(new FormData(form));
  go(address);
});
