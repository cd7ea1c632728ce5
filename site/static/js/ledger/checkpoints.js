// Checkpoints (C2SP tlog-checkpoint): what a log says it is, how long, and under which root.
import { fromBase64, Invalid, wholeNumber } from "./bytes.js";
import { HASH_BYTES } from "./hashing.js";

const DAMAGED = "Ce point de contrôle est abîmé : il manque une ligne, ou une ligne est mal recopiée.";

/** Read one hash of 32 bytes from its base64. */
export function hash(letters) {
  const bytes = fromBase64(letters);
  if (bytes.length !== HASH_BYTES) throw new Invalid("Une empreinte n’a pas 32 octets.");
  return bytes;
}

/** Read the text of a checkpoint: `{origin, size, root}`. Further lines may follow, none empty. */
export function parseCheckpoint(text) {
  const lines = text.slice(0, -1).split("\n");
  if (lines.length < 3 || lines.includes("") || !text.endsWith("\n")) throw new Invalid(DAMAGED);
  const [origin, size, root] = lines;
  return { origin, size: wholeNumber(size), root: hash(root) };
}
