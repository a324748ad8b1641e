/// What happens right now: the stream of records, filtered by the server, newest first.
import { may } from "./api.js";
import { Charts } from "./charts.js";
import { announce, el, key } from "./dom.js";
import { at, read, write } from "./exact.js";
import { Cuts, effectList, fields, scrolling, toolName } from "./request.js";
import { shown } from "./shown.js";

/// The most rows that are kept.
const capacity = 500;

const verdictNames = { allow: "allowed", deny: "denied", require_approval: "asked" };

/// What an event that is no decision says, in a few words.
const others = {
  "approval.shown": event => [shown(event.approver), " was shown ", shown(event.approval, { class: "mono" })],
  "approval.answered": event => [shown(event.approver), event.verdict === "deny" ? " denied " : " approved ", shown(event.approval, { class: "mono" }), event.reason ? [": ", shown(event.reason)] : ""],
  "approval.expired": event => ["time is over for ", shown(event.approval, { class: "mono" })],
  "grant.given": event => [shown(event.approver), " gave a grant to ", shown(event.agent)],
  "grant.revoked": event => [shown(event.approver), " revoked ", shown(event.grant, { class: "mono" })],
  "policy.reload": () => ["the policy was loaded"],
};

/// Reads `agent:bot tool:shell rest` into the parameters of a query.
export function parameters(text) {
  const found = new URLSearchParams();
  const rest = text.split(/\s+/).filter(word => {
    const match = /^(agent|session|tool|rule):(.*)$/.exec(word);
    if (match && match[2]) found.set(match[1], match[2]);
    return !match;
  }).join(" ").trim();
  if (rest) found.set("text", rest);
  return found;
}

const microseconds = timings => Object.values(timings ?? {}).reduce((sum, value) => sum + value, 0) / 1000;

export class Now {
  #charts = new Charts();
  #search = el("input", { type: "search", id: "filter", placeholder: "agent:bot tool:shell rule:… or any text", "aria-label": "Filter", autocomplete: "off", spellcheck: "false", enterkeyhint: "search" });
  #rows = el("tbody");
  #waiting = [];
  #isPaused = false;
  #stream = null;
  #verdict = "";
  #timer = 0;
  #state = el("span", { class: "quiet", role: "status" });
  #pause = el("button", { type: "button", id: "pause", "aria-pressed": "false", "aria-keyshortcuts": "p", onclick: () => this.#togglePause() }, "Pause", key("p"));
  #fresh = el("button", { type: "button", class: "fresh", hidden: true, onclick: () => this.#catchUp() });
  #highest = -1;

