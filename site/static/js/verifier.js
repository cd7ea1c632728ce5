// Verify a receipt, recount the log, check its figures and compare its states, in the reader's own browser.
//
// Expects the page of templates/ledger/verifier.html: `[data-verifier]` with `data-origin` and
// `data-keys`, revealed here; inside, the forms `[data-check]`, `[data-recount]`, `[data-figures]` and
// `[data-compare]`.
// A file chosen in a field with `data-into` goes to the field of that name, where its text may be pasted as well.
// A receipt may come after # in the address, as base64url: it is taken out of the bar at once.
// What verifies is loaded when somebody asks for it.
import { fromBase64, Invalid, text, Unreadable } from "./ledger/bytes.js";
import { complain, find, forgive } from "./ledger/page.js";

const SHORTEST_RECEIPT = 100; // anything shorter after # is a heading of this page
const LARGEST_FILE = 2 ** 17;

const page = find("[data-verifier]");
const check = page && find("[data-check]", page);

if (page && globalThis.crypto?.subtle) {
  page.hidden = false;
  for (const notice of document.querySelectorAll("[data-without-script]")) notice.hidden = true;
  takeFromAddress();
  addEventListener("hashchange", takeFromAddress);
  for (const field of page.querySelectorAll("[data-into]")) {
    field.addEventListener("change", () => takeFile(field, field.files[0]));
  }
  find("#texte").addEventListener("input", (event) => {
    event.target.toggleAttribute("data-file", event instanceof CustomEvent);
    sayWhatWasRead();
  });
  acceptDrops();
  onSubmit(check, async (...given) => (await import("./ledger/three_lines.js")).check(...given));
  onSubmit(find("[data-recount]", page), async (...given) => (await import("./ledger/whole_log.js")).recount(...given));
  onSubmit(find("[data-figures]", page), async (...given) => (await import("./ledger/whole_log.js")).checkFigures(...given));
  onSubmit(find("[data-compare]", page), async (...given) => (await import("./ledger/whole_log.js")).compare(...given));
}

/** Run `work(form, log)` when the form is sent, once at a time; say what people can mend. */
function onSubmit(form, work) {
  let isBusy = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    forgive(form);
    try {
      await work(form, { prefix: "/registre/", origin: page.dataset.origin, vkeys: page.dataset.keys });
    } catch (error) {
      say(error, form);
    } finally {
      isBusy = false;
      for (const bar of page.querySelectorAll("progress")) bar.hidden = true;
      for (const status of form.querySelectorAll(":scope > [role=status]")) status.textContent = "";
    }
  });
}

function say(error, form, field = error.field) {
  if (!(error instanceof Invalid || error instanceof Unreadable)) throw error;
  complain(form, error.message, field);
}

function takeFromAddress() {
  const letters = location.hash.slice(1);
  if (letters.length < SHORTEST_RECEIPT) return;
  history.replaceState(null, "", location.pathname);
  take(find("#recu"), () => fromBase64(fromUrl(letters)));
  find("#adresse").focus();
}

/** Write base64url as plain base64. */
function fromUrl(letters) {
  const standard = letters.replace(/=+$/, "").replace(/-/g, "+").replace(/_/g, "/");
  return standard + "=".repeat(-standard.length & 3);
}

function acceptDrops() {
  check.addEventListener("dragover", (event) => event.preventDefault());
  check.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    takeFile(find("#recu"), event.dataTransfer.files[0]);
  });
}

function takeFile(field, file) {
  return take(field, file ? () => bytesIn(file) : () => new Uint8Array());
}

async function bytesIn(file) {
  if (file.size > LARGEST_FILE) throw new Invalid("Ce fichier est trop grand : ce n’est pas celui qu’il faut.");
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    throw new Unreadable("Votre navigateur ne peut pas lire ce fichier.");
  }
}

/** Put what was chosen where its text goes when it is pasted; what was there is forgotten first. */
async function take(field, bytesOf) {
  const pasted = find(`#${field.dataset.into}`);
  write(pasted, "");
  find(".notice", field.form)?.remove();
  forgive(field.form);
  try {
    write(pasted, text(await bytesOf()));
  } catch (error) {
    say(error, field.form, field);
  }
}

function write(field, value) {
  field.value = value;
  field.dispatchEvent(new CustomEvent("input")); // no hand typed it
}

/** Say under the field that the receipt was understood, or what is missing; forget what was said of another. */
async function sayWhatWasRead() {
  find("[data-results]").hidden = true;
  find("#recu-lu").textContent = "";
  const { textIn } = await import("./ledger/copied.js");
  const { readReceipt } = await import("./ledger/opening.js");
  const pasted = textIn(find("#texte"));
  let words = "";
  try {
    if (pasted.trim()) words = `Votre reçu est lu : pétition n° ${readReceipt(pasted).receipt.petition}.`;
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    words = error.message;
  }
  find("#recu-lu").textContent = words;
}
