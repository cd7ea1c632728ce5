// Where a signature may be placed: départements, overseas, abroad, not stated (ledger.md §3).
import { Invalid, utf8 } from "./bytes.js";

const AREA = /^(?:0[0-9]|[1-8][0-9]|9[0-5]|99|2A|2B|97[1-8]|984|98[6-9])$/;

/** Return the three bytes of an area code such as "48", "2A" or "971". */
export function padded(area) {
  if (!AREA.test(area)) throw new Invalid("Le code du département n’est pas connu.");
  return utf8(area.padEnd(3));
}

export function parseArea(bytes) {
  const area = String.fromCharCode(...bytes).replace(/ {1,2}$/, "");
  padded(area);
  return area;
}