  constructor(root) {
    const choice = (value, label) => el("label", { class: "segment" },
      el("input", { type: "radio", name: "verdict", value, checked: value === "", onchange: () => { this.#verdict = value; this.#reopen(); } }), label);
    this.#search.addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#reopen(), 250);
    });
    root.append(el("div", { class: "page now" }, el("h1", { class: "unseen" }, "Now"), this.#charts.element,
      el("form", { class: "filters", role: "search", onsubmit: event => event.preventDefault() },
        this.#search, el("fieldset", { class: "segments" }, el("legend", { class: "unseen" }, "Verdict"), choice("", "all"), choice("allow", "allowed"), choice("require_approval", "asked"), choice("deny", "denied")),
        this.#pause, this.#state),
      el("div", { class: "stream" }, this.#fresh,
        el("table", {}, el("caption", { class: "unseen" }, "Records of the log, newest first"),
          el("thead", {}, el("tr", {}, ["Time", "Verdict", "Agent", "Tool", "What", "Why", "µs"].map(name => el("th", { scope: "col", class: `c-${name.toLowerCase()}` }, name)))),
          this.#rows))));
    addEventListener("scroll", this.#scrolled, { passive: true });
  }

  start() {
    if (may("watch")) this.#reopen();
    else this.#state.textContent = "Watching is for operators.";
  }

  refresh() {}

  close() {
    this.#stream?.close();
    this.#charts.close();
    removeEventListener("scroll", this.#scrolled);
  }

  // MARK: The stream

  #reopen() {
    this.#stream?.close();
    this.#rows.replaceChildren();
    this.#waiting = [];
    this.#highest = -1;
    this.#showFresh();
    const query = parameters(this.#search.value);
    if (this.#verdict) query.set("verdict", this.#verdict);
    query.set("last", query.size ? "1000" : "200");
    this.#state.textContent = "connecting…";
    const stream = new EventSource(`/v1/events?${query}`);
    this.#stream = stream;
    stream.addEventListener("hello", () => { this.#state.textContent = "live"; dispatchEvent(new CustomEvent("link", { detail: true })); });
    stream.addEventListener("rows", event => this.#take(event.data));
    stream.addEventListener("rewound", event => this.#rewind(JSON.parse(event.data).to));
    stream.addEventListener("approvals", () => dispatchEvent(new CustomEvent("approvals")));
    stream.addEventListener("error", () => {
      if (this.#stream !== stream) return;
      this.#state.textContent = "connection lost, trying again…";
      dispatchEvent(new CustomEvent("link", { detail: false }));
      // A browser gives up for good where the answer is no stream.
      if (stream.readyState === EventSource.CLOSED) setTimeout(() => { if (this.#stream === stream) this.#reopen(); }, 3000);
    });
  }

  #take(data) {
    const exact = read(data);
    const value = JSON.parse(data);
    const rows = value.rows.map((row, index) => ({ ...row, exact: at(exact, "rows").items[index] })).filter(row => row.seq > this.#highest);
    this.#highest = rows.at(-1)?.seq ?? this.#highest;
    if (value.left_out > 0) rows.unshift({ leftOut: value.left_out });
    if (this.#isPaused || scrollY > 80) {
      this.#waiting.push(...rows);
      if (this.#waiting.length > capacity) {
        const dropped = this.#waiting.splice(0, this.#waiting.length - capacity + 1);
        this.#waiting.unshift({ leftOut: dropped.reduce((sum, row) => sum + (row.leftOut ?? 1), 0) });
      }
      this.#showFresh();
    } else this.#prepend(rows);
  }

  /// Records from a number on have turned out to be no part of the log.
  #rewind(to) {
    const isGone = seq => Number(seq) >= to;
    this.#waiting = this.#waiting.filter(row => !isGone(row.seq));
    for (const row of this.#rows.querySelectorAll("tr[data-seq]")) if (isGone(row.dataset.seq)) row.remove();
    this.#highest = to - 1;
  }

  #prepend(rows) {
    this.#rows.prepend(...rows.reverse().map(row => this.#row(row)));
    while (this.#rows.children.length > capacity) this.#rows.lastChild.remove();
  }

  // MARK: Pausing

  #togglePause() {
    this.#isPaused = !this.#isPaused;
    this.#pause.firstChild.textContent = this.#isPaused ? "Go on" : "Pause";
    this.#pause.setAttribute("aria-pressed", String(this.#isPaused));
    announce(this.#isPaused ? "Paused" : "Live again");
    if (!this.#isPaused) this.#catchUp();
  }

  #scrolled = () => { if (scrollY <= 80 && !this.#isPaused && this.#waiting.length) this.#catchUp(); };

  #catchUp() {
    const rows = this.#waiting;
    this.#waiting = [];
    this.#prepend(rows);
    this.#showFresh();
    if (scrollY > 80) scrollTo({ top: 0 });
  }

  #showFresh() {
    const count = this.#waiting.reduce((sum, row) => sum + (row.leftOut ?? 1), 0);
    this.#fresh.hidden = count === 0;
    this.#fresh.textContent = `${count.toLocaleString("en")} new`;
  }

  // MARK: Rows

  #row(row) {
    if (row.leftOut) return el("tr", { class: "gap" }, el("td", { colspan: "7" }, `${row.leftOut.toLocaleString("en")} left out: more came than can be shown`));
    const { event } = row;
    const isDecision = event.type === "decision";
    const cells = isDecision ? this.#decision(row) : [
      el("td", { class: "c-verdict" }, el("span", { class: "quiet" }, "log")),
      el("td", { class: "c-note", colspan: "5" }, (others[event.type] ?? (() => [event.type]))(event)),
    ];
    const line = el("tr", { "data-seq": String(row.seq), class: isDecision ? "" : "other" },
      el("td", { class: "c-time" }, el("button", { type: "button", class: "expand", "aria-expanded": "false", "aria-label": `Details of record ${row.seq}`, onclick: event => this.#expand(event.currentTarget, row) }, event.time.slice(11, 23))), ...cells);
    return line;
  }

  #decision({ event, exact, bytes }) {
    const args = at(exact, "event", "args");
    const text = args ? this.#excerpt(args) : null;
    const us = microseconds(event.timings);
    return [
      el("td", { class: "c-verdict" }, el("span", { class: `badge verdict-${event.verdict}` }, verdictNames[event.verdict] ?? event.verdict)),
      el("td", { class: "c-agent" }, shown(event.agent.id)),
      el("td", { class: "c-tool mono" }, shown(event.tool ? toolName(event.tool) : "")),
      el("td", { class: "c-what mono" }, text ?? (bytes ? el("span", { class: "quiet" }, `${bytes.toLocaleString("en")} bytes`) : "")),
      el("td", { class: "c-why" }, shown(event.rules?.length ? event.rules.join(", ") : event.reason.code)),
      el("td", { class: "c-µs" }, us < 10 ? us.toFixed(1) : Math.round(us).toLocaleString("en")),
    ];
  }

  /// The arguments on one line: the one text alone where there is but one.
  #excerpt(args) {
    const only = args.entries?.length === 1 && args.entries[0][1].type === "string" ? args.entries[0][1].value : null;
    const text = only ?? write(args);
    return text.length <= 160 ? shown(text) : [shown(text.slice(0, 160)), el("span", { class: "quiet" }, `… ${(text.length - 160).toLocaleString("en")} more`)];
  }

  #expand(button, { seq, event, exact }) {
    const line = button.closest("tr");
    const isOpen = button.getAttribute("aria-expanded") === "true";
    button.setAttribute("aria-expanded", String(!isOpen));
    if (isOpen) return line.nextElementSibling?.remove();
    line.after(el("tr", { class: "details" }, el("td", { colspan: "7" },
      el("p", {}, event.reason?.text ? shown(event.reason.text) : null),
      event.effects ? effectList(event.effects) : null,
      scrolling(`Record ${seq}`, fields(at(exact, "event"), new Cuts(() => {}))))));
  }

  press(name, isRepeated) {
    if (name === "p" && !isRepeated) { this.#togglePause(); return true; }
    if (name === "/") { this.#search.focus(); return true; }
    return false;
  }

  static keys = [["p", "pause, go on"], ["/", "filter"]];
}
