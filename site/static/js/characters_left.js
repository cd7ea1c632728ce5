// Say, under a text field, how many characters may still be typed.
const number = new Intl.NumberFormat("fr-FR");

function say(field, note, limit) {
  // The server counts two characters for the end of a line, as browsers send it.
  const left = limit - field.value.replaceAll("\n", "\r\n").length;
  const plural = Math.abs(left) > 1 ? "s" : "";
  note.textContent = left >= 0
    ? `Il vous reste ${number.format(left)} caractère${plural}.`
    : `Il y a ${number.format(-left)} caractère${plural} de trop.`;
}

for (const note of document.querySelectorAll("[data-counts]")) {
  const field = document.getElementById(note.dataset.counts);
  const limit = Number(note.dataset.limit);
  field.removeAttribute("maxlength"); // a pasted text is kept whole, to be shortened by its author
  field.addEventListener("input", () => say(field, note, limit));
  // Read aloud only once the typing has stopped for a while, never at each letter.
  let timer;
  const spoken = document.createElement("p");
  spoken.className = "visually-hidden";
  spoken.setAttribute("role", "status");
  note.after(spoken);
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => { spoken.textContent = note.textContent; }, 2000);
  });
  say(field, note, limit);
}
