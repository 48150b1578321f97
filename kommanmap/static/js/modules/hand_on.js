// Handing a place on: copy its address, send its link through the phone's own menu, print its page.
// A button appears only where the browser can do what it says.

async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = Object.assign(document.createElement("textarea"), { value: text, readOnly: true });
  field.className = "vh";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy"); // old phones and pages without https
  field.remove();
  if (!done) throw new Error("copy refused");
}

function copyButton(button) {
  const label = button.querySelector("span");
  const words = label.textContent;
  button.addEventListener("click", async () => {
    try {
      await copy(button.dataset.copy);
      label.textContent = button.dataset.done;
    } catch {
      label.textContent = button.dataset.failed;
    }
    button.focus();
    setTimeout(() => { label.textContent = words; }, 4000);
  });
}

export default function handOn(button) {
  const { copy: text, share: title, url } = button.dataset;
  if (text !== undefined) copyButton(button);
  else if (title === undefined) button.addEventListener("click", () => print());
  else if (!navigator.share) return;
  else button.addEventListener("click", () => navigator.share({ title, url }).catch(() => {})); // closing the menu is no error
  button.hidden = false;
}
