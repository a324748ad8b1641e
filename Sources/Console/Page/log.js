/// The log: search across all of it, whether it can be trusted, and taking records along.
import { ask, askText } from "./api.js";
import { announce, el, key } from "./dom.js";
import { moveFocus, parameters, recordRow, recordTable, rowsOf } from "./records.js";
import { number } from "./shown.js";

/// So many rows are looked for before somebody asks for more.
const page = 100;

const names = ["agent", "session", "tool", "rule", "code", "type"];

const spans = { "": "any time", "15m": "15 minutes", "1h": "1 hour", "24h": "24 hours", "7d": "7 days", between: "between…" };

export class Log {
  #navigate;
  #search = el("input", { type: "search", id: "filter", placeholder: "agent:bot tool:shell rule:… code:… type:… or any text", "aria-label": "Search", autocomplete: "off", spellcheck: "false", enterkeyhint: "search" });
  #since = el("select", { id: "since", "aria-label": "Time", onchange: () => this.#changed() }, Object.entries(spans).map(([value, label]) => el("option", { value }, label)));
  #from = this.#moment("From");
  #until = this.#moment("Until");
  #between = el("span", { class: "between", hidden: true }, this.#from, el("span", { "aria-hidden": "true" }, "–"), this.#until, el("span", { class: "quiet" }, "UTC"));
  #verdict = "";
  #verdicts;
  #rows = el("tbody");
  #state = el("p", { class: "quiet looked", role: "status" });
  #more = el("button", { type: "button", id: "more", "aria-keyshortcuts": "m", onclick: () => this.#press() });
  #trust = el("p", { class: "trust", role: "status" }, "…");
  #exports = el("span", { class: "exports" });
  #next = null;
  #turn = 0;
  #isLooking = false;
  #timer = 0;
  #trustTimer;

