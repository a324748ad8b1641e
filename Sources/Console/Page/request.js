/// Shows one request for approval whole: what it would do, with exactly what, who asks, and why somebody has to answer.
import { at } from "./exact.js";
import { el, key } from "./dom.js";
import { now } from "./api.js";
import { number, shown } from "./shown.js";

/// Longer texts, and lists of more items, are cut until somebody asks for the rest.
const longestText = 4000;
const longestList = 200;

const kinds = {
  reads: "reads", writes: "writes", deletes: "deletes", executes: "runs", loads: "loads code from", connects: "connects to",
  listens: "listens on", sends: "sends data to", changes_permissions: "changes permissions of", escalates: "gains rights",
  spends: "spends", unknown: "unknown",
};
const grave = new Set(["deletes", "sends", "escalates", "changes_permissions", "spends", "unknown"]);

const reversals = {
  reversible: ["can be undone", "fine"], recoverable: ["can be recovered", "fine"],
  irreversible: ["cannot be undone", "grave"], unknown: ["may not be undoable", "doubtful"],
};

/// Keeps what of a request is not shown yet; nobody approves before it is empty.
export class Cuts {
  #open = new Map();
  #changed;

  constructor(changed) { this.#changed = changed; }

  /// What is missing, in words; null where nothing is.
  get missing() {
    return this.#open.size === 0 ? null : [...this.#open.values()].join(", ");
  }

  /// A button for the rest of something, which `show` puts in its place.
  button(count, noun, show) {
    const token = Symbol();
    const amount = `${number(count)} more ${noun}`;
    this.#open.set(token, amount);
    const button = el("button", {
      type: "button", class: "more", onclick: () => {
        // What is shown may have cuts of its own.
        show(button);
        this.#open.delete(token);
        this.#changed();
      },
    }, `Show ${amount}`);
    return button;
  }
}

/// A text that an agent wrote, cut where it is long.
function text(value, cuts) {
  if (value.length <= longestText) return shown(value, { class: "string" });
  // Not through the middle of a character.
  const end = longestText - (/[\uD800-\uDBFF]/.test(value[longestText - 1]) ? 1 : 0);
  const rest = Array.from(value.slice(end)).length;
  return el("span", {}, shown(value.slice(0, end), { class: "string" }),
    cuts.button(rest, "characters", button => button.replaceWith(shown(value.slice(end), { class: "string" }))));
}

function list(items, cuts, make) {
  const box = el("ol", { class: "items" }, items.slice(0, longestList).map(make));
  if (items.length > longestList) {
    const show = button => button.parentElement.replaceWith(...items.slice(longestList).map(make));
    box.append(el("li", { class: "rest" }, cuts.button(items.length - longestList, "items", show)));
  }
  return box;
}

/// Any value of an argument.
function value(node, cuts) {
  switch (node.type) {
    case "string": return text(node.value, cuts);
    case "plain": return el("span", { class: "plain" }, node.text);
    case "array": return node.items.length === 0 ? el("span", { class: "plain" }, "[ ]") : list(node.items, cuts, item => el("li", {}, value(item, cuts)));
    default: return node.entries.length === 0 ? el("span", { class: "plain" }, "{ }") : fields(node, cuts);
  }
}

/// The members of an object, each name beside its value.
export function fields(node, cuts) {
  const box = el("dl", { class: "fields" });
  const row = ([name, member]) => [el("dt", {}, shown(name)), el("dd", {}, value(member, cuts))];
  box.append(...node.entries.slice(0, longestList).flatMap(row));
  if (node.entries.length > longestList) {
    const show = button => button.parentElement.replaceWith(...node.entries.slice(longestList).flatMap(row));
    box.append(el("dd", {}, cuts.button(node.entries.length - longestList, "members", show)));
  }
  return box;
}

/// A box that scrolls where its content is long, and says so.
export function scrolling(label, content) {
  const box = el("div", { class: "scroll", role: "region", "aria-label": label, tabindex: "0" }, content);
  const note = el("p", { class: "quiet scroll-note", hidden: true }, "This is longer than the box: scroll to see all of it.");
  new ResizeObserver(() => { note.hidden = box.scrollHeight <= box.clientHeight + 4; }).observe(box);
  return el("div", {}, box, note);
}

function target(effect) {
  const { exact, tree, glob, space, given } = effect.target;
  if (exact !== undefined) return [shown(exact, { class: "mono" }), space && space !== "host" ? el("span", { class: "quiet" }, ` ${space.replaceAll("_", " ")}`) : null];
  if (tree !== undefined) return [shown(tree, { class: "mono" }), el("span", { class: "quiet" }, " and everything below")];
  if (glob !== undefined) return [el("span", { class: "quiet" }, "all of "), shown(glob, { class: "mono" })];
  return [el("em", {}, given ? "given by the environment" : "something that cannot be told")];
}

/// The effects, one line for each kind.
export function effectList(effects) {
  if (!effects?.length) return el("p", { class: "quiet" }, "No effects are known: the policy did not ask for them.");
  const byKind = Map.groupBy ? Map.groupBy(effects, effect => effect.kind) : effects.reduce((map, effect) => map.set(effect.kind, [...(map.get(effect.kind) ?? []), effect]), new Map());
  return el("ul", { class: "effects" }, [...byKind].map(([kind, same]) => el("li", { class: grave.has(kind) ? "grave" : "" },
    el("span", { class: "kind" }, kinds[kind] ?? kind),
    el("span", { class: "targets" }, same.map(effect => el("span", { class: "target" }, target(effect)))))));
}

/// A length of time as people say it.
export function span(milliseconds) {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 90) return `${seconds} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  return seconds < 36 * 3600 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86400)} days`;
}

