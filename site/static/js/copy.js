// Put a button that copies it beside an address that lasts, or a text to quote.
for (const place of document.querySelectorAll(".copy")) {
  if (!navigator.clipboard) break; // absent without https
  const button = document.createElement("button");
  button.type = "button";
  button.className = "secondary";
  button.textContent = place.dataset.label;
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(place.querySelector("a, blockquote").textContent);
    said.textContent = place.dataset.copied;
  });
  place.append(" ", button, " ", said);
}
