/// Sessions: which there were lately, and what happened in one, from its beginning on.
import { ask, askText } from "./api.js";
import { announce, byID, el, key, toast } from "./dom.js";
import { argumentText, clockTime, details, otherText, rowsOf, verdictBadge } from "./records.js";
import { ago, effectList, span, toolName } from "./request.js";
import { number, shown } from "./shown.js";

/// So many records are asked for at once.
const page = 200;

export class Sessions {
  #root;
  #navigate;
  #list = el("div", { class: "list", role: "region", "aria-label": "Sessions" });
  #detail = el("article", { class: "detail", "aria-label": "The session" });
  #find = el("input", { type: "search", id: "filter", placeholder: "agent or session", "aria-label": "Find", autocomplete: "off", spellcheck: "false" });
  #sessions = [];
  #rows = new Map();
  #open = null;
  #steps = null;
  #state = null;
  #next = null;
  #turn = 0;
  #isLooking = false;
  /// Ends when what is looked for now is there.
  #look = Promise.resolve();
  #timer;

  constructor(root, navigate) {
    this.#root = root;
    this.#navigate = navigate;
    this.#find.addEventListener("input", () => this.#renderList());
    root.append(el("div", { class: "panes" },
      el("div", { class: "side" }, el("h1", { class: "unseen" }, "Sessions"), el("div", { class: "find" }, this.#find), this.#list),
      this.#detail));
    this.#timer = setInterval(() => { if (!document.hidden) this.#refreshList(); }, 10_000);
  }

  async start() {
    await this.#refreshList();
    const asked = new URLSearchParams(location.search);
    const wanted = asked.has("session") ? { id: asked.get("session"), agent: asked.get("agent"), tenant: asked.get("tenant") } : null;
    if (wanted) {
      const found = this.#sessions.find(entry => entry.id === wanted.id && entry.agent === wanted.agent && (!wanted.tenant || entry.tenant === wanted.tenant));
      return this.#select(found ?? wanted, false);
    }
    const first = matchMedia("(min-width: 60rem)").matches ? this.#sessions[0] : null;
    if (first) await this.#select(first, false); else this.#empty();
  }

  refresh() {}

  close() {
    this.#turn += 1;
    clearInterval(this.#timer);
  }

  // MARK: The list

  async #refreshList() {
    try {
      this.#sessions = (await ask("GET", "/v1/sessions?limit=500")).sessions;
    } catch (refusal) {
      return toast(refusal.message, true);
    }
    this.#renderList();
  }

  #renderList() {
    const sought = this.#find.value.trim().toLowerCase();
    const chosen = this.#sessions.filter(entry => `${entry.agent} ${entry.id}`.toLowerCase().includes(sought));
    this.#rows.clear();
    if (chosen.length === 0) {
      this.#list.replaceChildren(el("p", { class: "calm" }, sought ? "No session is like that." : "No agent has named a session yet."));
      return;
    }
    this.#list.replaceChildren(el("ul", {}, chosen.map(entry => {
      const link = el("a", { href: this.#place(entry), class: "entry", onclick: event => { event.preventDefault(); this.#select(entry, true); } },
        el("span", { class: "summary" }, shown(entry.agent, { class: "agent" }), " ", shown(entry.id, { class: "mono" })),
        el("span", { class: "meta" },
          el("span", {}, `${number(entry.actions)} ${entry.actions === 1 ? "action" : "actions"}`,
            entry.denied ? el("span", { class: "badge grave" }, `${number(entry.denied)} denied`) : null,
            entry.asked ? el("span", { class: "badge doubtful" }, `${number(entry.asked)} asked`) : null),
          el("span", {}, ago(entry.last_seen))));
      this.#rows.set(this.#place(entry), link);
      return el("li", {}, link);
    })));
    this.#mark();
  }

