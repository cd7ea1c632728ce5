// What the scripts of the log say on a page: what is wrong, and a file to keep.

export const find = (selector, within = document) => within.querySelector(selector);

export const element = (name, properties = {}) => Object.assign(document.createElement(name), properties);

/** Put what is wrong above `form`, with a link to `field` when it is about one, and go to it. */
export function complain(form, message, field) {
  find("#erreurs")?.remove();
  const box = element("div", { id: "erreurs", className: "notice notice-error", tabIndex: -1, role: "alert" });
  const line = element("p");
  line.append(field ? element("a", { href: `#${field.id}`, textContent: message }) : message);
  box.append(element("h2", { textContent: "Il y a un problème" }), line);
  form.before(box);
  if (field) sayBeside(field, message);
  box.focus();
}

/** Say it beside the field too: on a phone, the box is out of sight there. */
function sayBeside(field, message) {
  const line = element("p", { id: `${field.id}_error`, className: "error", textContent: message });
  field.before(line);
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${line.id}`.trim());
}

/** Take back what `complain` said. */
export function forgive(form) {
  find("#erreurs")?.remove();
  for (const field of form.querySelectorAll("[aria-invalid]")) {
    const line = find(`#${field.id}_error`);
    field.removeAttribute("aria-invalid");
    if (!line) continue;
    field.setAttribute("aria-describedby", field.getAttribute("aria-describedby").replace(line.id, "").trim());
    line.remove();
  }
}

/** Do `work`; when it throws, say which field is wrong. */
export async function about(field, work) {
  try {
    return await work();
  } catch (error) {
    throw Object.assign(error, { field });
  }
}

/** Give the browser a text file to save. */
export function download(name, text) {
  const link = element("a", { href: URL.createObjectURL(new Blob([text], { type: "text/plain" })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
