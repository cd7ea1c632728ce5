// SHA-256 and HMAC from the browser, and the two hashes of a Merkle tree (RFC 9162 §2.1).
import { concat } from "./bytes.js";

export const HASH_BYTES = 32;

const SHA256 = "SHA-256";
const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** Hash the concatenated `parts`; 32 bytes. */
export const sha256 = async (...parts) =>
  new Uint8Array(await crypto.subtle.digest(SHA256, concat(...parts)));

/** Return the 32 bytes of HMAC-SHA256 over the concatenated `parts`. */
export async function hmac(key, ...parts) {
  const usable = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: SHA256 }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", usable, concat(...parts)));
}

export const leafHash = (entry) => sha256(LEAF, entry);
export const nodeHash = (left, right) => sha256(NODE, left, right);
