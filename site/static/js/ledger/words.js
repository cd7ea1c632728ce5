// How the verifier says numbers, days, places, removals, and how far it is.
const figures = new Intl.NumberFormat("fr-FR");
const days = new Intl.DateTimeFormat("fr-FR", { dateStyle: "long", timeZone: "UTC" });

export const number = (count) => figures.format(count);
export const plural = (count, one, many) => `${number(count)} ${count < 2 ? one : many}`;

/** Say a day counted from 1970. */
export const day = (count) => days.format(new Date(count * 86_400_000));

export function placeWords(area) {
  if (area === "00") return "Elle est parmi celles dont le département n’est pas indiqué";
  return area === "99" ? "Elle est placée à l’étranger" : `Elle est placée dans le département ${area}`;
}

const LEVELS = { 1: "par courriel", 2: "au guichet", 4: "par un fournisseur d’identité" };

/** Name a cell of the figures by département. */
export function place({ area, level }) {
  const where = { "00": "sans département indiqué", 99: "à l’étranger" }[area] ?? `département ${area}`;
  return `${where}, ${LEVELS[level]}`;
}

const REASONS = {
  1: "Elle a été retirée sans reçu, avec un code envoyé à l’adresse qui avait signé. Si ce n’est pas vous, écrivez-nous.",
  2: "Elle a été annulée pour fraude, par une décision publiée.",
  3: "Elle a été annulée par une décision de justice.",
};

/** Say why a signature is not counted: how it was removed, or why it never was. */
export function removalWords({ removal, fault }) {
  if (!removal) return fault ? `Elle n’a jamais compté. ${fault.sentence}` : "Elle n’a jamais compté.";
  const words = removal.type === "WITHDRAW" ? "Elle a été retirée avec le reçu." : REASONS[removal.reason];
  return `${words} C’est écrit à la ligne ${number(removal.at)} du registre.`;
}

/** Show the bar of a part of the page; return what moves it. */
export function moveBar(part) {
  const bar = part.querySelector("progress");
  bar.hidden = false;
  return (done, size) => {
    bar.value = done / size;
  };
}
