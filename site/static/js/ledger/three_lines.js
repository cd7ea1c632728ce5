// Answer the three questions of a receipt, never merged: recorded, still counted, placed (ledger.md §6).
import { hex, Invalid, Unreadable } from "./bytes.js";
import { textIn } from "./copied.js";
import { openRecorded, readReceipt } from "./opening.js";
import { about, find } from "./page.js";
import { openCheckpoint, trusted } from "./trust.js";
import { day, moveBar, number, place, placeWords, plural, removalWords } from "./words.js";

/** Read the form and answer; `log` is {prefix, origin, vkeys}. */
export async function check(form, log) {
  const [pasted, address] = [find("#texte"), find("#adresse")];
  const results = find("[data-results]");
  results.hidden = true;
  const found = await about(find("#recu"), () => {
    if (!pasted.value.trim()) throw new Invalid("Choisissez votre reçu, ou collez son texte.");
    return readReceipt(textIn(pasted));
  });
  await about(address, () => {
    if (!address.value.trim()) throw new Invalid("Tapez l’adresse qui a servi à signer.");
  });
  const site = await trusted(log);
  for (const line of ["recorded", "counted", "placed"]) answer(line, "", "Vérification en cours…");
  results.hidden = false;
  results.focus();
  const opened = await orWords("recorded", () => recorded(site, found, address.value));
  const state = opened && (await orWords("counted", () => counted(site, found, moveBar(results))));
  if (!opened) answer("counted", "warning", "On ne peut pas le dire sans la première réponse.");
  if (!state) return answer("placed", "warning", "On ne peut pas le dire sans lire le registre.");
  await orWords("placed", () => placed(site, found.receipt, opened, state));
}

/** Write one of the three answers; `level` is success, error, warning or nothing. */
function answer(line, level, words) {
  const box = find(`[data-line="${line}"]`);
  box.className = `notice ${level && `notice-${level}`}`;
  find("p", box).textContent = words;
}

/** Do `work`; when it fails, write why as the answer of its line, and return null. */
async function orWords(line, work) {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Unreadable) answer(line, "warning", `On ne peut pas le dire. ${error.message}`);
    else if (error instanceof Invalid) answer(line, "error", `${line === "recorded" ? "Non" : "Attention"}. ${error.message}`);
    else throw error;
    return null;
  }
}

/** Answer from the receipt alone, without any network; return what it opens. */
async function recorded(site, found, typed) {
  const { witnesses } = await openCheckpoint(found.note, site);
  const opened = await openRecorded(found, typed);
  const seen = witnesses ? ` et par ${plural(witnesses, "témoin", "témoins")}` : "";
  const line = `la ligne ${number(found.index)} du registre`;
  answer(
    "recorded",
    "success",
    `Oui. Cette signature de la pétition n° ${found.receipt.petition} est ${line}. C’est signé par le registre${seen}.`,
  );
  return opened;
}

/** Answer from the whole log of today. */
async function counted(site, found, onProgress) {
  const { follow, titleOf } = await import("./online.js");
  const state = await follow(site, found, onProgress);
  if (!state.isLive) {
    answer("counted", "error", `Non. ${removalWords(state)}`);
    return state;
  }
  const title = await titleOf(site, found.receipt.textHash);
  const among = plural(state.count.online, "signature", "signatures");
  answer("counted", "success", `Oui. Elle compte aujourd’hui parmi ${among} en ligne${title ? ` : « ${title} »` : ""}.`);
  return state;
}

/** Answer from the files of figures by département, all of them. */
async function placed(site, { area, level }, { geo }, { isLive, tallies }) {
  const { figuresOf } = await import("./tallying.js");
  const { places, last } = await figuresOf(site, tallies);
  const found = places.get(hex(geo));
  if (found && (found.area !== area || found.level !== level)) {
    throw new Invalid(`Elle est publiée ailleurs que là où vous avez signé : ${place(found)}.`);
  }
  if (found) answer("placed", "success", `Oui. ${placeWords(area)}, dans les chiffres du ${day(found.day)}.`);
  else answer("placed", "", isLive ? waitingWords(last) : "Non. Elle n’est pas comptée : elle ne sera pas placée.");
}

function waitingWords(last) {
  if (!last) return "Pas encore. Rien n’est publié à ce jour pour cette pétition.";
  const waiting = plural(last.waiting, "signature attend", "signatures attendent");
  return `Pas encore. ${waiting} de l’être : elles le sont par groupes de dix.`;
}
