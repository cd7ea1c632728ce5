// Read a receipt copied from its printed sheet: lines cut anywhere, hyphens for dashes, blanks lost.
import { Invalid } from "./bytes.js";
import { parseTlogProof } from "./tlog_proofs.js";

const HEADER = "c2sp.org/tlog-proof@v1";
const HASH = /^[A-Za-z0-9+/]{43}=/; // 32 bytes in base64, never more nor less
const HASH_LETTERS = 44;
const SIGNATURE = /^[-‐‑‒–—―−]+/;

/** Make pasted text what was copied: its ends of line, and one at the end. */
export const tidied = (pasted) => `${pasted.replace(/\r\n?/g, "\n").trim()}\n`;

/**
 * Return the text of a receipt as its file has it; what is no copy of one comes back as it was, tidied.
 *
 * A text that is right already is left alone: the strict reader decides, before this and after.
 */
function asFile(pasted) {
  const text = tidied(pasted);
  try {
    parseTlogProof(text);
    return text;
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    return rebuilt(text.trim().split(/\s+/)) ?? text;
  }
}

/** Return the receipt in a field: a file’s as it is (`data-file`), one copied by hand put back in order. */
export const textIn = (field) => (field.hasAttribute("data-file") ? tidied : asFile)(field.value);

/** Put words back into the lines of a proof, by what each part must be; null where one lacks. */
function rebuilt([header, label, ...words]) {
  const [index, signed] = [words.indexOf("index"), words.findIndex((word) => SIGNATURE.test(word))];
  if (header !== HEADER || label !== "extra" || index < 1 || signed < index) return null;
  const body = words.slice(index + 2, signed);
  const root = lastHash(body);
  const size = body.pop();
  const { hashes, rest: origin } = hashesOf(body.join(""));
  if (!root || !size || !origin) return null;
  const proof = [HEADER, `extra ${words.slice(0, index).join("")}`, `index ${words[index + 1]}`, ...hashes];
  return [...proof, "", origin, size, root, "", ...signaturesOf(words.slice(signed)), ""].join("\n");
}

/** Take the last words of `words` that make one hash together; return it, or null. */
function lastHash(words) {
  let letters = "";
  while (words.length && letters.length < HASH_LETTERS) letters = words.pop() + letters;
  return letters.length === HASH_LETTERS && HASH.test(letters) ? letters : null;
}

/** Split letters without blanks into the hashes that they begin with, and the rest. */
function hashesOf(letters) {
  const hashes = [];
  for (; HASH.test(letters); letters = letters.slice(HASH_LETTERS)) hashes.push(letters.slice(0, HASH_LETTERS));
  return { hashes, rest: letters };
}

/** Write the lines of signatures: a dash, a name, and letters that may be in pieces. */
function signaturesOf(words) {
  const lines = [];
  for (const word of words.flatMap((each) => each.replace(SIGNATURE, "— ").trim().split(" "))) {
    if (word === "—") lines.push([]);
    else lines.at(-1).push(word);
  }
  return lines.map(([name, ...letters]) => `— ${name} ${letters.join("")}`);
}
