// Recount all signatures, and compare two checkpoints, for the page of the verifier.
import { Invalid } from "./bytes.js";
import { compare as compared, recountToday, shownCounts, titleOf, today } from "./online.js";
import { tidied } from "./opening.js";
import { about, element, find } from "./page.js";
import { openCheckpoint, trusted } from "./trust.js";
import { moveBar, number, plural } from "./words.js";

/** Recount every petition, and say whether the site shows the same. */
export async function recount(form, log) {
  const site = await trusted(log);
  find("[role=status]", form).textContent = "Lecture du registre…";
  const { checkpoint, recount: result } = await recountToday(site, moveBar(form));
  const shown = await shownCounts(site);
  const lines = [];
  for (const [petition, count] of result.petitions) {
    lines.push(countWords(petition, count, await titleOf(site, lastText(count))));
  }
  const box = find("[data-recounted]");
  box.replaceChildren(
    verdict(checkpoint, result, shown),
    ...listed(lines),
    ...listed([...result.faults, ...result.notices].map(faultWords)),
  );
  box.hidden = false;
  box.focus();
}

const lastText = ({ texts }) => [...texts.values()].at(-1);

/** Return a list of sentences, or nothing when there is none. */
function listed(lines) {
  const list = element("ul");
  list.append(...lines.map((textContent) => element("li", { textContent })));
  return lines.length ? [list] : [];
}

const faultWords = ({ index, sentence }) => `Inscription n° ${number(index)} : ${sentence}`;

const figures = ({ online, paper }) =>
  `${plural(online, "signature", "signatures")} en ligne, ${number(paper)} sur papier`;

function countWords(petition, count, title) {
  const name = title ? `« ${title} » (pétition n° ${petition})` : `Pétition n° ${petition}`;
  const atClose = count.closed ? `à la clôture ${figures(count.closed)} ; aujourd’hui ` : "";
  return `${name} : ${atClose}${figures(count)}.`;
}

function verdict(checkpoint, { petitions, faults }, shown) {
  const [level, words] = comparison(checkpoint, petitions, shown);
  const read = plural(checkpoint.size, "inscription lue", "inscriptions lues");
  const wrong = plural(faults.length, "inscription n’est pas valable", "inscriptions ne sont pas valables");
  const lines = [`${read}, comme le point de contrôle signé l’annonce.`, words];
  if (faults.length) lines.push(`${wrong} : voir plus bas.`);
  const box = element("div", { className: `notice notice-${faults.length ? "error" : level}` });
  box.append(...lines.map((textContent) => element("p", { textContent })));
  return box;
}

/** Say whether the recount gives what the site shows, at the same size of the log. */
function comparison({ size }, petitions, shown) {
  if (!shown) return ["info", "Comparez ce compte avec celui que le site affiche."];
  if (shown.size !== size) return ["warning", "Le registre a grandi pendant la lecture : recommencez pour comparer avec le site."];
  const differs = [...petitions].some(([petition, { online, paper }]) => {
    const site = shown.petitions[petition] ?? { online: 0, paper: 0 };
    return site.online !== online || site.paper !== paper;
  });
  if (differs) return ["error", "Attention : le site affiche un autre compte que le registre."];
  return ["success", "Ce compte est égal à celui que le site affiche."];
}

/** Compare two pasted checkpoints, or one with today's. */
export async function compare(form, log) {
  const site = await trusted(log);
  const [first, second] = [find("#ancien"), find("#recent")];
  const read = (field) => about(field, () => openCheckpoint(tidied(field.value), site));
  find(".notice", form)?.remove();
  await about(first, () => {
    if (!first.value.trim()) throw new Invalid("Collez un point de contrôle.");
  });
  const one = await read(first);
  const other = second.value.trim() ? await read(second) : await today(site);
  const [old, current] = await compared(site, one, other);
  const box = element("div", { className: "notice notice-success", tabIndex: -1 });
  const words = `Oui. Rien n’a été réécrit entre ${number(old.size)} et ${number(current.size)} inscriptions.`;
  box.append(element("p", { textContent: words }));
  form.append(box);
  box.focus();
}
