// What a signer keeps: the `extra` of a receipt, for its owner (1) or to show to others (2); ledger.md §3.
import { padded, parseArea } from "./areas.js";
import { concat, Invalid, Reader, u16, u32, u8 } from "./bytes.js";
import { commitment, geoCommitment, geoIdentity, identity, lockOf, secretsOf } from "./commitments.js";

/**
 * @typedef {object} Receipt
 * @property {1|2} form
 * @property {number} petition
 * @property {number} version
 * @property {Uint8Array} textHash T, 32 bytes
 * @property {string} area such as "48"
 * @property {number} level
 * @property {number} kind 1 e-mail, 2 identity provider, 3 desk
 * @property {0|1} slot
 * @property {Uint8Array} [secret] s, form 1 alone
 * @property {Uint8Array} [lock] L, form 2 alone, as r and r2
 * @property {Uint8Array} [r]
 * @property {Uint8Array} [r2]
 */

/** Return the bytes of a receipt: 77 for form 1, 141 for form 2. */
export function receiptBytes({ form, petition, version, textHash, area, level, kind, slot, ...keys }) {
  const rest = form === 1 ? [keys.secret] : [keys.lock, keys.r, keys.r2];
  return concat(u8(form), u32(petition), u16(version), textHash, padded(area), u8(level), u8(kind), u8(slot), ...rest);
}

/** @returns {Receipt} */
export function parseReceipt(extra) {
  const reader = new Reader(extra);
  const form = reader.number(1);
  const receipt = {
    form,
    petition: reader.number(4),
    version: reader.number(2),
    textHash: reader.take(32),
    area: parseArea(reader.take(3)),
    level: oneOf([1, 2, 4], reader.number(1)),
    kind: oneOf([1, 2, 3], reader.number(1)),
    slot: oneOf([0, 1], reader.number(1)),
  };
  for (const key of { 1: ["secret"], 2: ["lock", "r", "r2"] }[oneOf([1, 2], form)]) {
    receipt[key] = reader.take(32);
  }
  reader.end();
  return receipt;
}

function oneOf(known, value) {
  if (!known.includes(value)) throw new Invalid("Ce reçu est d’une forme inconnue.");
  return value;
}

/** Return the copy to show to others: it opens the same and cannot withdraw. */
export async function shown({ secret, ...receipt }) {
  const { w, r, r2 } = await secretsOf(secret);
  return { ...receipt, form: 2, lock: await lockOf(w), r, r2 };
}

/**
 * Open a receipt for a person (`who`, bytes).
 *
 * Returns I, J, C and G as `identity`, `geoIdentity`, `commitment`, `geo`, and L as `lock`.
 */
export async function openReceipt(receipt, who) {
  const { lock, r, r2 } = receipt.form === 1 ? await shown(receipt) : receipt;
  const person = { ...receipt, who };
  const [I, J] = await Promise.all([identity(r, person), geoIdentity(r2, person)]);
  return {
    lock,
    identity: I,
    geoIdentity: J,
    commitment: await commitment({ ...receipt, lock, identity: I }),
    geo: await geoCommitment({ ...receipt, geoIdentity: J }),
  };
}
