// All that is derived from one signer's secret: what hides a signature, and what opens it (ledger.md §3).
import { padded } from "./areas.js";
import { dom, u16, u32, u8 } from "./bytes.js";
import { hmac, sha256 } from "./hashing.js";

/** Derive from s (32 random bytes) the keys that withdraw (w), show who (r), and show where (r2). */
export async function secretsOf(s) {
  const [w, r, r2] = await Promise.all(["w", "r", "r2"].map((name) => hmac(s, dom(`sed1/${name}`))));
  return { w, r, r2 };
}

/** Return L, which w opens. */
export const lockOf = (w) => sha256(dom("sed1/lock"), w);

/** Return I: who signed, hidden by r. `person` is {petition, kind, slot, who}, `who` in bytes. */
export const identity = (r, person) => hiddenWho("sed1/id", r, person);

/** Return J: the same person hidden by r2, so that a place is never joined to a signature. */
export const geoIdentity = (r2, person) => hiddenWho("sed1/geoid", r2, person);

const hiddenWho = (label, key, { petition, kind, slot, who }) =>
  hmac(key, dom(label), u32(petition), u8(kind), u8(slot), who);

/** Return C, what the log holds for one signature. */
export const commitment = ({ petition, version, textHash, lock, identity }) =>
  sha256(dom("sed1/leaf"), u32(petition), u16(version), textHash, lock, identity);

/** Return G, what a file of figures by département lists. */
export const geoCommitment = ({ petition, area, level, geoIdentity }) =>
  sha256(dom("sed1/geo"), u32(petition), padded(area), u8(level), geoIdentity);
