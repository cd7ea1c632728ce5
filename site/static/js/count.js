// Keep the count of a page moving while somebody looks at it; without noise for screen readers.
const EVERY = 10_000;
const MISSES = 3;
const number = new Intl.NumberFormat("fr-FR");
const moment = new Intl.DateTimeFormat("fr-FR", {
  dateStyle: "long",
  timeStyle: "short",
  timeZone: "Europe/Paris",
});

const show = (place, said) => {
  for (const shown of place.querySelectorAll("[data-count]")) {
    shown.textContent = number.format(said[shown.dataset.count]);
  }
  const time = place.querySelector("time");
  time.dateTime = said.as_of;
  const words = moment.format(new Date(said.as_of)).replace(/^1 /, "1er ").replace(":", " h ");
  time.textContent = words.replace(/(?<!à) (?!à)/g, "\u00a0");
};

for (const place of document.querySelectorAll("[data-live]")) {
  let misses = 0;
  const timer = setInterval(async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(place.dataset.live);
      if (!answer.ok) throw new Error(answer.statusText);
      show(place, await answer.json());
      misses = 0;
    } catch {
      misses += 1;
      if (misses === MISSES) clearInterval(timer);
    }
  }, EVERY);
}
