/// Shows records of the log as rows of a table, each with its details.
import { askText } from "./api.js";
import { el, toast } from "./dom.js";
import { at, read, write } from "./exact.js";
import { Cuts, effectList, fields, scrolling, toolName } from "./request.js";
import { number, shown } from "./shown.js";

export const verdictNames = { allow: "allowed", deny: "denied", require_approval: "asked" };

/// What an event that is no decision says, in a few words.
const others = {
  "approval.shown": event => [shown(event.approver), " was shown ", shown(event.approval, { class: "mono" })],
  "approval.answered": event => [shown(event.approver), event.verdict === "deny" ? " denied " : " approved ", shown(event.approval, { class: "mono" }), event.reason ? [": ", shown(event.reason)] : ""],
  "approval.expired": event => ["time is over for ", shown(event.approval, { class: "mono" })],
  "grant.given": event => [shown(event.approver), " gave a grant to ", shown(event.agent)],
  "grant.revoked": event => [shown(event.approver), " revoked ", shown(event.grant, { class: "mono" })],
  "approval.recovered": event => ["recorded after a crash: ", shown(event.approval, { class: "mono" }), " is ", shown(event.state ?? "")],
  "reservation.reported": event => [shown(event.caller), " reported ", shown((event.outcome ?? "").replace("_", " ")), " of ", shown(event.decision, { class: "mono" })],
  "reservation.released": event => ["what ", shown(event.decision, { class: "mono" }), " counted was given back"],
  refusals: event => [shown(event.caller ?? ""), " was refused ", event.count === undefined ? "again" : `${number(event.count)} times more`, ": ", shown(event.code, { class: "mono" })],
  "policy.load": () => ["the policy was loaded"],
  "policy.refused": () => ["a policy was refused"],
  "policy.saved": event => [shown(event.editor), event.how === "rollback" ? " rolled back " : " saved ", shown(event.file, { class: "mono" })],
  "log.start": () => ["the log was begun"],
  "log.stop": () => ["the log was ended"],
  "log.keys": () => ["the log's keys were made"],
  "log.repair": () => ["what a crash had left unfinished was cut off"],
  "log.disk_full": () => ["the disk was full: records were refused from here on"],
  "log.recovered": () => ["records are taken again"],
  "log.retention": () => ["the oldest segments were dropped"],
};

/// What an event that is no decision says.
export const otherText = event => (others[event.type] ?? (() => [event.type]))(event);

/// Reads `agent:bot tool:shell rest` into the parameters of a query.
export function parameters(text, names = ["agent", "session", "tool", "rule"]) {
  const found = new URLSearchParams();
  const rest = text.split(/\s+/).filter(word => {
    const colon = word.indexOf(":");
    const isOne = colon > 0 && names.includes(word.slice(0, colon));
    if (isOne && word.length > colon + 1) found.set(word.slice(0, colon), word.slice(colon + 1));
    return !isOne;
  }).join(" ").trim();
  if (rest) found.set("text", rest);
  return found;
}

const columns = ["Time", "Verdict", "Agent", "Tool", "What", "Why", "µs"];

/// A table for rows.
export function recordTable(caption, rows) {
  return el("table", { class: "records" }, el("caption", { class: "unseen" }, caption),
    el("thead", {}, el("tr", {}, columns.map(name => el("th", { scope: "col", class: `c-${name.toLowerCase()}` }, name)))), rows);
}

/// The records of an answer, each with what it says exactly.
export function rowsOf(text, name) {
  const exact = at(read(text), name);
  return JSON.parse(text)[name].map((row, index) => ({ ...row, exact: exact.items[index] }));
}

const microseconds = timings => Object.values(timings ?? {}).reduce((sum, value) => sum + value, 0) / 1000;

/// `15:09:06.959`, and before it the day where rows are of several.
export const clockTime = (event, hasDay) => (hasDay ? `${event.time.slice(5, 10)} ${event.time.slice(11, 23)}` : event.time.slice(11, 23));

/// One record as a row.
export function recordRow(row, hasDay = false) {
  const { event } = row;
  const isDecision = event.type === "decision";
  const cells = isDecision ? decision(row) : [
    el("td", { class: "c-verdict" }, el("span", { class: "quiet" }, "log")),
    el("td", { class: "c-note", colspan: "5" }, otherText(event)),
  ];
  return el("tr", { "data-seq": String(row.seq), class: isDecision ? "" : "other" },
    el("td", { class: "c-time" }, el("button", { type: "button", class: "expand", "aria-expanded": "false", "aria-label": `Details of record ${row.seq}`, title: event.time, onclick: event => expand(event.currentTarget, row) }, clockTime(event, hasDay))), ...cells);
}

function decision({ event, exact, bytes }) {
  const us = microseconds(event.timings);
  return [
    el("td", { class: "c-verdict" }, verdictBadge(event.verdict)),
    el("td", { class: "c-agent" }, shown(event.agent.id)),
    el("td", { class: "c-tool mono" }, shown(event.tool ? toolName(event.tool) : "")),
    el("td", { class: "c-what mono" }, argumentText(exact) ?? (bytes ? el("span", { class: "quiet" }, `${number(bytes)} bytes`) : "")),
    el("td", { class: "c-why" }, shown(event.rules?.length ? event.rules.join(", ") : event.reason.code)),
    el("td", { class: "c-µs" }, us < 10 ? us.toFixed(1) : number(Math.round(us))),
  ];
}

export const verdictBadge = verdict => el("span", { class: `badge verdict-${verdict}` }, verdictNames[verdict] ?? verdict);

/// The arguments of a row on one line: the one text alone where there is but one; null where it has none.
export function argumentText(exact, limit = 160) {
  const args = at(exact, "event", "args");
  if (!args) return null;
  const only = args.entries?.length === 1 && args.entries[0][1].type === "string" ? args.entries[0][1].value : null;
  const text = only ?? write(args);
  return text.length <= limit ? shown(text) : [shown(text.slice(0, limit)), el("span", { class: "quiet" }, `… ${number(text.length - limit)} more`)];
}

async function expand(button, row) {
  const line = button.closest("tr");
  const isOpen = button.getAttribute("aria-expanded") === "true";
  button.setAttribute("aria-expanded", String(!isOpen));
  if (isOpen) return line.nextElementSibling?.remove();
  const content = el("td", { colspan: String(columns.length) });
  line.after(el("tr", { class: "details" }, content));
  content.append(...await details(row));
}

/// All that a record says; what its row left out is asked for.
export async function details({ seq, event, exact, bytes }) {
  if (bytes) {
    try {
      const text = await askText("GET", `/v1/audit/records/${seq}`);
      exact = read(text);
      event = JSON.parse(text).event;
    } catch (refusal) {
      toast(refusal.message, true);
    }
  }
  return [
    event.reason?.text ? el("p", {}, shown(event.reason.text)) : null,
    event.effects ? effectList(event.effects) : null,
    scrolling(`Record ${seq}`, fields(at(exact, "event"), new Cuts(() => {}))),
  ].filter(Boolean);
}

/// Goes to the row after, or before, the one that has the focus; false where there is none.
export function moveFocus(rows, step) {
  const buttons = [...rows.querySelectorAll(".expand")];
  const place = buttons.indexOf(document.activeElement);
  const next = buttons[place === -1 ? 0 : place + step];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
  return Boolean(next);
}
