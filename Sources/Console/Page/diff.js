/// Tells two texts apart, line by line.
import { el } from "./dom.js";
import { shown } from "./shown.js";

/// The most pairs of lines that are compared; beyond it everything between is taken for changed.
const mostPairs = 4_000_000;
/// How many equal lines are shown around each change.
const context = 3;

/// The lines of both texts in order, each with what became of it: `same`, `gone` or `new`.
export function compare(before, after) {
  const [old, now] = [before.split("\n"), after.split("\n")];
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start += 1;
  let end = 0;
  while (end < old.length - start && end < now.length - start && old[old.length - 1 - end] === now[now.length - 1 - end]) end += 1;
  const line = (kind, text, number) => ({ kind, text, number });
  const middle = between(old.slice(start, old.length - end), now.slice(start, now.length - end));
  let number = start;
  return [
    ...now.slice(0, start).map((text, index) => line("same", text, index + 1)),
    ...middle.map(({ kind, text }) => line(kind, text, kind === "gone" ? null : (number += 1))),
    ...now.slice(now.length - end).map((text, index) => line("same", text, now.length - end + index + 1)),
  ];
}

/// The longest common subsequence of two lists, by the table of its lengths.
function between(old, now) {
  const gone = old.map(text => ({ kind: "gone", text }));
  const fresh = now.map(text => ({ kind: "new", text }));
  if (old.length * now.length > mostPairs) return [...gone, ...fresh];
  const width = now.length + 1;
  const lengths = new Uint16Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] = old[i] === now[j] ? lengths[(i + 1) * width + j + 1] + 1 : Math.max(lengths[(i + 1) * width + j], lengths[i * width + j + 1]);
    }
  }
  const lines = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      lines.push({ kind: "same", text: old[i] });
      i += 1;
      j += 1;
    } else if (j >= now.length || (i < old.length && lengths[(i + 1) * width + j] >= lengths[i * width + j + 1])) lines.push(gone[i++]);
    else lines.push(fresh[j++]);
  }
  return lines;
}

/// How many lines are new, and how many gone.
export function count(lines) {
  return { fresh: lines.filter(line => line.kind === "new").length, gone: lines.filter(line => line.kind === "gone").length };
}

const signs = { same: " ", gone: "−", new: "+" };
const spoken = { gone: "gone: ", new: "new: " };

/// The changed lines with some around them, as an element.
export function picture(lines) {
  const near = lines.map((_, index) => lines.slice(Math.max(0, index - context), index + context + 1).some(line => line.kind !== "same"));
  const rows = [];
  lines.forEach((line, index) => {
    if (!near[index]) return;
    if (index > 0 && !near[index - 1]) rows.push(el("div", { class: "hunk" }, `line ${line.number ?? lines[index + 1]?.number ?? ""}`));
    rows.push(el("div", { class: `line ${line.kind}` }, el("span", { class: "sign", "aria-hidden": "true" }, signs[line.kind]), el("span", { class: "unseen" }, spoken[line.kind] ?? ""), shown(line.text)));
  });
  return el("div", { class: "diff scroll", tabindex: "0", role: "region", "aria-label": "Changed lines" }, rows);
}
