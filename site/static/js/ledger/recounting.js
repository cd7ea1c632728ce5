// Read a whole published log again: its root, and what it counts, in one pass and little memory.
import { Invalid, same, Unreadable } from "./bytes.js";
import { Recount } from "./counting.js";
import { leafHash } from "./hashing.js";
import { WIDTH } from "./tiles.js";
import { Frontier, rowRoot } from "./tree.js";

const AHEAD = 6; // bundles asked for before they are needed

/**
 * Recount the log that `checkpoint` ({size, root}) commits to; return `{recount, readEntry}`.
 *
 * Every entry is read, so that the server learns nothing about who asks what. `earlier` is an
 * older checkpoint that the log must have passed through; `sizes` are as in `Recount`, and
 * `onEntry(index, entry)` as in `Recount.feed`; `onProgress(done, size)` is called after each bundle.
 */
export async function recountLog(log, checkpoint, { earlier, sizes, onEntry, onProgress = () => {} } = {}) {
  if (earlier && earlier.size > checkpoint.size) {
    throw new Invalid(`Le registre a rétréci : ${earlier.size} inscriptions avant, ${checkpoint.size} maintenant.`);
  }
  const tree = new Frontier();
  const roots = []; // of each bundle: an entry read again is believed only under the same root
  let current = [];
  const readEntry = async (index) => {
    const number = Math.floor(index / WIDTH);
    const entries = number < roots.length ? await readAgain(log, number, roots[number]) : current;
    return entries[index % WIDTH];
  };
  const recount = new Recount({ size: checkpoint.size, readEntry, sizes });
  for await (const entries of bundlesOf(log)) {
    current = entries;
    const leaves = await Promise.all(entries.map(leafHash));
    const root = await rowRoot(leaves);
    await grow(tree, { leaves, root, earlier });
    await recount.feed(entries, onEntry);
    roots.push(root);
    onProgress(recount.size, checkpoint.size);
  }
  await tree.check(checkpoint);
  return { recount, readEntry };
}

/** Yield the entries of each bundle, the next ones already on their way. */
async function* bundlesOf(log) {
  const coming = [];
  for (let number = 0; number * WIDTH < log.size; number += 1) {
    const bundle = log.bundle(number);
    bundle.catch(() => {}); // said when its turn comes
    coming.push(bundle);
    if (coming.length > AHEAD) yield await coming.shift();
  }
  while (coming.length) yield await coming.shift();
}

/** Add a bundle, at once when it is whole; stop at the size of the earlier checkpoint to compare roots. */
async function grow(tree, { leaves, root, earlier }) {
  const middle = (earlier?.size ?? 0) - tree.size;
  if (middle > 0 && middle <= leaves.length) {
    await tree.append(leaves.slice(0, middle));
    await tree.check(earlier);
    await tree.append(leaves.slice(middle));
  } else if (leaves.length === WIDTH) {
    await tree.add(8, root);
  } else {
    await tree.append(leaves);
  }
}

async function readAgain(log, number, root) {
  const entries = await log.bundle(number).catch((error) => {
    throw new Unreadable(error.message);
  });
  const leaves = await Promise.all(entries.map(leafHash));
  if (!same(await rowRoot(leaves), root)) throw new Unreadable("Le registre change pendant qu’on le lit.");
  return entries;
}
