// The recount: read every entry in order, say what is counted and what is wrong (ledger.md §2).
import { Invalid, same } from "./bytes.js";
import { commitment, lockOf } from "./commitments.js";
import { COURT_ORDER, NO_DECISION, parseEntry } from "./entries.js";

const FIRST_OPTIONAL_TYPE = 0x20; // an unknown type from here on changes no count
const SIGN = 0x01;
const SIGN_BYTES = 39;

/** What the entries read so far say of one petition. */
class PetitionCount {
  texts = new Map(); // version: T
  online = 0;
  sheets = new Map(); // sheet: valid lines
  closed = null; // {online, paper}, as they were then
  isKeyDestroyed = false;
  tallyDay = -1;

  /** Signatures on paper; shown beside `online`, never added to it. */
  get paper() {
    return [...this.sheets.values()].reduce((sum, lines) => sum + lines, 0);
  }
}

/** Counts what a log holds. Memory: one bit an entry, and what petitions need. */
export class Recount {
  size = 0;
  petitions = new Map(); // number: PetitionCount
  faults = []; // {index, sentence}
  notices = [];
  countsAt = new Map(); // size asked for: petition: {online, paper}, as they were then
  #live;
  #decisions = new Set();
  #readEntry;

  /**
   * `readEntry(index)` promises the bytes of an entry fed before; `size` is how many will come;
   * `sizes` are those, on the way, whose counts are wanted.
   */
  constructor({ size, readEntry, sizes = [] }) {
    this.#live = new Uint8Array(Math.ceil(size / 8));
    this.#readEntry = readEntry;
    for (const asked of sizes) this.countsAt.set(asked, new Map());
  }

  /**
   * Read the next entries; an invalid one counts as nothing and is one more fault.
   *
   * `onEntry(index, entry)` sees those that are valid, plain signatures apart.
   */
  async feed(entries, onEntry = () => {}) {
    for (const bytes of entries) {
      const index = this.size;
      this.size += 1;
      // Nearly every entry is a signature that counts: no parsing, one look-up.
      if (!this.#isCounted(index, bytes)) await this.#read(index, bytes, onEntry);
      if (this.countsAt.has(this.size)) this.#keepCounts();
    }
  }

  async #read(index, bytes, onEntry) {
    try {
      const entry = parseEntry(bytes);
      await this.#apply(index, entry);
      onEntry(index, entry);
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      this.faults.push({ index, sentence: error.message });
    }
  }

  #keepCounts() {
    const counts = this.countsAt.get(this.size);
    for (const [petition, { online, paper }] of this.petitions) counts.set(petition, { online, paper });
  }

  /** Say whether the entry at `index` is a signature that still counts. */
  isLive(index) {
    return index < this.size && Boolean(this.#live[Math.floor(index / 8)] & (1 << index % 8));
  }

  #isCounted(index, bytes) {
    if (bytes[0] !== SIGN || bytes.length !== SIGN_BYTES) return false;
    const head = new DataView(bytes.buffer, bytes.byteOffset);
    const count = this.petitions.get(head.getUint32(1));
    if (!count || count.closed || !count.texts.has(head.getUint16(5))) return false;
    count.online += 1;
    this.#live[Math.floor(index / 8)] |= 1 << index % 8;
    return true;
  }

  #apply(index, entry) {
    const steps = {
      SIGN: () => this.#refuseSign(entry),
      WITHDRAW: () => this.#withdraw(entry),
      ANNUL: () => this.#annul(entry),
      PAPER: () => this.#stillOpen(entry.petition).sheets.set(entry.sheet, entry.lines),
      OPEN: () => this.#open(entry),
      AMEND: () => this.#amend(entry),
      CLOSE: () => this.#close(entry),
      TALLY: () => this.#tally(entry),
      KEY_DESTROYED: () => this.#destroyKey(entry),
      DECISION: () => this.#decisions.add(BigInt(index)),
      UNKNOWN: () => this.#unknown(index, entry),
    };
    return steps[entry.type]?.();
  }

  #refuseSign({ petition, version }) {
    this.#stillOpen(petition);
    throw new Invalid(`Signature d’une version ${version} que la pétition ${petition} n’a pas.`);
  }

  async #withdraw({ index, w, identity }) {
    const sign = await this.#liveSign(index);
    const count = this.petitions.get(sign.petition);
    const textHash = count.texts.get(sign.version);
    const opened = await commitment({ ...sign, textHash, lock: await lockOf(w), identity });
    if (!same(opened, sign.commitment)) throw new Invalid(`Ce retrait n’ouvre pas la signature de la ligne ${index}.`);
    this.#remove(index, count);
  }

  async #annul({ index, reason, decision }) {
    const sign = await this.#liveSign(index);
    const count = this.petitions.get(sign.petition);
    if (decision !== NO_DECISION && !this.#decisions.has(decision)) {
      throw new Invalid(`L’annulation renvoie à la ligne ${decision}, qui n’est pas une décision.`);
    }
    if (count.isKeyDestroyed && reason !== COURT_ORDER) {
      throw new Invalid("Une fois la clé détruite, seul un juge peut faire annuler.");
    }
    this.#remove(index, count);
  }

  async #liveSign(index) {
    if (!this.isLive(Number(index))) throw new Invalid(`La ligne ${index} n’est pas une signature encore comptée.`);
    return parseEntry(await this.#readEntry(Number(index)));
  }

  #remove(index, count) {
    this.#live[Math.floor(Number(index) / 8)] &= ~(1 << Number(index) % 8);
    count.online -= 1;
  }

  #logged(petition) {
    const count = this.petitions.get(petition);
    if (!count) throw new Invalid(`La pétition ${petition} n’est pas ouverte dans le registre.`);
    return count;
  }

  #stillOpen(petition) {
    const count = this.#logged(petition);
    if (count.closed) throw new Invalid(`La pétition ${petition} est close.`);
    return count;
  }

  #open({ petition, version, textHash }) {
    if (this.petitions.has(petition)) throw new Invalid(`La pétition ${petition} est déjà ouverte.`);
    const count = new PetitionCount();
    count.texts.set(version, textHash);
    this.petitions.set(petition, count);
  }

  #amend({ petition, version, textHash }) {
    const { texts } = this.#stillOpen(petition);
    if (version !== texts.size + 1) throw new Invalid(`La version ${version} ne suit pas la version ${texts.size}.`);
    texts.set(version, textHash);
  }

  #close({ petition, online, paper }) {
    const count = this.#stillOpen(petition);
    if (online !== BigInt(count.online) || paper !== BigInt(count.paper)) {
      throw new Invalid(
        `La clôture dit ${online} en ligne et ${paper} sur papier ; le registre compte ${count.online} et ${count.paper}.`,
      );
    }
    count.closed = { online: count.online, paper: count.paper };
  }

  #tally({ petition, day }) {
    const count = this.#logged(petition);
    if (day <= count.tallyDay) throw new Invalid("Les chiffres par département de ce jour sont déjà publiés.");
    count.tallyDay = day;
  }

  #destroyKey({ petition }) {
    const count = this.#logged(petition);
    if (!count.closed) throw new Invalid("La clé ne peut être détruite avant la clôture.");
    if (count.isKeyDestroyed) throw new Invalid("La destruction de cette clé est déjà inscrite.");
    count.isKeyDestroyed = true;
  }

  #unknown(index, { code }) {
    if (code < FIRST_OPTIONAL_TYPE) throw new Invalid("Ce vérificateur est trop ancien : il ne connaît pas ce type.");
    this.notices.push({ index, sentence: `Type ${code} inconnu : il ne compte rien.` });
  }
}
