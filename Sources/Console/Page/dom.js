/// Makes elements; texts become text nodes, so that nothing can become markup.

/// An element with properties, attributes (`aria-…`, `role` …), listeners (`onclick` …) and children.
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (name === "value" || name === "checked" || name === "disabled" || name === "hidden") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter(child => child !== undefined && child !== null && child !== false));
  return element;
}

/// The same for pictures.
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/// A key as help and buttons show it.
export const key = name => el("kbd", { "aria-hidden": "true" }, name);

export const byID = id => document.getElementById(id);

/// Tells people who listen to the page what those who look at it see.
export function announce(text) {
  byID("news").textContent = text;
}

let toastTimer;

/// Says briefly what has been done, or why not.
export function toast(text, isProblem = false) {
  const box = byID("toast");
  box.replaceChildren(text);
  box.classList.toggle("problem", isProblem);
  box.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { box.hidden = true; }, isProblem ? 9000 : 4000);
}

/// Opens a dialog, and takes it out of the page once it is closed.
export function open(dialog) {
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
  return dialog;
}