  constructor(root, navigate) {
    this.#navigate = navigate;
    const choice = (value, label) => el("label", { class: "segment" },
      el("input", { type: "radio", name: "verdict", value, checked: value === "", onchange: () => { this.#verdict = value; this.#changed(); } }), label);
    this.#verdicts = el("fieldset", { class: "segments" }, el("legend", { class: "unseen" }, "Verdict"), choice("", "all"), choice("allow", "allowed"), choice("require_approval", "asked"), choice("deny", "denied"));
    this.#search.addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#changed(), 300);
    });
    root.append(el("div", { class: "page log" },
      el("div", { class: "title" }, el("h1", {}, "Log"), this.#trust),
      el("form", { class: "filters", role: "search", onsubmit: event => { event.preventDefault(); this.#changed(); } },
        this.#search, this.#verdicts, this.#since, this.#exports, this.#between),
      recordTable("Records that were found, newest first", this.#rows),
      el("div", { class: "answer-row" }, this.#more, this.#state)));
    this.#trustTimer = setInterval(() => this.#showTrust(), 5000);
  }

  #moment(label) {
    return el("input", { type: "datetime-local", step: "1", "aria-label": `${label}, UTC`, onchange: () => this.#changed() });
  }

  start() {
    const asked = new URLSearchParams(location.search);
    this.#search.value = asked.get("q") ?? "";
    this.#verdict = asked.get("verdict") ?? "";
    for (const radio of this.#verdicts.querySelectorAll("input")) radio.checked = radio.value === this.#verdict;
    this.#since.value = asked.get("time") in spans ? asked.get("time") : "";
    [this.#from.value, this.#until.value] = [asked.get("from") ?? "", asked.get("until") ?? ""];
    return Promise.all([this.#showTrust(), this.#begin()]);
  }

  refresh() {}

  close() {
    this.#turn += 1;
    clearTimeout(this.#timer);
    clearInterval(this.#trustTimer);
  }

  // MARK: Whether it can be trusted

  async #showTrust() {
    let status;
    try { status = await ask("GET", "/v1/audit/status"); } catch { return; }
    const badge = { intact: ["fine", "intact"], running: ["doubtful", "being verified"], broken: ["grave", "broken"] }[status.verification];
    const text = [
      status.intact_to !== undefined ? `to record ${number(status.intact_to)}` : null,
      status.checkpoint_size !== undefined ? `signed to record ${number(status.checkpoint_size - 1)}` : "no checkpoint yet",
      status.first > 0 ? `kept from record ${number(status.first)} on` : null,
      status.verification === "broken" ? status.problem : null,
    ].filter(Boolean).join(" · ");
    const link = status.checkpoint ? el("a", { href: "/v1/audit/checkpoint", download: "checkpoint.txt" }, "checkpoint") : null;
    const shownNow = `${status.verification} ${text}`;
    if (this.#trust.dataset.shown === shownNow) return;
    this.#trust.dataset.shown = shownNow;
    this.#trust.replaceChildren(el("span", { class: `badge ${badge[0]}` }, badge[1]), ` ${text}`, ...(link ? [" · ", link] : []));
  }

  // MARK: Searching

  /// What is looked for, as the admin API wants it.
  get #query() {
    const query = parameters(this.#search.value, names);
    if (query.size) query.set("match", "part");
    if (this.#verdict) query.set("verdict", this.#verdict);
    const span = this.#since.value;
    if (span === "between") {
      const moment = field => (field.value ? `${field.value.length === 16 ? `${field.value}:00` : field.value}Z` : null);
      for (const [name, field] of [["since", this.#from], ["until", this.#until]]) if (moment(field)) query.set(name, moment(field));
    } else if (span) query.set("since", span);
    return query;
  }

  #changed() {
    const place = new URLSearchParams();
    const set = (name, value) => { if (value) place.set(name, value); };
    set("q", this.#search.value.trim());
    set("verdict", this.#verdict);
    set("time", this.#since.value);
    if (this.#since.value === "between") {
      set("from", this.#from.value);
      set("until", this.#until.value);
    }
    this.#navigate(`/log${place.size ? `?${place}` : ""}`, true);
    this.#begin();
  }

  #begin() {
    this.#between.hidden = this.#since.value !== "between";
    this.#rows.replaceChildren();
    this.#next = null;
    this.#showExports();
    return this.#look(page);
  }

  /// Looks for so many more rows: each request looks at a bounded part of the log, and the next goes on where it ended.
  async #look(count) {
    const turn = ++this.#turn;
    const query = this.#query;
    const began = performance.now();
    let found = 0;
    this.#isLooking = true;
    this.#showState();
    do {
      query.set("limit", String(count - found));
      if (this.#next !== null) query.set("before", String(this.#next));
      let text;
      try { text = await askText("GET", `/v1/audit/records?${query}`); } catch (refusal) {
        if (turn !== this.#turn) return;
        this.#isLooking = false;
        this.#showState(refusal.message);
        return;
      }
      if (turn !== this.#turn) return;
      const rows = rowsOf(text, "records");
      this.#rows.append(...rows.map(row => recordRow(row, true)));
      found += rows.length;
      this.#next = JSON.parse(text).next ?? null;
      this.#showState();
    } while (found < count && this.#next !== null);
    this.#isLooking = false;
    this.#showState();
    if (performance.now() - began > 1000 || found === 0) announce(this.#state.textContent);
  }

  #press() {
    if (this.#isLooking) {
      this.#turn += 1;
      this.#isLooking = false;
      this.#showState();
    } else if (this.#next !== null) this.#look(page);
  }

  #showState(problem) {
    const count = this.#rows.querySelectorAll("tr[data-seq]").length;
    const found = `${number(count)} ${count === 1 ? "record" : "records"}`;
    this.#more.hidden = !this.#isLooking && this.#next === null;
    this.#more.replaceChildren(...(this.#isLooking ? ["Stop"] : ["Look further back", key("m")]));
    this.#state.classList.toggle("problem", Boolean(problem));
    this.#state.textContent = problem
      ?? (this.#isLooking ? `${found} so far${this.#next === null ? "" : `, looking before record ${number(this.#next)}`}…`
        : this.#next === null ? (count ? `${found}: that is all.` : "Nothing in the log is like that.")
          : `${found}, looked at back to record ${number(this.#next)}.`);
  }

  // MARK: Taking along

  #showExports() {
    const link = format => {
      const query = this.#query;
      query.set("format", format);
      return el("a", { class: "button", href: `/v1/audit/export?${query}`, download: "", "data-format": format }, format.toUpperCase());
    };
    this.#exports.replaceChildren(el("span", { class: "quiet" }, "Export"), link("jsonl"), link("csv"));
  }

  // MARK: Keys

  press(name, isRepeated) {
    switch (name) {
      case "/": this.#search.focus(); return true;
      case "j": case "k": return moveFocus(this.#rows, name === "j" ? 1 : -1);
      case "m": if (!isRepeated) this.#press(); return true;
      case "e": if (!isRepeated) this.#exports.querySelector("a").click(); return true;
      default: return false;
    }
  }

  static keys = [["/", "search"], ["j k", "next, previous record"], ["m", "look further back, stop"], ["e", "export what is looked for"]];
}
