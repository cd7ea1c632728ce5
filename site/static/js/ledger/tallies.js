// The daily figures by département, in steps of ten: their file, and what a petition's add up to (ledger.md §5).
import { padded } from "./areas.js";
import { Invalid, text, u32, wholeNumber } from "./bytes.js";

const STEP = 10;
const LEVELS = [1, 2, 4];
const NO_PREVIOUS = "0".repeat(64);
const HEAD_LINES = 10;
const HEAD = new RegExp(
  "^sed1/tally\n" +
    "petition (?<petition>.+)\nday (?<day>.+)\nsize (?<size>.+)\nprevious (?<previous>[0-9a-f]{64})\n" +
    "active (?<active>.+)\nplaced (?<placed>.+)\ngone (?<gone>.+)\nwaiting (?<waiting>.+)\nleaving (?<leaving>.+)$",
);
const CELL = /^cell (\S+) (\d) \+(\d+) -(\d+)$/;
const GEO = /^[0-9a-f]{64}$/;

/**
 * Read a file: `{petition, day, size, previous, active, placed, gone, waiting, leaving, cells}`.
 *
 * Each cell is `{area, level, plus, minus, geos}`, its G in hex. What is not written in the one
 * form that a file may have, or does not agree with itself, is refused.
 */
export function parseTally(bytes) {
  const lines = text(bytes).split("\n");
  const head = HEAD.exec(lines.slice(0, HEAD_LINES).join("\n"));
  if (!head || lines.pop() !== "") throw new Invalid("L’en-tête du fichier des chiffres n’est pas celui attendu.");
  const { previous, ...numbers } = head.groups;
  const tally = { previous, cells: cellsOf(lines.slice(HEAD_LINES)) };
  for (const [name, digits] of Object.entries(numbers)) tally[name] = wholeNumber(digits);
  check(tally);
  return tally;
}

/** Read what follows the head: nothing, or an empty line and the cells. */
function cellsOf(lines) {
  if (lines.length && (lines.shift() !== "" || !lines.length)) throw new Invalid("Il y a une ligne vide de trop.");
  const cells = [];
  for (const line of lines) {
    if (cells.length && GEO.test(line)) cells.at(-1).geos.push(line);
    else cells.push(cellOf(line));
  }
  return cells;
}

function cellOf(line) {
  const [, area, level, plus, minus] = CELL.exec(line) ?? [];
  if (!area || !LEVELS.includes(Number(level))) {
    throw new Invalid("Une ligne du fichier des chiffres n’est pas lisible.");
  }
  padded(area);
  return { area, level: Number(level), plus: wholeNumber(plus), minus: wholeNumber(minus), geos: [] };
}

const sum = (cells, side) => cells.reduce((total, cell) => total + cell[side], 0);
const isAscending = (list) => list.every((each, at) => !at || list[at - 1] < each);
const nameOf = ({ area, level }) => `${area.padEnd(3)}${level}`; // in the order of the cells

function check({ petition, day, active, placed, gone, waiting, leaving, cells }) {
  u32(petition);
  u32(day);
  if (placed - gone + waiting - leaving !== active) throw new Invalid("Les totaux du fichier ne s’accordent pas.");
  if (!isAscending(cells.map(nameOf))) throw new Invalid("Les lignes du fichier ne sont pas dans l’ordre.");
  for (const cell of cells) checkCell(cell);
  if ((sum(cells, "plus") && waiting < STEP) || (sum(cells, "minus") && leaving < STEP)) {
    throw new Invalid("Moins de dix signatures resteraient sans département.");
  }
}

function checkCell({ plus, minus, geos }) {
  if (plus % STEP || minus % STEP) throw new Invalid("Un nombre par département n’est pas un multiple de dix.");
  if (!plus && !minus) throw new Invalid("Une ligne du fichier ne dit rien.");
  if (geos.length !== plus) throw new Invalid("Les signatures placées ne sont pas en nombre annoncé.");
  if (!isAscending(geos)) throw new Invalid("Les signatures placées ne sont pas dans l’ordre.");
}

/** The sum of one petition's files, from the first on. */
export class TallyState {
  last = null;
  places = new Map(); // G in hex: {area, level, day}
  #cells = new Map(); // what each holds

  /** Take the next file in, with its SHA-256 in hex as `digest`; throw Invalid unless it follows. */
  add(tally) {
    this.#checkNext(tally);
    for (const cell of tally.cells) {
      const { area, level, plus, minus, geos } = cell;
      const held = (this.#cells.get(nameOf(cell)) ?? 0) + plus - minus;
      if (held < 0) throw new Invalid(`Il resterait moins de zéro signature (${area}).`);
      this.#cells.set(nameOf(cell), held);
      const place = { area, level, day: tally.day };
      for (const geo of geos) {
        if (this.places.has(geo)) throw new Invalid("Une même signature est placée deux fois.");
        this.places.set(geo, place);
      }
    }
    this.last = tally;
  }

  #checkNext({ petition, day, size, previous, placed, gone, cells }) {
    const last = this.last ?? { petition, day: -1, size: -1, digest: NO_PREVIOUS, placed: 0, gone: 0 };
    if (previous !== last.digest) throw new Invalid("Ce fichier ne suit pas le précédent.");
    if (petition !== last.petition) throw new Invalid("Ce fichier est celui d’une autre pétition.");
    if (day <= last.day || size <= last.size) throw new Invalid("Ce fichier n’est pas plus récent que le précédent.");
    if (placed !== last.placed + sum(cells, "plus")) throw new Invalid("Le total placé n’est pas la somme des ajouts.");
    if (gone !== last.gone + sum(cells, "minus")) throw new Invalid("Le total retiré n’est pas la somme des retraits.");
  }
}
