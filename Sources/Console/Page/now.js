/// What happens right now: the stream of records, filtered by the server, newest first.
import { may, resume } from "./api.js";
import { Charts } from "./charts.js";
import { announce, el, key } from "./dom.js";
import { moveFocus, parameters, recordRow, recordTable, rowsOf } from "./records.js";
import { number } from "./shown.js";

/// The most rows that are kept.
const capacity = 500;

/// So many records before the last one seen are shown again to whoever signs in again.
const context = 100;

/// The number of the last record that was seen in this window; -1 for none. What came since is asked for after signing in again.
let lastSeen = -1;

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
  /// The record behind which the stream was to begin; null for some of the newest.
  #after = null;

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
        recordTable("Records of the log, newest first", this.#rows))));
    addEventListener("scroll", this.#scrolled, { passive: true });
  }

  start() {
    if (may("watch")) this.#reopen(lastSeen < 0 ? null : Math.max(0, lastSeen - context));
    else this.#state.textContent = "Watching is for operators.";
  }

  refresh() {}

  close() {
    clearTimeout(this.#timer);
    this.#stream?.close();
    // So that nothing opens it again.
    this.#stream = null;
    this.#charts.close();
    removeEventListener("scroll", this.#scrolled);
  }

  // MARK: The stream

  /// Begins anew, with some of the newest records, or with those behind a number.
  #reopen(after = null) {
    this.#rows.replaceChildren();
    this.#waiting = [];
    this.#highest = -1;
    this.#showFresh();
    this.#connect(after);
  }

  #connect(after) {
    this.#after = after;
    this.#stream?.close();
    const query = parameters(this.#search.value);
    if (this.#verdict) query.set("verdict", this.#verdict);
    query.set("last", query.size ? "1000" : "200");
    if (after !== null) query.set("after", String(after));
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
      if (stream.readyState === EventSource.CLOSED) setTimeout(() => this.#goOn(stream), 3000);
    });
  }

  /// Connects again where the stream was; a server that has started again wants to know who is there.
  async #goOn(stream) {
    if (this.#stream !== stream) return;
    try {
      if (!await resume()) return dispatchEvent(new CustomEvent("signedout"));
    } catch { /* It is tried again. */ }
    if (this.#stream === stream) this.#connect(this.#highest < 0 ? this.#after : this.#highest);
  }

  #take(data) {
    const { left_out: leftOut } = JSON.parse(data);
    const rows = rowsOf(data, "rows").filter(row => row.seq > this.#highest);
    this.#highest = rows.at(-1)?.seq ?? this.#highest;
    lastSeen = Math.max(lastSeen, this.#highest);
    if (leftOut > 0) rows.unshift({ leftOut });
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
    this.#highest = Math.min(this.#highest, to - 1);
    lastSeen = Math.min(lastSeen, to - 1);
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
    this.#fresh.textContent = `${number(count)} new`;
  }

  // MARK: Rows

  #row(row) {
    if (row.leftOut) return el("tr", { class: "gap" }, el("td", { colspan: "7" }, `${number(row.leftOut)} left out: more came than can be shown`));
    return recordRow(row);
  }

  press(name, isRepeated) {
    if (name === "p" && !isRepeated) { this.#togglePause(); return true; }
    if (name === "/") { this.#search.focus(); return true; }
    if (name === "j" || name === "k") return moveFocus(this.#rows, name === "j" ? 1 : -1);
    return false;
  }

  static keys = [["p", "pause, go on"], ["/", "filter"], ["j k", "next, previous record"]];
}
