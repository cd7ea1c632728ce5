// Where the tree's tiles and bundles are served (C2SP tlog-tiles), and how they are read.
import { Invalid, Reader, text, Unreadable } from "./bytes.js";
import { HASH_BYTES } from "./hashing.js";

export const WIDTH = 256;

/** Return where a tile of `width` hashes is served, such as `tile/0/x001/067.p/5`. */
export const tilePath = (level, number, width = WIDTH) => `tile/${level}/${numberPath(number, width)}`;
export const bundlePath = (number, width = WIDTH) => `tile/entries/${numberPath(number, width)}`;

function numberPath(number, width) {
  const digits = String(number);
  const groups = digits.padStart(3 * Math.ceil(digits.length / 3), "0").match(/.{3}/g);
  const last = groups.pop() + (width < WIDTH ? `.p/${width}` : "");
  return [...groups.map((group) => `x${group}`), last].join("/");
}

/** Return how many hashes a tile has in a tree of `size` leaves: 0 to 256. */
export const tileWidth = (level, number, size) =>
  Math.max(0, Math.min(WIDTH, Math.floor(size / WIDTH ** level) - number * WIDTH));

/** Split a bundle into its entries, each after its length on two bytes. */
export function decodeBundle(bytes) {
  const reader = new Reader(bytes);
  const entries = [];
  while (!reader.isAtEnd) entries.push(reader.take(reader.number(2)));
  if (!entries.length || entries.length > WIDTH) throw new Invalid("Un paquet contient de 1 à 256 inscriptions.");
  return entries;
}

const SILENT = "Le registre ne répond pas. Vérifiez votre connexion, puis recommencez.";

/** Fetch a public file, without cookies; null where there is none. */
export async function fetchBytes(address, options = {}) {
  try {
    const answer = await fetch(address, { credentials: "omit", ...options });
    if (answer.status === 404) return null;
    if (answer.ok) return new Uint8Array(await answer.arrayBuffer());
  } catch {
    // no network: the same words
  }
  throw new Unreadable(SILENT);
}

/** Fetch what the site says today of its log, as JSON; undefined where there is none. */
export async function fetchJson(address) {
  const bytes = await fetchBytes(address, { cache: "no-cache" });
  return bytes ? json(bytes) : undefined;
}

/** Read JSON, of any shape. */
export function json(bytes) {
  try {
    return JSON.parse(text(bytes));
  } catch (error) {
    if (error instanceof SyntaxError) throw new Invalid("Un fichier du site n’est pas lisible : il est abîmé.");
    throw error;
  }
}

/** The published files of one log, in its tree of `size` leaves. Asks for whole tiles only. */
export class PublishedLog {
  #tiles = new Map();

  /** `prefix` is the log's address, such as `/registre/`. */
  constructor(prefix, size) {
    this.prefix = prefix;
    this.size = size;
  }

  /** Promise the hashes of a tile, as many as the tree has. */
  tile(level, number) {
    const path = tilePath(level, number);
    if (!this.#tiles.has(path)) this.#tiles.set(path, this.#hashes(level, number));
    return this.#tiles.get(path);
  }

  async #hashes(level, number) {
    const width = tileWidth(level, number, this.size);
    const [bytes, served] = await this.#file((asked) => tilePath(level, number, asked), width);
    if (bytes.length !== served * HASH_BYTES) throw new Invalid("Une tuile du registre n’a pas sa taille.");
    const reader = new Reader(bytes);
    return Array.from({ length: width }, () => reader.take(HASH_BYTES));
  }

  /** Promise the entries of a bundle, as many as the tree has. */
  async bundle(number) {
    const width = tileWidth(0, number, this.size);
    const [bytes, served] = await this.#file((asked) => bundlePath(number, asked), width);
    const entries = decodeBundle(bytes);
    if (entries.length !== served) throw new Invalid("Un paquet du registre n’a pas sa taille.");
    return entries.slice(0, width);
  }

  /** Promise a file and its width: a log may forget a partial one once the full one is there. */
  async #file(pathOf, width) {
    for (const served of new Set([width, WIDTH])) {
      const bytes = await fetchBytes(this.prefix + pathOf(served));
      if (bytes) return [bytes, served];
    }
    throw new Invalid(`Il manque un fichier au registre : ${pathOf(width)}.`);
  }
}
