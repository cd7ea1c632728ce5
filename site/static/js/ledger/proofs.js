// Inclusion and consistency proofs (RFC 9162 §2.1.3.2 and §2.1.4.2).
import { Invalid, same } from "./bytes.js";
import { HASH_BYTES, nodeHash } from "./hashing.js";

const NOT_INCLUDED = "Cette preuve ne mène pas au registre : la signature n’y est pas, ou la preuve est abîmée.";
const NOT_CONSISTENT = "Ces deux points de contrôle ne vont pas ensemble : le registre a été réécrit, ou la preuve est abîmée.";

/**
 * Refuse a leaf that is not at `index` in the tree of `size` leaves that has this `root`.
 *
 * `index` and `size` are whole numbers or BigInts; `leaf` is the leaf's hash; `proof` lists
 * 32-byte hashes from the leaf's sibling up.
 */
export async function verifyInclusion({ index, size, leaf, proof, root }) {
  let node = BigInt(index);
  let last = BigInt(size) - 1n;
  if (leaf.length !== HASH_BYTES || node < 0n || node > last) throw new Invalid(NOT_INCLUDED);
  let found = leaf;
  for (const sibling of proof) {
    if (last === 0n) throw new Invalid(NOT_INCLUDED);
    if (node & 1n || node === last) {
      found = await nodeHash(sibling, found);
      [node, last] = climbFromRight(node, last);
    } else {
      found = await nodeHash(found, sibling);
    }
    node >>= 1n;
    last >>= 1n;
  }
  if (last !== 0n || !same(found, root)) throw new Invalid(NOT_INCLUDED);
}

/**
 * Refuse two trees unless the one of `size` leaves only adds to the one of `oldSize`.
 *
 * An empty tree is consistent with anything, which proves nothing: it is refused.
 */
export async function verifyConsistency({ oldSize, size, oldRoot, root, proof }) {
  const [from, to] = [BigInt(oldSize), BigInt(size)];
  if (from < 1n || from > to) throw new Invalid(NOT_CONSISTENT);
  if (from === to) {
    if (proof.length || !same(oldRoot, root)) throw new Invalid(NOT_CONSISTENT);
    return;
  }
  // A whole subtree needs no first hash: it is the old root itself.
  const hashes = from & (from - 1n) ? proof : [oldRoot, ...proof];
  if (!proof.length || !hashes.length) throw new Invalid(NOT_CONSISTENT);
  await climbBoth({ node: from - 1n, last: to - 1n, hashes, oldRoot, root });
}

async function climbBoth({ node, last, hashes, oldRoot, root }) {
  while (node & 1n) [node, last] = [node >> 1n, last >> 1n];
  let old = hashes[0];
  let current = hashes[0];
  for (const hash of hashes.slice(1)) {
    if (last === 0n) throw new Invalid(NOT_CONSISTENT);
    if (node & 1n || node === last) {
      old = await nodeHash(hash, old);
      current = await nodeHash(hash, current);
      [node, last] = climbFromRight(node, last);
    } else {
      current = await nodeHash(current, hash);
    }
    node >>= 1n;
    last >>= 1n;
  }
  if (last !== 0n || !same(old, oldRoot) || !same(current, root)) throw new Invalid(NOT_CONSISTENT);
}

/** Skip the levels where the last node of the tree stands alone. */
function climbFromRight(node, last) {
  while (!(node & 1n) && node !== 0n) [node, last] = [node >> 1n, last >> 1n];
  return [node, last];
}
