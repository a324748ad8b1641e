/// What whoever answers a request wants to know besides: what changed since the last one like it, and what the agent did lately.
import { askText } from "./api.js";
import { at, read, write } from "./exact.js";
import { el } from "./dom.js";
import { argumentText, clockTime, rowsOf, verdictBadge } from "./records.js";
import { ago, shortTool, stateBadge, toolName } from "./request.js";
import { number, shown } from "./shown.js";

/// The most changes that are listed, and how many characters stand around one.
const [mostChanges, around] = [12, 24];

/// Asks for the history of a request; null where it cannot be had, which keeps nobody from answering.
export async function historyOf(id) {
  try {
    const text = await askText("GET", `/v1/approvals/${encodeURIComponent(id)}/history`);
    return { previous: JSON.parse(text).previous ?? null, exact: at(read(text), "previous"), actions: rowsOf(text, "actions") };
  } catch {
    return null;
  }
}

/// The places where two values differ: `[path, before, after]`, where one of both may be undefined.
function* differences(before, after, path = "") {
  const isSame = before && after && write(before) === write(after);
  if (isSame) return;
  if (before?.type === "object" && after?.type === "object") {
    const names = new Set([...before.entries, ...after.entries].map(([name]) => name));
    for (const name of names) yield* differences(at(before, name), at(after, name), path ? `${path}.${name}` : name);
  } else if (before?.type === "array" && after?.type === "array") {
    for (let index = 0; index < Math.max(before.items.length, after.items.length); index += 1) yield* differences(before.items[index], after.items[index], `${path}[${index}]`);
  } else yield [path, before, after];
}

const text = node => (node.type === "string" ? node.value : write(node));

/// A part of a text with the beginning or the end left away where that is long.
function near(value, isBefore) {
  if (value.length <= around) return shown(value);
  return isBefore ? ["…", shown(value.slice(-around))] : [shown(value.slice(0, around)), "…"];
}

function long(value) {
  return value.length <= 200 ? shown(value) : [shown(value.slice(0, 200)), `… ${number(value.length - 200)} more`];
}

/// One change: what both have in common around it, what went and what came.
function change(before, after) {
  if (!before) return el("ins", {}, long(text(after)));
  if (!after) return el("del", {}, long(text(before)));
  const [old, fresh] = [Array.from(text(before)), Array.from(text(after))];
  let [start, end] = [0, 0];
  while (start < old.length && start < fresh.length && old[start] === fresh[start]) start += 1;
  while (end < old.length - start && end < fresh.length - start && old.at(-1 - end) === fresh.at(-1 - end)) end += 1;
  const [gone, come] = [old.slice(start, old.length - end).join(""), fresh.slice(start, fresh.length - end).join("")];
  return el("span", {}, near(old.slice(0, start).join(""), true), gone ? el("del", {}, long(gone)) : null, come ? el("ins", {}, long(come)) : null, near(end ? old.slice(-end).join("") : "", false));
}

/// What changed since the last request of the agent for the tool.
export function changesView(history, args) {
  if (!history?.previous) return null;
  const { previous } = history;
  const changes = [...differences(at(history.exact, "request", "args"), args)];
  return el("section", { class: "changes", "aria-labelledby": "changes-title" },
    el("h3", { id: "changes-title" }, `Since the last one like it, ${ago(previous.asked_at)} `, stateBadge(previous.state)),
    changes.length === 0 ? el("p", { class: "quiet" }, "The arguments are the same.")
      : el("dl", { class: "fields" }, changes.slice(0, mostChanges).flatMap(([path, before, after]) => [el("dt", {}, shown(path || "arguments")), el("dd", {}, change(before, after))])),
    changes.length > mostChanges ? el("p", { class: "quiet" }, `and ${number(changes.length - mostChanges)} more places`) : null);
}

/// What the agent did before it asked.
export function actionsView(history) {
  if (!history?.actions.length) return null;
  return el("section", { "aria-labelledby": "lately-title" }, el("h3", { id: "lately-title" }, "What the agent did before"),
    el("ol", { class: "lately" }, history.actions.map(({ event, exact }) => el("li", {},
      el("time", { class: "quiet", datetime: event.time, title: event.time }, clockTime(event, false).slice(0, 8)), verdictBadge(event.verdict),
      el("span", { class: "line" }, event.tool ? shown(shortTool(toolName(event.tool)), { class: "mono tool" }) : null, " ", el("span", { class: "mono" }, argumentText(exact, 120) ?? ""))))));
}
