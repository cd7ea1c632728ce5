// Give signers their receipt, made in their own browser, once the log holds their signature.
//
// Expects one `[data-receipt]`, whose value is the address of the proof. Inside, all optional:
// `[data-without-receipt]`, shown until a receipt is found in this tab; `[data-receipt-status]`, a line
// with role status; hidden `[data-needs-receipt]`: "save" and "share", buttons; "print" and
// "print-share", forms with a field `extra`; "promise", with a `pre`.
import { base64, fromBase64, Invalid, text } from "./ledger/bytes.js";
import { download } from "./ledger/page.js";
import { parseReceipt, receiptBytes, shown } from "./ledger/receipts.js";
import { withExtra } from "./ledger/tlog_proofs.js";

const FIRST_WAIT = 10_000;
const NEXT_WAIT = 30_000;

const section = document.querySelector("[data-receipt]");
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
  return section.querySelectorAll(`[data-needs-receipt="${purpose}"]`);
}

function say(words) {
  const status = section.querySelector("[data-receipt-status]");
  if (status && status.textContent !== words) status.textContent = words;
}

async function offer({ extra, promise }) {
  const owner = fromBase64(extra);
  const toShow = receiptBytes(await shown(parseReceipt(owner)));
  for (const element of section.querySelectorAll("[data-without-receipt]")) element.hidden = true;
  for (const element of all("promise")) {
    element.querySelector("pre").textContent = promise;
    element.hidden = false;
  }
  for (const [purpose, bytes] of [["print", owner], ["print-share", toShow]]) {
    for (const form of all(purpose)) form.elements.extra.value = base64(bytes);
  }
  const proof = await waitForProof();
  for (const button of all("save")) {
    button.addEventListener("click", () => download("recu.tlog-proof", withExtra(proof, owner)));
  }
  for (const button of all("share")) {
    button.addEventListener("click", () => download("recu-a-montrer.tlog-proof", withExtra(proof, toShow)));
  }
  for (const element of section.querySelectorAll("[data-needs-receipt]")) {
    element.hidden = element.dataset.needsReceipt === "promise";
  }
  say("Votre reçu est prêt. Gardez-le : il n’existe nulle part ailleurs.");
}

/** Ask for the proof until the signature is in the log; it comes without what makes it yours. */
async function waitForProof() {
  for (let wait = FIRST_WAIT; ; wait = NEXT_WAIT) {
    try {
      const answer = await fetch(section.dataset.receipt, { cache: "no-store" });
      if (answer.ok) return checked(text(new Uint8Array(await answer.arrayBuffer())));
      say("Votre reçu sera prêt dans quelques minutes. Gardez cette page ouverte.");
    } catch (error) {
      say(error instanceof Invalid ? error.message : "La connexion est coupée. Gardez cette page ouverte.");
    }
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

function checked(proof) {
  withExtra(proof, Uint8Array.of(0)); // refuses a damaged proof now rather than at the click
  return proof;
}
