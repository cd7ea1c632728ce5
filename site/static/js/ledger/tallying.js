// The published figures by département against the log: where a signature is placed, and whether all is right.
import { hex, Invalid } from "./bytes.js";
import { sha256 } from "./hashing.js";
import { today } from "./online.js";
import { recountLog } from "./recounting.js";
import { parseTally, TallyState } from "./tallies.js";
import { fetchBytes, fetchJson, PublishedLog } from "./tiles.js";
import { day as dayWords, number, plural } from "./words.js";

/** Return the file of one day, as `parseTally` does, with its SHA-256 in hex as `digest`. */
async function readTally(site, petition, day) {
  const file = await fetchBytes(`${site.prefix}ventilation/${petition}/${day}.txt`);
  if (!file) throw new Invalid("Le fichier manque.");
  const tally = parseTally(file);
  if (tally.petition !== petition || tally.day !== day) {
    throw new Invalid("Le fichier n’est pas celui de cette pétition et de ce jour.");
  }
  return { ...tally, digest: hex(await sha256(file)) };
}

/** Do `work` on the figures of one day; what it refuses names that day. */
async function ofDay(day, work) {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Invalid) throw new Invalid(`Chiffres du ${dayWords(day)} : ${error.message}`);
    throw error;
  }
}

function add(state, tally, { fileHash }) {
  if (tally.digest !== hex(fileHash)) throw new Invalid("Ce ne sont pas ceux dont le registre garde l’empreinte.");
  state.add(tally);
}

/** Return the sum of all the files of figures that the log announces for a petition. */
export async function figuresOf(site, tallies) {
  const state = new TallyState();
  for (const logged of tallies) {
    await ofDay(logged.day, async () => add(state, await readTally(site, logged.petition, logged.day), logged));
  }
  return state;
}

/**
 * Check all the figures by département of a petition; return the last file, or null if there is none.
 *
 * Each must be the one that the log announces, follow the one before, and count, at the size of the
 * log that it says, what the log counts. Throws Invalid for the first that is wrong.
 */
export async function checkTallies(site, petition, onProgress) {
  const checkpoint = await today(site); // before the files: whatever it announces is published
  const files = new Map();
  for (const day of await daysOf(site, petition)) {
    files.set(day, await ofDay(day, () => readTally(site, petition, day)));
  }
  const tallies = new Map();
  const onEntry = (at, entry) => {
    if (entry.type === "TALLY" && entry.petition === petition) tallies.set(entry.day, { ...entry, at });
  };
  const log = new PublishedLog(site.prefix, checkpoint.size);
  const sizes = Array.from(files.values(), (file) => file.size);
  const { recount } = await recountLog(log, checkpoint, { sizes, onEntry, onProgress });
  if (!recount.petitions.has(petition)) throw new Invalid(`La pétition n° ${petition} n’est pas dans le registre.`);
  const state = new TallyState();
  const newest = Math.max(-1, ...tallies.keys()); // a file is published a moment before its checkpoint
  for (const day of files.keys()) if (day > newest) files.delete(day);
  for (const day of [...new Set([...files.keys(), ...tallies.keys()])].sort((a, b) => a - b)) {
    await ofDay(day, () => checkDay(state, { file: files.get(day), logged: tallies.get(day), recount }));
  }
  return state.last;
}

function checkDay(state, { file, logged, recount }) {
  if (!file) throw new Invalid("Ils sont inscrits au registre, mais ne sont pas publiés.");
  if (!logged) throw new Invalid("Ils sont publiés, mais ne sont pas inscrits au registre.");
  if (file.size > logged.at) throw new Invalid("Ils comptent des inscriptions plus récentes qu’eux.");
  const online = recount.countsAt.get(file.size).get(file.petition)?.online ?? 0;
  if (file.active !== online) {
    throw new Invalid(
      `Ils comptent ${plural(file.active, "signature", "signatures")} en ligne ; le registre en compte ${number(online)}.`,
    );
  }
  add(state, file, logged);
}

/** Return the days whose figures are published, oldest first. */
async function daysOf(site, petition) {
  const days = (await fetchJson(`${site.prefix}ventilation/${petition}/`))?.days ?? [];
  if (!Array.isArray(days) || !days.every((day) => Number.isSafeInteger(day) && day >= 0)) {
    throw new Invalid("La liste des jours qui ont des chiffres n’est pas lisible.");
  }
  return days;
}
