// The promise that a confirmed signature will be in the log in time (ledger.md §3).
import { fromBase64, Invalid, same, wholeNumber } from "./bytes.js";
import { knowsEd25519, openNote, parseNote, parseVkey } from "./notes.js";

const HOUR = 3600;
const LATEST = 50 * HOUR; // 26 hours, and a day for clocks that are wrong
const PROMISE = /^([!-*,-~]+)\/promesse\npetition (\d+)\nversion (\d+)\nc (\S+)\ng (\S+)\nbefore (\d+)\n$/;

/** Read the text of a promise: `{origin, petition, version, commitment, geo, before}`. */
export function parsePromise(text) {
  const lines = PROMISE.exec(text);
  if (!lines) throw new Invalid("La promesse du registre est mal écrite.");
  const [, origin, petition, version, c, g, before] = lines;
  return {
    origin,
    petition: wholeNumber(petition),
    version: wholeNumber(version),
    commitment: fromBase64(c),
    geo: fromBase64(g),
    before: wholeNumber(before),
  };
}

/**
 * Refuse a promise that is not of this signature, comes due too late, or is not signed by a key that the log publishes.
 *
 * `signature` is {origin, petition, version, commitment, geo}, the origin being this site's log. A browser without Ed25519 checks all but
 * the signature: the note is kept, and can be verified elsewhere.
 */
export async function checkPromise(note, vkey, signature) {
  const promise = parsePromise(parseNote(note).text);
  const isOurs =
    promise.origin === signature.origin &&
    promise.petition === signature.petition &&
    promise.version === signature.version &&
    same(promise.commitment, signature.commitment) &&
    same(promise.geo, signature.geo);
  if (!isOurs) throw new Invalid("La promesse reçue n’est pas celle de votre signature.");
  if (promise.before % HOUR || promise.before > Date.now() / 1000 + LATEST) {
    throw new Invalid("La promesse reçue est trop lointaine. Merci de nous le signaler.");
  }
  if (!(await knowsEd25519())) return;
  const key = await parseVkey(vkey);
  if (key.name !== `${promise.origin}/promesse` || !(await isPublished(vkey))) {
    throw new Invalid("La promesse n’est pas signée par le registre. Appuyez encore une fois.");
  }
  await openNote(note, [key]);
}

/** Asked without cookies: a key made for one person alone would have to be shown to all. */
async function isPublished(vkey) {
  try {
    const answer = await fetch("/registre/cles", { credentials: "omit", cache: "no-cache" });
    return (await answer.text()).split("\n").includes(vkey);
  } catch {
    return false;
  }
}
