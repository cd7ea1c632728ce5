// Confirm a signature without ever sending the secret that hides it (site/docs: the public log, §3).
//
// Expects one `form[data-sign]`, the log's name, with a field `code` or `proof`.
// Without WebCrypto the form works as it stands.
// The secret is kept, before anything is sent, in this tab alone: a lost answer can be asked for again.
import { base64, fromBase64, fromHex, hex, Invalid, utf8 } from "./ledger/bytes.js";
import { complain, element, forgive } from "./ledger/page.js";
import { checkPromise } from "./ledger/promises.js";
import { openReceipt, parseReceipt, receiptBytes } from "./ledger/receipts.js";

const form = document.querySelector("form[data-sign]");
const place = `sed1:${location.pathname}`;
const LONGEST_WAIT = 30_000;
const LOST = "Le site n’a pas répondu. Appuyez encore une fois : rien ne sera compté deux fois.";

const SPENT = "Cette page n’est plus bonne."; // says the server

if (form && globalThis.crypto?.subtle && canKeep()) {
  const status = element("p", { role: "status" });
  form.append(status);
  let isBusy = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    forgive(form);
    status.textContent = "Nous enregistrons votre signature…";
    try {
      await confirm();
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      complain(form, error.message, error.field);
    } finally {
      isBusy = false;
      status.textContent = "";
    }
  });
}

function canKeep() {
  try {
    sessionStorage.setItem(place, sessionStorage.getItem(place) ?? "");
    return true;
  } catch {
    return false;
  }
}

async function confirm() {
  const kept = JSON.parse(sessionStorage.getItem(place) || "null");
  const wish = await send({});
  // Without a wish, it is confirmed, perhaps as kept; with one, what was kept may be for another.
  const attempt = wish ? await prepare(kept, wish) : kept;
  if (!attempt) return leave();
  const said = await send(attempt.sent);
  if (!said) throw new Invalid(LOST);
  if (said.already) {
    sessionStorage.removeItem(place);
    return leave();
  }
  if (!said.receipt) return confirm(); // another wish, by now
  await finish(attempt, said);
}

/** Compute what is sent from the secret and from what the server knows, and keep it in this tab. */
async function prepare(kept, wish) {
  const secret = kept ? parseReceipt(fromBase64(kept.extra)).secret : crypto.getRandomValues(new Uint8Array(32));
  const extra = receiptBytes({ ...wish, form: 1, textHash: fromHex(wish.text_hash), secret });
  const opened = await openReceipt(parseReceipt(extra), utf8(wish.address));
  // A page of what is confirmed shows none.
  const shown = new FormData(form).get("wish");
  const attempt = {
    extra: base64(extra),
    sent: {
      slot: wish.slot,
      lock: hex(opened.lock),
      identity: hex(opened.identity),
      geo_identity: hex(opened.geoIdentity),
      ...(shown && { wish: shown }),
    },
    expected: { commitment: hex(opened.commitment), geo: hex(opened.geo) },
  };
  sessionStorage.setItem(place, JSON.stringify(attempt));
  return attempt;
}

/** Post the form with `values`, not its secret; return the JSON of 200 and 409. */
async function send(values) {
  const body = new URLSearchParams({ ...Object.fromEntries(new FormData(form)), ...values });
  body.delete("secret");
  const signal = AbortSignal.timeout?.(LONGEST_WAIT);
  let answer;
  let json;
  try {
    answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" }, signal });
    json = answer.headers.get("Content-Type")?.startsWith("application/json") && (await answer.json());
  } catch {
    throw new Invalid(LOST);
  }
  if (answer.status >= 500) throw new Invalid(LOST);
  if (json && answer.status === 422) {
    if (json.error.startsWith(SPENT)) sessionStorage.removeItem(place);
    const field = form.querySelector("input:not([type=hidden], [type=checkbox])");
    throw Object.assign(new Invalid(json.error), { field });
  }
  if (answer.ok || (json && answer.status === 409)) return json;
  return leave();
}

function leave() {
  form.submit(); // confirmed, expired, closed, too many: the server has a page for each
  return new Promise(() => {});
}

/** Check what the server says that it recorded, keep the receipt for the next page, and go there. */
async function finish({ extra, expected }, body) {
  const receipt = new URL(body.receipt, location.origin);
  if (receipt.origin !== location.origin) throw new Invalid(LOST);
  if (body.commitment !== expected.commitment || body.geo !== expected.geo) {
    throw new Invalid("Le site n’a pas enregistré ce que vous avez signé. Merci de nous le signaler.");
  }
  const { petition, version } = parseReceipt(fromBase64(extra));
  const [commitment, geo] = [fromHex(body.commitment), fromHex(body.geo)];
  const signature = { origin: form.dataset.sign, petition, version, commitment, geo };
  await checkPromise(body.promise, body.promise_key, signature);
  const kept = { extra, promise: body.promise, commitment: body.commitment };
  sessionStorage.setItem(`sed1:${receipt.pathname}`, JSON.stringify(kept));
  sessionStorage.removeItem(place);
  location.replace(receipt.pathname);
}
