// Show which petitions resemble a proposal while somebody writes it.
//
// Expects in a form `[data-similar]`, a live region: where the list comes from. What is typed is
// posted, so it stands in no address. Without an answer the button of the form shows the same list.
const PAUSE = 1_000;
const LEAST = 8; // characters: fewer say nothing yet
const place = document.querySelector("[data-similar]");
const { csrfmiddlewaretoken: token, title, text } = place.closest("form").elements;
let shown = "";
let timer;
let asking;

async function look() {
  asking?.abort();
  if ((title.value + text.value).trim().length < LEAST) return;
  asking = new AbortController();
  const body = new URLSearchParams({ csrfmiddlewaretoken: token.value, title: title.value, text: text.value });
  try {
    // Who was logged out meanwhile is led to a page that is no list.
    const answer = await fetch(place.dataset.similar, { method: "POST", body, redirect: "error", signal: asking.signal });
    if (answer.ok) show(await answer.text());
  } catch {
    // Away, or asked again since.
  }
}

// What has not changed is not read aloud again.
function show(list) {
  if (list === shown) return;
  shown = list;
  place.replaceChildren(...new DOMParser().parseFromString(list, "text/html").body.childNodes);
}

for (const field of [title, text]) {
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });
}
