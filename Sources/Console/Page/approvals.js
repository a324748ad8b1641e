/// What waits for an answer: the list, the request that is looked at, and the keys.
import { ask, askText, now } from "./api.js";
import { announce, byID, el, toast } from "./dom.js";
import { denyDialog, grantDialog } from "./answering.js";
import { at, read } from "./exact.js";
import { actionsView, changesView, historyOf } from "./history.js";
import { answerBar, Cuts, requestView, shortTool, stateBadge, timeLeft } from "./request.js";
import { plain, shown } from "./shown.js";

/// A request can be approved once it has been on the screen for so many milliseconds: nobody approves by a key that was
/// meant for the one before.
const settling = 600;

/// A request is shown without what is known besides where that takes longer, in milliseconds.
const patience = 600;

export class Approvals {
  #root;
  #list = el("div", { class: "list", role: "region", "aria-label": "Requests" });
  #detail = el("article", { class: "detail", "aria-label": "The request", "aria-live": "off" });
  #navigate;
  #entries = [];
  #rows = new Map();
  #known = null;
  #open = null;
  #bar = null;
  #cuts = null;
  #confirming = false;
  #isAnswering = false;
  #isAnswered = false;
  #turn = 0;
  #timer;

  constructor(root, navigate) {
    this.#root = root;
    this.#navigate = navigate;
    const tab = (label, isAnswered) => el("a", { href: isAnswered ? "/approvals?answered" : "/approvals", "data-answered": String(isAnswered), onclick: event => { event.preventDefault(); this.#show(isAnswered); } }, label);
    root.append(el("div", { class: "panes" },
      el("div", { class: "side" }, el("h1", { class: "unseen" }, "Approvals"),
        el("nav", { class: "tabs", "aria-label": "Which requests" }, tab("Waiting", false), tab("Answered", true)), this.#list),
      this.#detail));
    this.#timer = setInterval(() => this.#tick(), 1000);
  }

  close() { clearInterval(this.#timer); }

  /// Shows what waits, and a request if one is named.
  async start(id) {
    this.#isAnswered = location.search === "?answered";
    await this.refresh();
    if (id) return this.#select(id, false);
    const first = matchMedia("(min-width: 60rem)").matches ? this.#entries[0]?.id : null;
    if (first) await this.#select(first, false); else this.#empty();
  }

  #show(isAnswered) {
    this.#isAnswered = isAnswered;
    this.#open = null;
    this.#navigate(isAnswered ? "/approvals?answered" : "/approvals");
    this.refresh().then(() => this.#empty());
  }

  // MARK: The list

  /// Looks again for what waits; what is new is told.
  async refresh() {
    let answer;
    try {
      answer = await ask("GET", `/v1/approvals?limit=1000${this.#isAnswered ? "&state=approved,denied,expired,used" : ""}`);
    } catch (refusal) {
      return toast(refusal.message, true);
    }
    this.#entries = answer.approvals;
    this.#renderList();
    if (this.#isAnswered) return;
    const fresh = this.#known ? this.#entries.filter(entry => !this.#known.has(entry.id)) : [];
    this.#known = new Set(this.#entries.map(entry => entry.id));
    dispatchEvent(new CustomEvent("waiting", { detail: { count: this.#entries.length, fresh } }));
    if (fresh.length === 1) announce(`New request: ${plain(fresh[0].agent, 80)} asks for ${plain(shortTool(fresh[0].tool), 80)}`);
    if (fresh.length > 1) announce(`${fresh.length} new requests`);
    if (this.#open && !this.#isAnswering) {
      const isWaiting = this.#known.has(this.#open.approval.id);
      if (!isWaiting && this.#open.approval.state === "pending") await this.#select(this.#open.approval.id, false);
    } else if (!this.#open && fresh.length && matchMedia("(min-width: 60rem)").matches) {
      await this.#select(this.#entries[0].id, false);
    }
  }

  #renderList() {
    for (const link of this.#root.querySelectorAll(".tabs a")) {
      const isCurrent = link.dataset.answered === String(this.#isAnswered);
      if (isCurrent) link.setAttribute("aria-current", "page"); else link.removeAttribute("aria-current");
    }
    this.#rows.clear();
    if (this.#entries.length === 0) {
      this.#list.replaceChildren(el("p", { class: "calm" }, this.#isAnswered ? "Nothing has been answered yet." : "Nothing waits."));
      return;
    }
    // Requests of one agent for one tool stand together; groups and requests keep their order, newest first.
    const groups = new Map();
    for (const entry of this.#entries) {
      const name = JSON.stringify([entry.tenant, entry.agent, entry.tool]);
      groups.set(name, [...(groups.get(name) ?? []), entry]);
    }
    this.#list.replaceChildren(...[...groups.values()].map(entries => el("section", { class: "group" },
      el("h2", {}, shown(entries[0].agent, { class: "agent" }), " ", shown(shortTool(entries[0].tool), { class: "mono tool" }),
        entries.length > 1 ? el("span", { class: "count" }, String(entries.length)) : null),
      el("ul", {}, entries.map(entry => this.#row(entry))))));
    if (this.#entries.length === 1000) this.#list.append(el("p", { class: "quiet" }, "The newest 1,000 are shown."));
    this.#mark();
  }

  #row(entry) {
    const left = this.#isAnswered ? stateBadge(entry.state) : timeLeft(entry);
    const link = el("a", { href: `/approvals/${entry.id}`, class: "entry", onclick: event => { event.preventDefault(); this.#select(entry.id, true); } },
      shown(entry.summary.replace(/^would /, ""), { class: "summary" }),
      el("span", { class: "meta" }, entry.session ? shown(entry.session, { class: "mono" }) : "", left));
    this.#rows.set(entry.id, { link, left });
    return el("li", {}, link);
  }

  #mark() {
    for (const [id, { link }] of this.#rows) {
      if (id === this.#open?.approval.id) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
    }
  }

  #tick() {
    for (const { left } of this.#rows.values()) left.update?.();
    this.#bar?.left.update();
    if (this.#open && this.#bar && Date.parse(this.#open.approval.expires_at) < now() - 2000) this.refresh();
  }

  // MARK: One request

  #empty() {
    this.#turn += 1;
    this.#open = null;
    this.#bar = null;
    this.#detail.removeAttribute("aria-busy");
    this.#detail.replaceChildren(el("p", { class: "calm" }, this.#entries.length ? "Choose a request." : this.#isAnswered ? "" : "All quiet. New requests appear here by themselves."));
    this.#root.classList.remove("has-detail");
    this.#mark();
  }

  async #select(id, isAsked) {
    const turn = ++this.#turn;
    this.#detail.setAttribute("aria-busy", "true");
    let [text, history] = [];
    try {
      const late = new Promise(give => { setTimeout(give, patience, null); });
      [text, history] = await Promise.all([askText("GET", `/v1/approvals/${encodeURIComponent(id)}`), Promise.race([historyOf(id), late])]);
      // Somebody has gone on to another one meanwhile.
      if (turn !== this.#turn) return;
    } catch (refusal) {
      toast(refusal.message, true);
      return this.#empty();
    }
    const approval = JSON.parse(text);
    this.#cuts = new Cuts(() => this.#updateNote());
    this.#open = { approval };
    this.#confirming = false;
    const exact = read(text);
    const view = requestView(approval, exact, this.#cuts, { changes: changesView(history, at(exact, "request", "args")), actions: actionsView(history) });
    const back = el("a", { class: "back", href: "/approvals", onclick: event => { event.preventDefault(); this.#navigate("/approvals"); this.#empty(); } }, "← All requests");
    this.#bar = approval.state === "pending" ? answerBar(approval, { approve: () => this.#approve(), deny: () => this.#deny(), grant: () => this.#grant() }) : null;
    this.#settle();
    this.#detail.replaceChildren(...[back, view, this.#bar].filter(Boolean));
    this.#detail.removeAttribute("aria-busy");
    this.#detail.scrollTop = 0;
    if (!matchMedia("(min-width: 60rem)").matches) scrollTo(0, 0);
    this.#root.classList.add("has-detail");
    this.#mark();
    this.#updateNote();
    this.#navigate(`/approvals/${id}`, !isAsked);
    if (isAsked) byID("sentence")?.focus({ preventScroll: true });
  }

  /// Shows that the request cannot be approved yet, for a while.
  #settle() {
    if (!this.#bar) return;
    const { approve } = this.#bar;
    approve.setAttribute("aria-disabled", "true");
    setTimeout(() => approve.removeAttribute("aria-disabled"), settling);
  }

  #updateNote() {
    if (!this.#bar) return;
    const { missing } = this.#cuts;
    this.#bar.approve.disabled = missing !== null;
    this.#bar.grant.disabled = missing !== null;
    this.#bar.note.textContent = missing ? `Not all of it is shown: ${missing}. Show them to approve.`
      : this.#confirming ? "This cannot be undone. Approve once more to do it." : "";
  }

  async #approve() {
    if (!this.#bar || this.#bar.approve.disabled || this.#bar.approve.hasAttribute("aria-disabled") || this.#isAnswering) return;
    const { approval } = this.#open;
    if (approval.request.reversibility === "irreversible" && !this.#confirming) {
      this.#confirming = true;
      return this.#updateNote();
    }
    await this.#answer("approve", { digest: approval.digest }, answered => answered.state === "approved" ? "Approved" : "Approved by you; others have to agree");
  }

  #deny() {
    if (!this.#bar || this.#isAnswering) return;
    denyDialog(this.#open.approval, reason => this.#answer("deny", reason ? { reason } : {}, () => "Denied"));
  }

  #grant() {
    if (!this.#bar || this.#bar.grant.disabled || this.#isAnswering) return;
    const { approval } = this.#open;
    grantDialog(approval, terms => this.#answer("grant", { ...terms, digest: approval.digest }, () => "Granted and approved"));
  }

  async #answer(verb, content, said) {
    const { approval } = this.#open;
    this.#isAnswering = true;
    let next = null;
    try {
      const order = this.#entries.map(entry => entry.id);
      const place = order.indexOf(approval.id);
      next = order[place + 1] ?? order[place - 1] ?? null;
      toast(`${said(await ask("POST", `/v1/approvals/${approval.id}/${verb}`, content))}: ${plain(shortTool(approval.tool), 80)} of ${plain(approval.agent, 80)}`);
    } catch (refusal) {
      next = approval.id;
      toast(refusal.message, true);
    }
    await this.refresh();
    this.#isAnswering = false;
    if (next && (this.#rows.has(next) || next === approval.id)) await this.#select(next, false);
    else {
      this.#navigate("/approvals", true);
      this.#empty();
    }
  }

  // MARK: Keys

  /// Does what a key stands for; false where it stands for nothing.
  press(name, isRepeated) {
    switch (name) {
      case "j": case "k": {
        const order = [...this.#rows.keys()];
        const place = order.indexOf(this.#open?.approval.id);
        const next = order[place === -1 ? 0 : place + (name === "j" ? 1 : -1)];
        if (next) {
          this.#select(next, true);
          this.#rows.get(next).link.scrollIntoView({ block: "nearest" });
        }
        return true;
      }
      case "a": if (!isRepeated) this.#approve(); return true;
      case "d": if (!isRepeated) this.#deny(); return true;
      case "g": if (!isRepeated) this.#grant(); return true;
      default: return false;
    }
  }

  static keys = [["j k", "next, previous request"], ["a", "approve"], ["d", "deny, with a reason"], ["g", "grant"]];
}
