// A Merkle tree: its root as it grows leaf by leaf, and the proof, from its tiles, that it only grew (RFC 9162 §2.1).
import { Invalid, same } from "./bytes.js";
import { nodeHash, sha256 } from "./hashing.js";
import { WIDTH } from "./tiles.js";

const REWRITTEN = "Le registre publié ne correspond pas à son point de contrôle : il a été réécrit, ou il est abîmé.";

/** Return the root over a row of hashes; a last one without a sibling rises as it is. */
export async function rowRoot(row) {
  while (row.length > 1) {
    const pairs = [];
    for (let at = 0; at < row.length; at += 2) pairs.push(row.slice(at, at + 2));
    row = await Promise.all(pairs.map((pair) => (pair.length === 2 ? nodeHash(...pair) : pair[0])));
  }
  return row[0];
}

/** Return the root of the whole subtree of 2^height leaves that stands at `number`, from a tile. */
async function subtree(log, height, number) {
  const level = Math.floor(height / 8);
  const width = 2 ** (height % 8);
  const tile = await log.tile(level, Math.floor((number * width) / WIDTH));
  const start = (number * width) % WIDTH;
  return rowRoot(tile.slice(start, start + width));
}

/** Return the largest power of two below `count` (at least 2), as its exponent. */
function split(count) {
  let height = 0;
  while (2 ** (height + 1) < count) height += 1;
  return height;
}

async function rangeRoot(log, start, end) {
  if (end - start === 1) return subtree(log, 0, start);
  const height = split(end - start);
  const middle = start + 2 ** height;
  if (middle + 2 ** height === end) return subtree(log, height + 1, start / 2 ** (height + 1));
  return nodeHash(await subtree(log, height, start / 2 ** height), await rangeRoot(log, middle, end));
}

/** Return the proof that the tree of `oldSize` leaves (at least 1) begins this log (§2.1.4.1). */
export const consistencyProof = (log, oldSize) => subproof(log, oldSize, 0, log.size, true);

async function subproof(log, oldEnd, start, end, isWhole) {
  if (oldEnd === end) return isWhole ? [] : [await rangeRoot(log, start, end)];
  const middle = start + 2 ** split(end - start);
  if (oldEnd <= middle) {
    return [...(await subproof(log, oldEnd, start, middle, isWhole)), await rangeRoot(log, middle, end)];
  }
  return [...(await subproof(log, oldEnd, middle, end, false)), await rangeRoot(log, start, middle)];
}

/** A tree that grows by the right, kept as the roots of its whole subtrees, largest first. */
export class Frontier {
  size = 0;
  #subtrees = []; // {height, root}

  async append(leaves) {
    for (const leaf of leaves) await this.add(0, leaf);
  }

  /** Add a whole subtree of 2^height leaves; the size so far must be a multiple of that. */
  async add(height, root) {
    this.size += 2 ** height;
    while (this.#subtrees.at(-1)?.height === height) {
      root = await nodeHash(this.#subtrees.pop().root, root);
      height += 1;
    }
    this.#subtrees.push({ height, root });
  }

  async root() {
    const roots = this.#subtrees.map((each) => each.root).reverse();
    if (!roots.length) return sha256();
    let root = roots.shift();
    for (const left of roots) root = await nodeHash(left, root);
    return root;
  }

  /** Refuse a checkpoint of this very size under another root. */
  async check({ root }) {
    if (!same(await this.root(), root)) throw new Invalid(REWRITTEN);
  }
}
