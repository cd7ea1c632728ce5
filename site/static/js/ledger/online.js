// What the published log says today: is a signature still counted, was it placed, what are the counts.
import { hex, Invalid, same, text, Unreadable } from "./bytes.js";
import { sha256 } from "./hashing.js";
import { verifyConsistency } from "./proofs.js";
import { recountLog } from "./recounting.js";
import { fetchBytes, PublishedLog } from "./tiles.js";
import { consistencyProof } from "./tree.js";
import { openCheckpoint } from "./trust.js";

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

/** Recount the log of today; return its `checkpoint` and `petitions`, `faults`, `notices`. */
export async function recountToday(site, onProgress) {
  const checkpoint = await today(site);
  const { recount } = await recountLog(new PublishedLog(site.prefix, checkpoint.size), checkpoint, { onProgress });
  return { checkpoint, recount };
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

/** Return the day (since 1970) whose file places the signature `geo` (G), or null. All are read. */
export async function dayOfPlacing(site, tallies, geo) {
  const line = `${hex(geo)}\n`;
  let found = null;
  for (const { petition, day, fileHash } of tallies) {
    const file = await fetchBytes(`${site.prefix}ventilation/${petition}/${day}.txt`);
    if (!file || !same(await sha256(file), fileHash)) {
      throw new Invalid(`Le fichier du jour ${day} manque, ou n’est pas celui que le registre annonce.`);
    }
    if (text(file).includes(`\n${line}`)) found = day;
  }
  return found;
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
  return JSON.parse(text(object)).title ?? null;
}

/** Return what the site shows: `{size, petitions: {number: {online, paper}}}`, or null. */
export async function shownCounts(site) {
  const counts = await fetchBytes(`${site.prefix}comptes.json`, { cache: "no-cache" });
  return counts && JSON.parse(text(counts));
}
