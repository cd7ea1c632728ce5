// Give signers their receipt, made in their own browser, once the log holds their signature.
//
// Expects one `[data-receipt]`, whose value is the address of the proof. In the page, all optional:
// `[data-without-receipt]`, shown until a receipt is found in this tab; `[data-receipt-status]`, a line
// with role status; hidden `[data-needs-receipt]`: "save" and "share", buttons; "print-share", a form with a
// field `extra`, which gets the copy to show (the owner's receipt is never sent); anything else around
// them; "promise", with a `pre`, where the promise made to this tab is shown until the proof is there.
import { base64, fromBase64, fromHex, Invalid, text } from "./ledger/bytes.js";
import { download, find } from "./ledger/page.js";
import { parseReceipt, receiptBytes, shown } from "./ledger/receipts.js";

const FIRST_WAIT = 10_000;
const NEXT_WAIT = 30_000;

const section = find("[data-receipt]");
const kept = section && globalThis.crypto?.subtle && recall();
if (kept) await offer(kept);

function recall() {
  try {
    return JSON.parse(sessionStorage.getItem(`sed1:${location.pathname}`));
  } catch {
    return null;
  }
}

function all(purpose) {
  return document.querySelectorAll(`[data-needs-receipt="${purpose}"]`);
}

function say(words) {
  const status = find("[data-receipt-status]");
  if (status && status.textContent !== words) status.textContent = words;
}

async function offer({ extra, promise, commitment }) {
  const owner = fromBase64(extra);
  const toShow = receiptBytes(await shown(parseReceipt(owner)));
  for (const element of document.querySelectorAll("[data-without-receipt]")) element.hidden = true;
  for (const element of all("promise")) {
    find("pre", element).textContent = promise;
    element.hidden = false;
  }
  for (const form of all("print-share")) form.elements.extra.value = base64(toShow);
  const withExtra = await waitForProof(owner, fromHex(commitment));
  for (const button of all("save")) {
    button.addEventListener("click", () => give("Reçu téléchargé", "recu.tlog-proof", withExtra(owner)));
  }
  for (const button of all("share")) {
    button.addEventListener("click", () => give("Copie téléchargée", "recu-a-montrer.tlog-proof", withExtra(toShow)));
  }
  for (const element of document.querySelectorAll("[data-needs-receipt]")) {
    element.hidden = element.dataset.needsReceipt === "promise";
  }
  say("Votre reçu est prêt. Gardez-le : il n’existe nulle part ailleurs.");
}

/** Download a file, and say where it went: a phone often says nothing. */
function give(what, name, file) {
  download(name, file);
  say(`${what} : cherchez « ${name} » dans vos téléchargements.`);
}

/** Ask for the proof until the signature is in the log; return what puts a receipt into it. */
async function waitForProof(owner, commitment) {
  for (let wait = FIRST_WAIT; ; wait = NEXT_WAIT) {
    try {
      const answer = await fetch(section.dataset.receipt, { cache: "no-store" });
      if (answer.ok) {
        const proven = await checked(text(new Uint8Array(await answer.arrayBuffer())), owner, commitment);
        if (wait === FIRST_WAIT) return proven;
        location.reload(); // counted meanwhile: the server says so, and gives its line
        return await new Promise(() => {});
      }
      if (answer.status === 410) location.reload(); // withdrawn meanwhile: the server says so
      say("Votre reçu sera prêt dans quelques minutes. Gardez cette page ouverte.");
    } catch (error) {
      say(error instanceof Invalid ? error.message : "La connexion est coupée. Gardez cette page ouverte.");
    }
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

/** Refuse a proof that is not of the signature made in this tab. */
async function checked(proof, owner, commitment) {
  const { isIncluded, readReceipt } = await import("./ledger/opening.js");
  const { withExtra } = await import("./ledger/tlog_proofs.js");
  if (!(await isIncluded(readReceipt(withExtra(proof, owner)), commitment))) {
    throw new Invalid("La preuve reçue n’est pas celle de votre signature. Merci de nous le signaler.");
  }
  return (extra) => withExtra(proof, extra);
}
