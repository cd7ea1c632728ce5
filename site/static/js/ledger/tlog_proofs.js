// Proofs that fit in a file (C2SP tlog-proof): a place in the log, its hashes, a signed checkpoint.
import { base64, fromBase64, Invalid, wholeNumber } from "./bytes.js";
import { hash, parseCheckpoint } from "./checkpoints.js";
import { parseNote } from "./notes.js";

const HEADER = "c2sp.org/tlog-proof@v1";
const LONGEST = 63;
const CUT = "Ce reçu est coupé : il manque une ligne. Copiez-le en entier, de la première à la dernière ligne.";

/**
 * Read the text of a `.tlog-proof` file: `{index, hashes, checkpoint, extra}`.
 *
 * `hashes` go from the leaf's sibling up; `checkpoint` is a whole signed note, its signatures not
 * verified here; `extra` is null or at least one byte, which nothing authenticates.
 */
export function parseTlogProof(file) {
  const blank = file.indexOf("\n\n");
  const lines = file.slice(0, Math.max(blank, 0)).split("\n");
  if (!file.startsWith(`${HEADER}\n`)) {
    throw new Invalid("Ce fichier n’est pas un reçu. Un reçu commence par « c2sp.org/tlog-proof@v1 ».");
  }
  if (blank < 0) throw new Invalid(CUT);
  lines.shift();
  const extra = valueOf(lines[0], "extra");
  if (extra !== null) lines.shift();
  const index = valueOf(lines.shift(), "index");
  if (index === null || extra === "" || lines.length > LONGEST) throw new Invalid(CUT);
  const checkpoint = file.slice(blank + 2);
  parseCheckpoint(parseNote(checkpoint).text);
  return {
    index: wholeNumber(index),
    hashes: lines.map(hash),
    checkpoint,
    extra: extra === null ? null : fromBase64(extra),
  };
}

/** Return the signed checkpoint of a file: all of it, or what a proof ends with. */
export const checkpointIn = (file) => (file.startsWith(`${HEADER}\n`) ? parseTlogProof(file).checkpoint : file);

const valueOf = (line, label) => (line?.startsWith(`${label} `) ? line.slice(label.length + 1) : null);

/** Return a proof file with its `extra` line put in, or replaced. */
export function withExtra(file, extra) {
  const { extra: known } = parseTlogProof(file);
  const head = known === null ? `${HEADER}\n` : `${HEADER}\nextra ${base64(known)}\n`;
  return `${HEADER}\nextra ${base64(extra)}\n${file.slice(head.length)}`;
}
