// Some minutes before a sign-in ends it says so, politely, with a button that makes it last longer.

const SOON = 5 * 60;
const LOOK = 5000;

const box = document.querySelector("[data-session]");
const words = box.querySelector("p");
const button = box.querySelector("button");
let ends = Date.now() + 1000 * Number(box.dataset.session);
let longest = true;

const look = () => {
  const left = (ends - Date.now()) / 1000;
  const text = left <= 0 ? box.dataset.over : left <= SOON ? box.dataset.soon : "";
  button.hidden = !text || left <= 0 || !longest;
  if (words.textContent !== text) words.textContent = text;
};

button.addEventListener("click", async () => {
  try {
    const answer = await fetch(box.dataset.extend, {
      method: "POST",
      headers: { Accept: "application/json", "X-Form-Token": box.dataset.token },
    });
    const left = answer.ok ? (await answer.json()).seconds : 0;
    ends = Date.now() + 1000 * left;
    longest = left > SOON;
  } catch {
    return; // no network for the moment: the button stays
  }
  look();
});

setInterval(look, LOOK);
look();
