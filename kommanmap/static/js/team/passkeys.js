// Passkeys: the only part of signing in that needs a script. A button appears where the browser can do it; what it does is
// asked of the server (a challenge), done by the browser, and checked by the server.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const words = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function readable(options) {
  const listed = (keys) => (keys ?? []).map((key) => ({ ...key, id: bytes(key.id) }));
  const given = { ...options, challenge: bytes(options.challenge) };
  if (options.user) given.user = { ...options.user, id: bytes(options.user.id) };
  if (options.excludeCredentials) given.excludeCredentials = listed(options.excludeCredentials);
  if (options.allowCredentials) given.allowCredentials = listed(options.allowCredentials);
  return given;
}

function sendable({ id, rawId, type, response }) {
  const parts = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) parts[name] = words(response[name]);
  }
  if (response.getTransports) parts.transports = response.getTransports();
  return { id, rawId: words(rawId), type, response: parts, clientExtensionResults: {} };
}

async function ask(url, token, content) {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-Form-Token": token },
    body: JSON.stringify(content),
  });
  const told = await answer.json();
  if (!answer.ok) throw Object.assign(new Error("refused"), { told: told.problem ?? told.title });
  return told;
}

async function perform({ passkey, options, answer, token, wanted }, name) {
  const publicKey = readable(await ask(options, token, {}));
  const credential = await navigator.credentials[passkey]({ publicKey });
  const target = wanted ? `${answer}?weiter=${encodeURIComponent(wanted)}` : answer;
  const { to } = await ask(target, token, { credential: sendable(credential), name });
  location.assign(to);
}

for (const box of document.querySelectorAll("[data-passkey]")) {
  if (!window.PublicKeyCredential || !navigator.credentials) continue;
  box.hidden = false;
  const section = box.closest("[data-passkey-section]");
  if (section) section.hidden = false;
  const button = box.querySelector("button");
  const word = box.querySelector("[role=alert]");
  button.addEventListener("click", async () => {
    button.disabled = true;
    word.textContent = "";
    try {
      await perform(box.dataset, box.querySelector("input")?.value ?? "");
    } catch (error) {
      word.textContent = error.told ?? word.dataset.failed;
    } finally {
      button.disabled = false;
      if (word.textContent) button.focus();
    }
  });
}
