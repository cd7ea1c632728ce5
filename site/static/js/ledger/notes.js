// Signed notes (C2SP signed-note) and cosignatures of witnesses (cosignature/v1), checked by WebCrypto.
import { fromBase64, hex, Invalid, Reader, utf8 } from "./bytes.js";
import { sha256 } from "./hashing.js";

export const ED25519 = 1;
export const COSIGNATURE = 4;

const DAMAGED = "Ce texte signé est abîmé : recopiez-le en entier, sans rien changer.";
const MOST_SIGNATURES = 100;
const NAME = /^[^\p{White_Space}+]+$/u;
const FORBIDDEN = /[\x00-\x09\x0b-\x1f]/;

/** Read a verifier key, `name+id+base64(kind ‖ public key)`; only Ed25519 keys are known here. */
export async function parseVkey(vkey) {
  const [, name, id, letters] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(vkey) ?? [];
  if (!letters || !NAME.test(name)) throw new Invalid("Une clé du registre est mal écrite.");
  const reader = new Reader(fromBase64(letters));
  const kind = reader.number(1);
  const key = { name, id, kind, public: reader.take(32) };
  reader.end();
  const expected = await sha256(utf8(`${name}\n`), Uint8Array.of(kind), key.public);
  if (![ED25519, COSIGNATURE].includes(kind) || hex(expected.slice(0, 4)) !== id) {
    throw new Invalid("Une clé du registre n’est pas celle qu’elle dit.");
  }
  return key;
}

/** Split a note into its text and its signatures, `{name, id, signature}`. Nothing is verified. */
export function parseNote(note) {
  const end = note.lastIndexOf("\n\n");
  if (end < 1 || FORBIDDEN.test(note) || !note.endsWith("\n")) throw new Invalid(DAMAGED);
  const lines = note.slice(end + 2, -1).split("\n");
  if (lines.length > MOST_SIGNATURES) throw new Invalid(DAMAGED);
  return { text: note.slice(0, end + 1), signatures: lines.map(parseSignature) };
}

function parseSignature(line) {
  const [, name, letters] = /^— ([^ ]+) ([^ ]+)$/.exec(line) ?? [];
  if (!letters || !NAME.test(name)) throw new Invalid(DAMAGED);
  const bytes = fromBase64(letters);
  if (bytes.length <= 4) throw new Invalid(DAMAGED);
  return { name, id: hex(bytes.slice(0, 4)), signature: bytes.slice(4) };
}

/**
 * Return `{text, signedBy, times}` once every signature of a known key is verified.
 *
 * `signedBy` lists keys; `times` maps a witness's name to the Unix time of its cosignature.
 * Signatures of unknown keys are ignored; one wrong signature of a known key refuses the note.
 */
export async function openNote(note, keys) {
  const { text, signatures } = parseNote(note);
  const signedBy = [];
  const times = new Map();
  for (const { name, id, signature } of signatures) {
    const key = keys.find((known) => known.name === name && known.id === id);
    if (!key) continue;
    const time = await verify(key, signature, text);
    if (time !== null) times.set(name, time);
    signedBy.push(key);
  }
  if (!signedBy.length) throw new Invalid("Ce texte n’est signé par aucune clé que nous connaissons.");
  return { text, signedBy, times };
}

async function verify(key, bytes, text) {
  const reader = new Reader(bytes);
  const time = key.kind === COSIGNATURE ? reader.big(8) : null;
  const signature = reader.take(64);
  reader.end();
  const signed = time === null ? text : `cosignature/v1\ntime ${time}\n${text}`;
  const usable = await importKey(key.public);
  if (!(await crypto.subtle.verify("Ed25519", usable, signature, utf8(signed)))) {
    throw new Invalid(`Ce texte signé est abîmé ou faux : la signature de ${key.name} ne lui va pas.`);
  }
  return time === null ? null : Number(time);
}

const importKey = (bytes) => crypto.subtle.importKey("raw", bytes, "Ed25519", false, ["verify"]);

/** Answer whether this browser can verify such signatures; those from before 2025 may not. */
export async function knowsEd25519() {
  try {
    await importKey(new Uint8Array(32));
    return true;
  } catch (error) {
    if (error.name === "NotSupportedError") return false;
    return true;
  }
}
