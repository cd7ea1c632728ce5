// Bytes as the public log writes them: big-endian integers, strict hex and base64, domain strings.

/** What was given is not what its format says. The message is one clear French sentence, for people. */
export class Invalid extends Error {}

/** The log does not answer, or not twice the same: nothing can be said about what it holds. */
export class Unreadable extends Error {}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export const utf8 = (text) => encoder.encode(text);

export function text(bytes) {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new Invalid("Ce n’est pas du texte : le fichier est abîmé.");
  }
}

export function concat(...parts) {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export const same = (one, other) =>
  one.length === other.length && one.every((byte, at) => byte === other[at]);

export const hex = (bytes) =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

export function fromHex(digits) {
  if (typeof digits !== "string" || !/^(?:[0-9a-f]{2})*$/.test(digits)) {
    throw new Invalid("Une empreinte est mal écrite.");
  }
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

export const base64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));

/** Read canonical base64 only: one text for the same bytes, so that nothing can hide in it. */
export function fromBase64(letters) {
  const canonical = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
  if (typeof letters === "string" && canonical.test(letters)) {
    const bytes = Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0));
    if (base64(bytes) === letters) return bytes;
  }
  throw new Invalid("Une ligne de code est mal recopiée.");
}

/** Read a whole number without sign or leading zero; at most 2⁵³ − 1. */
export function wholeNumber(digits) {
  const number = Number(digits);
  if (!/^(?:0|[1-9][0-9]*)$/.test(digits) || !Number.isSafeInteger(number)) {
    throw new Invalid("Un nombre est mal écrit.");
  }
  return number;
}

function integer(value, size) {
  const number = BigInt(value);
  if (number < 0n || number >> BigInt(8 * size)) throw new Invalid("Un nombre est hors limites.");
  return fromHex(number.toString(16).padStart(2 * size, "0"));
}

export const u8 = (value) => integer(value, 1);
export const u16 = (value) => integer(value, 2);
export const u32 = (value) => integer(value, 4);
export const u64 = (value) => integer(value, 8);

/** Name what is hashed: one length byte, then ASCII. */
export const dom = (name) => concat(u8(name.length), utf8(name));

/** Read fixed lengths one after the other; `end` refuses what is left. */
export class Reader {
  #bytes;
  #at = 0;

  constructor(bytes) {
    this.#bytes = bytes;
  }

  take(size) {
    if (this.#at + size > this.#bytes.length) throw new Invalid("Il manque des octets : le texte est coupé.");
    this.#at += size;
    return this.#bytes.slice(this.#at - size, this.#at);
  }

  /** Return an unsigned integer of `size` bytes (at most 4) as a number. */
  number(size) {
    return Number(this.big(size));
  }

  /** Return an unsigned integer of `size` bytes as a BigInt. */
  big(size) {
    return BigInt(`0x${hex(this.take(size))}`);
  }

  get isAtEnd() {
    return this.#at === this.#bytes.length;
  }

  end() {
    if (!this.isAtEnd) throw new Invalid("Il y a des octets de trop.");
  }
}
