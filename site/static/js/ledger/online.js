// What the published log says today: is a signature still counted, what are the counts, did it only grow.
import { hex, Invalid, same, text, Unreadable } from "./bytes.js";
import { sha256 } from "./hashing.js";
import { verifyConsistency } from "./proofs.js";
import { recountLog } from "./recounting.js";
import { fetchBytes, fetchJson, json, PublishedLog } from "./tiles.js";
import { consistencyProof } from "./tree.js";
import { openCheckpoint } from "./trust.js";

const PAUSE = 1_000;
const MOST_ASKED = 4;

/**
 * @typedef {object} Site the log as its page names it
 * @property {string} prefix its address, such as "/registre/"
 * @property {string} origin
 * @property {object[]} keys of the log and of its witnesses, from `trusted`
 */

/** Return today's checkpoint, verified. @param {Site} site */
export async function today(site) {
  const note = await fetchBytes(`${site.prefix}checkpoint`, { cache: "no-cache" });
  if (!note) throw new Unreadable("Le registre n’a pas encore de point de contrôle.");
  return openCheckpoint(text(note), site);
}

/** Recount the log of today; return its `checkpoint` and `recount`, with its counts at `size` if it is that long. */
export async function recountToday(site, size, onProgress) {
  const checkpoint = await reaching(site, size);
  const options = { sizes: [size], onProgress };
  const { recount } = await recountLog(new PublishedLog(site.prefix, checkpoint.size), checkpoint, options);
  return { checkpoint, recount };
}

/** Return a checkpoint of `size` entries at least, if one comes: what is counted is published moments later. */
async function reaching(site, size) {
  for (let asked = 1; ; asked += 1) {
    const checkpoint = await today(site);
    if (checkpoint.size >= size || asked === MOST_ASKED) return checkpoint;
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

/**
 * Follow one receipt, from `readReceipt`, through the log of today.
 *
 * Returns `{isLive, removal, fault, count, tallies}`: `removal` is the valid entry that removed it,
 * with its index as `at`; `fault` says why it never counted; `count` is its petition's; `tallies` are
 * the figures by département that the log announces for that petition.
 */
export async function follow(site, { receipt, index, checkpoint: earlier }, onProgress) {
  const checkpoint = await today(site);
  const tallies = [];
  let removal = null;
  const onEntry = (at, entry) => {
    if (entry.type === "TALLY" && entry.petition === receipt.petition) tallies.push(entry);
    if (["WITHDRAW", "ANNUL"].includes(entry.type) && entry.index === BigInt(index)) removal = { ...entry, at };
  };
  const log = new PublishedLog(site.prefix, checkpoint.size);
  const { recount } = await recountLog(log, checkpoint, { earlier, onEntry, onProgress });
  const count = recount.petitions.get(receipt.petition);
  const published = count?.texts.get(receipt.version);
  if (published && !same(published, receipt.textHash)) {
    throw new Invalid("Le texte que vous avez signé n’est pas celui que le registre publie.");
  }
  const fault = recount.faults.find((each) => each.index === index);
  return { isLive: recount.isLive(index), removal, fault, count, tallies };
}

/** Refuse two checkpoints unless the log only grew between them; return them, older first. */
export async function compare(site, one, other) {
  const [old, current] = [one, other].sort((a, b) => a.size - b.size);
  const log = new PublishedLog(site.prefix, current.size);
  // Every log begins empty: there is nothing to prove.
  const proof = old.size ? await consistencyProof(log, old.size) : null;
  if (proof) {
    await verifyConsistency({ oldSize: old.size, size: current.size, oldRoot: old.root, root: current.root, proof });
  }
  return [old, current];
}

/** Return the title of a text by its hash, or null when it is erased or is not that text. */
export async function titleOf(site, textHash) {
  const object = await fetchBytes(`${site.prefix}objet/${hex(textHash)}.json`);
  if (!object || !same(await sha256(object), textHash)) return null;
  const title = json(object)?.title;
  return typeof title === "string" ? title : null;
}

/** Return what the site shows: `{size, petitions}`, a Map of number to `{online, paper}`; or null. */
export async function shownCounts(site) {
  const said = await fetchJson(`${site.prefix}comptes.json`);
  if (said === undefined) return null;
  const petitions = new Map(Object.entries(said?.petitions ?? {}).map(([key, count]) => [Number(key), count]));
  const numbers = [said?.size, ...petitions.keys()];
  for (const count of petitions.values()) numbers.push(count?.online, count?.paper);
  if (numbers.every((number) => Number.isSafeInteger(number) && number >= 0)) return { size: said.size, petitions };
  throw new Invalid("Les comptes affichés par le site ne sont pas lisibles.");
}
