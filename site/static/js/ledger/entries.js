// The entries of the log: one type byte, then a body of a fixed length (ledger.md §1).
import { concat, Invalid, Reader, u16, u32, u64, u8 } from "./bytes.js";

export const NO_DECISION = 2n ** 64n - 1n;
export const BY_MAIL = 1;
export const COURT_ORDER = 3;

// Bytes of each value: up to 4 a number, 8 a BigInt, 32 as they are.
const text = { petition: 4, version: 2, textHash: 32 };
const LAYOUTS = {
  0x01: ["SIGN", { petition: 4, version: 2, commitment: 32 }],
  0x02: ["WITHDRAW", { index: 8, w: 32, identity: 32 }],
  0x03: ["ANNUL", { index: 8, reason: 1, decision: 8 }],
  0x04: ["PAPER", { petition: 4, sheet: 4, lines: 2, recordHash: 32 }],
  0x10: ["OPEN", text],
  0x11: ["AMEND", text],
  0x12: ["CLOSE", { petition: 4, online: 8, paper: 8 }],
  0x20: ["TALLY", { petition: 4, day: 4, fileHash: 32 }],
  0x21: ["KEY_DESTROYED", { petition: 4 }],
  0x30: ["KEY", { use: 1, state: 1, public: 32 }],
  0x40: ["DECISION", { objectHash: 32 }],
  0x41: ["FACT", { objectHash: 32 }],
};

const MEANINGLESS = {
  OPEN: ({ version }) => version !== 1,
  AMEND: ({ version }) => version < 2,
  ANNUL: ({ reason, decision }) =>
    reason < 1 || reason > COURT_ORDER || (reason === BY_MAIL) !== (decision === NO_DECISION),
  KEY: ({ use, state }) => ![1, 2].includes(use) || ![1, 2].includes(state),
};

/** Read one entry: `{type, …values}`, or `{type: "UNKNOWN", code}`. Lengths are exact. */
export function parseEntry(bytes) {
  const reader = new Reader(bytes);
  const code = reader.number(1);
  if (!LAYOUTS[code]) return { type: "UNKNOWN", code };
  const [type, layout] = LAYOUTS[code];
  const entry = { type };
  for (const [name, size] of Object.entries(layout)) {
    entry[name] = size === 32 ? reader.take(32) : size === 8 ? reader.big(8) : reader.number(size);
  }
  reader.end();
  if (MEANINGLESS[type]?.(entry)) throw new Invalid("Une valeur de cette inscription n’a pas de sens.");
  return entry;
}

const WRITERS = { 1: u8, 2: u16, 4: u32, 8: u64, 32: (bytes) => bytes };

/** Write an entry that `parseEntry` reads. */
export function entryBytes(entry) {
  const [code, [, layout]] = Object.entries(LAYOUTS).find(([, [type]]) => type === entry.type);
  return concat(u8(code), ...Object.entries(layout).map(([name, size]) => WRITERS[size](entry[name])));
}
