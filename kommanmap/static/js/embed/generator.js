// The page that makes snippets: what is chosen shows at once. The form works without this; a button sends it then.

const PAUSE_MS = 700; // nobody wants to hear about half a colour
const form = document.querySelector("form[data-live-form]");
let timer = 0;
let round = 0;

async function refresh() {
  const mine = ++round;
  const address = new URL(form.action);
  address.search = new URLSearchParams(new FormData(form));
  try {
    const answer = await fetch(address, { credentials: "omit" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelectorAll("[data-live]");
    if (mine !== round || !fresh.length) return;
    document.querySelectorAll("[data-live]").forEach((old, at) => {
      fresh[at].querySelectorAll("[data-copy]").forEach(prepare);
      old.replaceWith(document.adoptNode(fresh[at]));
    });
    forget();
    history.replaceState(null, "", address);
  } catch {
    form.requestSubmit(); // the browser says what is wrong
  }
}

// What was wrong when the page came stands at its field; from now on the list above the form says what is wrong.
function forget() {
  for (const entry of form.querySelectorAll(".wrong")) {
    entry.classList.remove("wrong");
    entry.querySelector(".error")?.remove();
    const field = entry.querySelector("[aria-invalid]");
    field?.removeAttribute("aria-invalid");
    field?.removeAttribute("aria-describedby");
  }
}

// Buttons that come later do what main.js gave to those that were there.
function prepare(button) {
  const label = button.querySelector("span");
  const words = label.textContent;
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    label.textContent = await navigator.clipboard.writeText(button.dataset.copy).then(() => button.dataset.done, () => button.dataset.failed);
    setTimeout(() => { label.textContent = words; }, 4000);
  });
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(refresh, PAUSE_MS);
}

form.addEventListener("input", soon);
form.addEventListener("change", soon);