  #place({ id, agent, tenant }) {
    return `/sessions?${new URLSearchParams({ session: id, agent, ...(tenant ? { tenant } : {}) })}`;
  }

  #mark() {
    for (const [place, link] of this.#rows) {
      if (this.#open && place === this.#place(this.#open)) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
    }
  }

  // MARK: One session

  #empty() {
    this.#turn += 1;
    this.#open = null;
    this.#detail.replaceChildren(el("p", { class: "calm" }, this.#sessions.length ? "Choose a session." : ""));
    this.#root.classList.remove("has-detail");
    this.#mark();
  }

  async #select(entry, isAsked) {
    this.#open = entry;
    this.#next = entry.first ?? 0;
    this.#steps = el("ol", { class: "timeline" });
    this.#state = el("p", { class: "quiet looked", role: "status" });
    const exports = ["jsonl", "csv"].map(format => el("a", { class: "button", href: `/v1/audit/export?${this.#query({ format })}`, download: "" }, format.toUpperCase()));
    const back = el("a", { class: "back", href: "/sessions", onclick: event => { event.preventDefault(); this.#navigate("/sessions"); this.#empty(); } }, "← All sessions");
    this.#detail.replaceChildren(back, el("div", { class: "session" },
      el("div", { class: "title" },
        el("h2", { id: "sentence", tabindex: "-1" }, shown(entry.agent, { class: "agent" }), " ", shown(entry.id, { class: "mono" })),
        entry.first_seen ? el("p", { class: "quiet" }, `${entry.first_seen.slice(0, 10)}, ${entry.first_seen.slice(11, 19)} UTC, over ${span(Date.parse(entry.last_seen) - Date.parse(entry.first_seen))}: ${number(entry.actions)} actions, ${number(entry.asked)} asked, ${number(entry.denied)} denied`) : null),
      el("div", { class: "answer-row" },
        el("button", { type: "button", id: "first-deny", "aria-keyshortcuts": "f", onclick: () => this.#jump() }, "First denial", key("f")),
        el("span", { class: "exports" }, el("span", { class: "quiet" }, "Export"), exports)),
      this.#steps, this.#state));
    this.#detail.scrollTop = 0;
    this.#root.classList.add("has-detail");
    this.#mark();
    this.#navigate(this.#place(entry), !isAsked);
    if (isAsked) byID("sentence")?.focus({ preventScroll: true });
    await this.#read(page);
  }

  #query(more) {
    const { id, agent, tenant } = this.#open;
    return new URLSearchParams({ session: id, agent, ...(tenant ? { tenant } : {}), ...more });
  }

  /// Reads on in the session: up to so many records, or until one is there that `until` wants.
  #read(count, until) {
    this.#look = this.#readOn(count, until);
    return this.#look;
  }

  async #readOn(count, until = () => false) {
    const turn = ++this.#turn;
    let [found, isThere] = [0, false];
    this.#isLooking = true;
    do {
      this.#showState();
      let text;
      try { text = await askText("GET", `/v1/audit/records?${this.#query({ from: String(this.#next), limit: String(page) })}`); } catch (refusal) {
        if (turn !== this.#turn) return false;
        this.#isLooking = false;
        this.#showState(refusal.message);
        return false;
      }
      if (turn !== this.#turn) return false;
      const rows = rowsOf(text, "records");
      this.#steps.append(...rows.map(row => this.#step(row)));
      found += rows.length;
      isThere ||= rows.some(until);
      this.#next = JSON.parse(text).next ?? null;
    } while (this.#next !== null && found < count && !isThere);
    this.#isLooking = false;
    this.#showState();
    return isThere;
  }

  #showState(problem) {
    const count = number(this.#steps.children.length);
    this.#state.classList.toggle("problem", Boolean(problem));
    this.#state.replaceChildren(problem ?? (this.#isLooking ? `${count} records so far, before record ${number(this.#next ?? 0)}…`
      : this.#next === null ? `${count} records: that is all.` : `${count} records. `));
    if (!this.#isLooking && this.#next !== null) this.#state.append(el("button", { type: "button", id: "more", onclick: () => this.#read(page) }, "Read on", key("m")));
  }

  #step(row) {
    const { seq, event, exact } = row;
    const isDecision = event.type === "decision";
    const time = el("button", { type: "button", class: "expand", "aria-expanded": "false", "aria-label": `Details of record ${seq}`, title: event.time, onclick: click => this.#expand(click.currentTarget, row) }, clockTime(event, false));
    if (!isDecision) return el("li", { class: "step other", "data-seq": String(seq) }, time, el("p", { class: "what" }, otherText(event)));
    const why = event.approvers ? ["approved by ", event.approvers.flatMap((name, index) => [index ? ", " : "", shown(name)])] : [shown(event.reason.text)];
    return el("li", { class: `step verdict-${event.verdict}`, "data-seq": String(seq), "data-verdict": event.verdict }, time,
      el("div", { class: "what" },
        el("p", { class: "did" }, verdictBadge(event.verdict), " ", shown(event.tool ? toolName(event.tool) : "", { class: "mono tool" }), " ", el("span", { class: "mono" }, argumentText(exact, 240) ?? "")),
        event.effects ? effectList(event.effects) : null,
        el("p", { class: "quiet" }, why.flat())));
  }

  async #expand(button, row) {
    const step = button.closest("li");
    const isOpen = button.getAttribute("aria-expanded") === "true";
    button.setAttribute("aria-expanded", String(!isOpen));
    if (isOpen) return step.querySelector(".whole")?.remove();
    const box = el("div", { class: "whole" });
    step.append(box);
    // The effects stand there already.
    box.append((await details(row)).at(-1));
  }

  // MARK: Keys

  /// Goes to the first action that was denied, and reads on until there is one.
  async #jump() {
    const session = this.#open;
    if (!session) return;
    const found = () => this.#steps.querySelector("[data-verdict=deny]");
    if (!found()) await this.#look;
    if (!found() && this.#next !== null && this.#open === session) await this.#read(Infinity, ({ event }) => event.verdict === "deny");
    if (this.#open !== session) return;
    const step = found();
    if (!step) return announceAndSay("Nothing was denied in this session.");
    step.querySelector(".expand").focus({ preventScroll: true });
    step.scrollIntoView({ block: "center" });
    announce("The first denial");
  }

  press(name, isRepeated) {
    switch (name) {
      case "j": case "k": {
        const places = [...this.#rows.keys()];
        const place = this.#open ? places.indexOf(this.#place(this.#open)) : -1;
        const next = this.#rows.get(places[place === -1 ? 0 : place + (name === "j" ? 1 : -1)]);
        if (next) {
          next.click();
          next.scrollIntoView({ block: "nearest" });
        }
        return true;
      }
      case "f": if (!isRepeated) this.#jump(); return true;
      case "m": if (!isRepeated && this.#next !== null && !this.#isLooking) this.#read(page); return true;
      case "e": if (!isRepeated) this.#detail.querySelector(".exports a")?.click(); return true;
      case "/": this.#find.focus(); return true;
      default: return false;
    }
  }

  static keys = [["j k", "next, previous session"], ["f", "its first denial"], ["m", "read on"], ["e", "export it"], ["/", "find a session"]];
}

function announceAndSay(text) {
  toast(text);
  announce(text);
}
