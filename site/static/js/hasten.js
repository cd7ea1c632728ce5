// Let a letter that waits go at once, for a small computation (ALTCHA: find the number behind a SHA-256).
//
// Expects one `form[data-hasten]` with `salt`, `challenge` and `number`, and leads to the page that
// takes the code. Without WebCrypto, or when anything fails, the page stays true: the letter goes by
// itself a little later.
import { hex, utf8 } from "./ledger/bytes.js";
import { element } from "./ledger/page.js";

const form = document.querySelector("form[data-hasten]");

if (form && globalThis.crypto?.subtle) {
  const status = element("p", { role: "status" });
  form.after(status);
  hasten(status).catch(() => status.remove());
}

async function hasten(status) {
  status.textContent = "Votre appareil fait un petit calcul pour que la lettre parte tout de suite.";
  form.elements.number.value = await solve(form.elements.salt.value, form.elements.challenge.value, Number(form.dataset.hasten));
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  if (!answer.ok) throw new Error(answer.statusText);
  location.replace(answer.url);
}

/** Return the number, at most `hardest`, that follows `salt` in what hashes to `challenge`. */
async function solve(salt, challenge, hardest) {
  for (let number = 0; number <= hardest; number++) {
    const digest = await crypto.subtle.digest("SHA-256", utf8(salt + number));
    if (hex(new Uint8Array(digest)) === challenge) return number;
  }
  throw new RangeError(challenge);
}