/// A tool's whole name as people read it: without the channel that callers' own tools have.
export const shortTool = name => name.replace(/^native:\/?/, "");

export const ago = time => `${span(now() - Date.parse(time))} ago`;

/// What is left of the time to answer; `update` keeps it true.
export function timeLeft(approval) {
  const label = el("span", {});
  const bar = el("progress", { max: "1", value: 1, "aria-hidden": "true" });
  const box = el("span", { class: "time-left" }, label, bar);
  const [from, to] = [Date.parse(approval.asked_at), Date.parse(approval.expires_at)];
  box.update = () => {
    const left = to - now();
    bar.value = Math.max(0, Math.min(1, left / (to - from)));
    label.textContent = left > 0 ? `${span(left)} left` : "time is over";
    box.classList.toggle("soon", left < 60_000);
  };
  box.update();
  return box;
}

const states = { pending: "waiting", approved: "approved", denied: "denied", expired: "expired", used: "approved and used" };

export const stateBadge = state => el("span", { class: `badge state-${state}` }, states[state] ?? state);

function votes(approval) {
  if (approval.votes.length === 0) return el("p", { class: "quiet" }, "Nobody has answered yet.");
  return el("ul", { class: "votes" }, approval.votes.map(vote => el("li", {},
    el("strong", {}, shown(vote.approver)), vote.verdict === "approve" ? " approved" : " denied", ` ${ago(vote.time)}`,
    vote.reason ? [": ", shown(vote.reason)] : null, el("span", { class: "quiet" }, ` by ${vote.channel}`))));
}

/// Who has to agree, and on behalf of which rule.
function demands(request) {
  return el("ul", { class: "demands" }, request.demands.map(demand => el("li", {},
    el("span", { class: "mono" }, shown(demand.rule)), " asks ",
    demand.quorum > 1 ? `${demand.quorum} of ` : "",
    demand.by?.length ? demand.by.flatMap((name, index) => [index ? " or " : "", el("strong", {}, shown(name))]) : "any approver")));
}

const row = (name, ...content) => [el("dt", {}, name), el("dd", {}, ...content)];

/// The tool's whole name; that alone which callers send themselves.
export function toolName(tool) {
  if (tool.channel === "native" && !tool.server) return tool.name;
  return `${tool.channel ? `${tool.channel}:` : ""}${tool.server ? `${tool.server}/` : tool.channel ? "/" : ""}${tool.name}`;
}

/// The request whole, without its buttons.
///
/// - `approval`: the answer as a value; `exact`: the same with nothing changed in it; `changes`, `actions`: what is known besides.
export function requestView(approval, exact, cuts, { changes, actions } = {}) {
  const { request } = approval;
  const [reversal, weight] = reversals[request.reversibility] ?? reversals.unknown;
  const [args, context] = [at(exact, "request", "args"), at(exact, "request", "context")];
  return el("div", { class: "request" },
    el("div", {},
      el("h2", { id: "sentence", tabindex: "-1" }, shown(request.agent.id), " ", shown(approval.summary)),
      el("p", { class: "who" }, el("span", { class: "mono tool" }, shown(toolName(request.tool))),
        el("span", { class: `badge ${request.agent.verified ? "fine" : "doubtful"}` }, request.agent.verified ? "agent verified" : "agent only claimed"), stateBadge(approval.state))),
    el("section", { "aria-labelledby": "effects-title" }, el("h3", { id: "effects-title" }, "Effects ", el("span", { class: `badge ${weight}` }, reversal)), effectList(request.effects)),
    el("section", { "aria-labelledby": "args-title" }, el("h3", { id: "args-title" }, "Arguments"),
      args ? scrolling("Arguments", args.type === "object" ? fields(args, cuts) : value(args, cuts)) : el("p", { class: "quiet" }, "None.")),
    changes,
    context ? el("section", { "aria-labelledby": "context-title" }, el("h3", { id: "context-title" }, "What the agent says of the circumstances"),
      scrolling("Circumstances", value(context, cuts))) : null,
    el("section", { "aria-labelledby": "why-title" }, el("h3", { id: "why-title" }, "Why somebody has to answer"),
      el("p", {}, shown(approval.reason)), demands(request), votes(approval)),
    actions,
    el("dl", { class: "facts" },
      row("Session", request.session ? shown(request.session, { class: "mono" }) : el("span", { class: "quiet" }, "none named")),
      request.agent.via ? row("Speaks through", shown(request.agent.via, { class: "mono" })) : null,
      row("Tenant", shown(request.tenant, { class: "mono" })),
      row("Asked", el("time", { datetime: approval.asked_at, title: approval.asked_at }, ago(approval.asked_at))),
      row("Id", el("span", { class: "mono" }, approval.id))));
}

/// The buttons under a request.
export function answerBar(approval, actions) {
  const left = timeLeft(approval);
  const approve = el("button", { type: "button", class: "primary", id: "approve", "aria-keyshortcuts": "a", onclick: actions.approve }, "Approve", key("a"));
  const deny = el("button", { type: "button", class: "danger", id: "deny", "aria-keyshortcuts": "d", onclick: actions.deny }, "Deny…", key("d"));
  const grant = el("button", { type: "button", id: "grant", "aria-keyshortcuts": "g", onclick: actions.grant }, "Grant…", key("g"));
  const note = el("p", { id: "approve-note", class: "note", role: "status" });
  approve.setAttribute("aria-describedby", "approve-note");
  const bar = el("div", { class: "answers" }, note, el("div", { class: "answer-row" }, approve, deny, grant, left));
  return Object.assign(bar, { left, approve, deny, grant, note });
}
