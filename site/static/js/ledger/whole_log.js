// Recount all signatures, check the figures by département, compare two checkpoints: for the page of the verifier.
import { Invalid } from "./bytes.js";
import { tidied } from "./copied.js";
import { compare as compared, recountToday, shownCounts, titleOf, today } from "./online.js";
import { about, element, find } from "./page.js";
import { checkpointIn } from "./tlog_proofs.js";
import { openCheckpoint, trusted } from "./trust.js";
import { day, moveBar, number, plural } from "./words.js";

/** Recount every petition, and say whether the site shows the same. */
export async function recount(form, log) {
  const site = await trusted(log);
  find("[role=status]", form).textContent = "Lecture du registre…";
  const shown = await shownCounts(site); // first: the log only grows, and keeps its counts of that moment
  const { checkpoint, recount: result } = await recountToday(site, shown?.size ?? 0, moveBar(form));
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

const NOTHING = { online: 0, paper: 0 };

const lastText = ({ texts }) => [...texts.values()].at(-1);

/** Return a list of sentences, or nothing when there is none. */
function listed(lines) {
  const list = element("ul");
  list.append(...lines.map((textContent) => element("li", { textContent })));
  return lines.length ? [list] : [];
}

const faultWords = ({ index, sentence }) => `Ligne ${number(index)} : ${sentence}`;

const figures = ({ online, paper }) =>
  `${plural(online, "signature", "signatures")} en ligne, ${number(paper)} sur papier`;

function countWords(petition, count, title) {
  const name = title ? `« ${title} » (pétition n° ${petition})` : `Pétition n° ${petition}`;
  const atClose = count.closed ? `à la clôture ${figures(count.closed)} ; aujourd’hui ` : "";
  return `${name} : ${atClose}${figures(count)}.`;
}

function verdict(checkpoint, { countsAt, faults }, shown) {
  const [level, ...words] = comparison(checkpoint, countsAt, shown);
  const read = plural(checkpoint.size, "inscription lue", "inscriptions lues");
  const wrong = plural(faults.length, "inscription n’est pas valable", "inscriptions ne sont pas valables");
  const lines = [`${read}, comme le point de contrôle signé l’annonce.`, ...words];
  if (faults.length) lines.push(`${wrong} : voir plus bas.`);
  const box = element("div", { className: `notice notice-${faults.length ? "error" : level}` });
  box.append(...lines.map((textContent) => element("p", { textContent })));
  return box;
}

/** Say whether the recount gives what the site shows, at the same size of the log, petition by petition. */
function comparison({ size }, countsAt, shown) {
  if (!shown) return ["info", "Comparez ce compte avec celui que le site affiche."];
  if (shown.size > size) return ["warning", "Le site affiche un compte plus récent que le registre publié : recommencez."];
  const counted = countsAt.get(shown.size);
  const petitions = [...new Set([...shown.petitions.keys(), ...counted.keys()])];
  const faults = petitions.map((petition) => difference(petition, shown, counted)).filter(Boolean);
  if (faults.length) return ["error", "Attention : le site affiche un autre compte que le registre.", ...faults];
  return ["success", "Ce compte est égal à celui que le site affiche."];
}

/** Say what differs for one petition between the site and the log, or nothing. */
function difference(petition, { size, petitions }, counted) {
  const [site, log] = [petitions.get(petition) ?? NOTHING, counted.get(petition)];
  if (!log) return `Le site affiche la pétition n° ${petition}, qui n’est pas dans le registre.`;
  if (site.online === log.online && site.paper === log.paper) return "";
  const words = `le site affiche ${figures(site)} ; le registre compte ${figures(log)}`;
  return `Pétition n° ${petition} : ${words}, à ${plural(size, "inscription", "inscriptions")}.`;
}

/** Check the figures by département of a petition, all its files against the log. */
export async function checkFigures(form, log) {
  const field = find("#petition");
  const petition = await about(field, () => {
    if (!/^[1-9][0-9]{0,8}$/.test(field.value.trim())) throw new Invalid("Tapez le numéro de la pétition, en chiffres.");
    return Number(field.value);
  });
  find(".notice", form)?.remove();
  const site = await trusted(log);
  find("[role=status]", form).textContent = "Lecture du registre…";
  const { checkTallies } = await import("./tallying.js");
  const last = await checkTallies(site, petition, moveBar(form));
  const words = last
    ? `Oui. Les chiffres de la pétition n° ${petition} s’accordent avec le registre, jusqu’au ${day(last.day)} : ` +
      `${plural(last.active, "signature", "signatures")} en ligne ; ${plural(last.waiting, "attend", "attendent")} d’être dans un département.`
    : `La pétition n° ${petition} n’a pas encore de chiffres par département.`;
  conclude(form, last ? "success" : "info", words);
}

/** Put one sentence under a form, and go to it. */
function conclude(form, level, words) {
  const box = element("div", { className: `notice notice-${level}`, tabIndex: -1 });
  box.append(element("p", { textContent: words }));
  form.append(box);
  box.focus();
}

/** Compare two checkpoints, or one with today's; each may be that of a receipt. */
export async function compare(form, log) {
  const site = await trusted(log);
  const [first, second] = [find("#ancien"), find("#recent")];
  const read = (field) => about(field, () => openCheckpoint(checkpointIn(tidied(field.value)), site));
  find(".notice", form)?.remove();
  await about(first, () => {
    if (!first.value.trim()) throw new Invalid("Choisissez ou collez un point de contrôle.");
  });
  const one = await read(first);
  const other = second.value.trim() ? await read(second) : await today(site);
  const [old, current] = await compared(site, one, other);
  conclude(form, "success", `Oui. Rien n’a été réécrit entre ${number(old.size)} et ${number(current.size)} inscriptions.`);
}
