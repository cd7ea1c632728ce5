// Whose word counts: the keys of a log and of its witnesses, and the checkpoints that they signed.
import { Invalid } from "./bytes.js";
import { parseCheckpoint } from "./checkpoints.js";
import { COSIGNATURE, ED25519, knowsEd25519, openNote, parseVkey } from "./notes.js";

const OLD_BROWSER =
  "Votre navigateur est trop ancien pour vérifier les signatures du registre. " +
  "Mettez-le à jour, ou utilisez notre programme, en bas de cette page.";

/** Read the keys of a log, `{prefix, origin, vkeys}` with spaces between them, as `keys`. */
export async function trusted({ prefix, origin, vkeys }) {
  if (!(await knowsEd25519())) throw new Invalid(OLD_BROWSER);
  return { prefix, origin, keys: await Promise.all(vkeys.split(" ").filter(Boolean).map(parseVkey)) };
}

/**
 * Read a signed checkpoint of this log: `{origin, size, root, witnesses}`.
 *
 * Its origin must be `origin`, and one key of that name must have signed it; `witnesses` counts
 * those that cosigned it.
 */
export async function openCheckpoint(note, { origin, keys }) {
  const { text, signedBy } = await openNote(note, keys);
  const checkpoint = parseCheckpoint(text);
  if (checkpoint.origin !== origin) {
    throw new Invalid(`Ce point de contrôle vient d’un autre registre : ${checkpoint.origin}.`);
  }
  if (!signedBy.some((key) => key.kind === ED25519 && key.name === origin)) {
    throw new Invalid("Ce point de contrôle n’est pas signé par le registre.");
  }
  const witnesses = new Set(signedBy.filter((key) => key.kind === COSIGNATURE).map((key) => key.name));
  return { ...checkpoint, witnesses: witnesses.size };
}
