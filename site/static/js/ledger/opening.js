// Open a receipt with what its owner typed: does it lead to an entry of the log? Nothing is fetched.
import { Invalid, utf8 } from "./bytes.js";
import { parseCheckpoint } from "./checkpoints.js";
import { entryBytes } from "./entries.js";
import { leafHash } from "./hashing.js";
import { parseNote } from "./notes.js";
import { verifyInclusion } from "./proofs.js";
import { openReceipt, parseReceipt } from "./receipts.js";
import { parseTlogProof } from "./tlog_proofs.js";

/**
 * Read the text of a receipt: `{receipt, index, hashes, note, checkpoint}`.
 *
 * `note` is the signed checkpoint and `checkpoint` what it says; its signatures are not verified.
 */
export function readReceipt(file) {
  const { index, hashes, checkpoint: note, extra } = parseTlogProof(file);
  if (!extra) throw new Invalid("Ce reçu n’est pas complet : il manque la ligne « extra », qui en fait le vôtre.");
  return { receipt: parseReceipt(extra), index, hashes, note, checkpoint: parseCheckpoint(parseNote(note).text) };
}

/** Return what `openReceipt` does, once the receipt is known to be of that person and in that tree. */
export async function openRecorded(found, typed) {
  const opened = await openReceipt(found.receipt, whoBytes(found.receipt.kind, typed));
  if (await isIncluded(found, opened.commitment)) return opened;
  throw new Invalid(
    "Ce reçu ne s’ouvre pas avec cette adresse. Relisez-la, lettre par lettre : il faut celle qui a servi à signer. " +
      "Si elle est juste, le reçu est abîmé.",
  );
}

/** Answer whether the tree of a receipt holds the signature `commitment` (C) at its place. */
export async function isIncluded({ receipt, index, hashes, checkpoint }, commitment) {
  const leaf = await leafHash(entryBytes({ ...receipt, type: "SIGN", commitment }));
  try {
    await verifyInclusion({ index, size: checkpoint.size, leaf, proof: hashes, root: checkpoint.root });
    return true;
  } catch (error) {
    if (error instanceof Invalid) return false;
    throw error;
  }
}

/** Return the bytes of who signed: an address in its simple form (kind 1), else what was typed. */
export const whoBytes = (kind, typed) => utf8(kind === 1 ? simpleAddress(typed) : typed.trim());

function simpleAddress(typed) {
  const [, local, domain] = /^([!-~]+)@([^@\s]+)$/.exec(typed.trim()) ?? [];
  if (!domain) throw new Invalid("Cette adresse n’est pas complète. Il en faut une comme prenom.nom@exemple.fr.");
  return `${local}@${aLabel(domain)}`.toLowerCase();
}

/** Write a domain with accents as letters and digits alone (xn--…), the way mail does. */
function aLabel(domain) {
  if (/^[!-~]+$/.test(domain)) return domain;
  try {
    return new URL(`http://${domain}`).hostname;
  } catch {
    throw new Invalid("La fin de cette adresse, après @, n’existe pas.");
  }
}
