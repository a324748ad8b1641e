/// Shows texts that others wrote, so that what is seen is what is there.
///
/// Control, bidirectional and invisible characters become visible escapes; letters that pass for others are marked; the
/// order on the screen is the order in the text (style `.said`).
import { el } from "./dom.js";

const hidden = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\u3164\uFFA0]|(?! )\p{Zs}|(?<=\p{M}\p{M})\p{M}/u;
const letter = /\p{L}/u;
const latin = /\p{Script=Latin}/u;
const special = new RegExp(`${hidden.source}|[^\\x00-\\x7F]`, "gu");

/// `⟨U+202E⟩`
const escape = character => `⟨U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`;

/// Whether a character can be taken for another one: it is only compatible with it, or a letter of another script within a
/// word of Latin ones.
function passesForAnother(text, index, character) {
  if (character.normalize("NFKC") !== character) return true;
  if (!letter.test(character) || latin.test(character)) return false;
  const isEnd = /[\s/.@:"'=,;()]/;
  let [start, end] = [index, index + character.length];
  while (start > 0 && !isEnd.test(text[start - 1]) && index - start < 40) start -= 1;
  while (end < text.length && !isEnd.test(text[end]) && end - index < 40) end += 1;
  return /[A-Za-z]/.test(text.slice(start, end));
}

/// A text as an element; line breaks are marked unless it is one `ofLines`, which no agent wrote.
export function shown(text, properties = {}, ofLines = false) {
  const box = el("span", { ...properties, class: `said ${properties.class ?? ""}`.trim() });
  let from = 0;
  for (const { 0: character, index } of text.matchAll(special)) {
    const isHidden = hidden.test(character) || (/\p{M}/u.test(character) && /\p{M}\p{M}$/u.test(text.slice(0, index)));
    if (!isHidden && !passesForAnother(text, index, character)) continue;
    if (character === "\n" && ofLines) continue;
    box.append(text.slice(from, index));
    from = index + character.length;
    if (character === "\n") box.append(el("span", { class: "escape" }, "↵"), "\n");
    else if (character === "\t") box.append(el("span", { class: "escape" }, "⇥"), "\t");
    else if (isHidden) box.append(el("span", { class: "escape" }, escape(character)));
    else box.append(el("span", { class: "foreign", title: `${escape(character)}, which is not what it looks like` }, character));
  }
  box.append(text.slice(from));
  return box;
}

/// A number as people read it.
export const number = value => value.toLocaleString("en");

/// A text for where there are no elements, such as notifications: one line, of at most `limit` characters.
export function plain(text, limit = 140) {
  const characters = Array.from(text.replace(special, character => (hidden.test(character) ? escape(character) : character)));
  return characters.length <= limit ? characters.join("") : `${characters.slice(0, limit).join("")}… (${characters.length - limit} more characters)`;
}
