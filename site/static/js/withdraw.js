// Withdraw a signature with its receipt, without sending any address.
//
// Expects a hidden `form[data-withdraw]`, whose value is the petition's number, with hidden fields
// `commitment`, `w` and `identity`; and two fields without a name, so never sent:
// `[data-file]`, the receipt, and `[data-address]`, what the person signed with.
// What opens a receipt is loaded when somebody asks for it.
import { hex, Invalid, text } from "./ledger/bytes.js";
import { about, complain, forgive } from "./ledger/page.js";

const form = document.querySelector("form[data-withdraw]");

if (form && globalThis.crypto?.subtle) {
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    forgive(form);
    try {
      for (const [name, value] of Object.entries(await opening())) form.elements[name].value = value;
      form.submit();
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      complain(form, error.message, error.field);
    }
  });
}

/** Return what the log needs to remove the signature, from the receipt and what was typed. */
async function opening() {
  const [file, address] = [form.querySelector("[data-file]"), form.querySelector("[data-address]")];
  const found = await about(file, () => receiptOf(file));
  const { openRecorded } = await import("./ledger/opening.js");
  const { secretsOf } = await import("./ledger/commitments.js");
  const opened = await about(address, () => {
    if (!address.value.trim()) throw new Invalid("Tapez l’adresse qui a servi à signer.");
    return openRecorded(found, address.value);
  });
  const { w } = await secretsOf(found.receipt.secret);
  return { commitment: hex(opened.commitment), w: hex(w), identity: hex(opened.identity) };
}

async function receiptOf(file) {
  if (!file.files.length) throw new Invalid("Choisissez votre reçu : le fichier « recu.tlog-proof ».");
  const { tidied } = await import("./ledger/copied.js");
  const { readReceipt } = await import("./ledger/opening.js");
  const bytes = new Uint8Array(await file.files[0].arrayBuffer());
  const found = readReceipt(tidied(text(bytes)));
  if (found.receipt.petition !== Number(form.dataset.withdraw)) {
    throw new Invalid("Ce reçu est celui d’une autre pétition.");
  }
  if (found.receipt.form !== 1) {
    throw new Invalid("Ceci est la copie à montrer. Pour retirer votre signature, il faut votre propre reçu.");
  }
  return found;
}
