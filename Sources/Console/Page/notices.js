/// What people should have been told through a channel and were not, each with the means to send it again.
import { ask } from "./api.js";
import { announce, el, toast } from "./dom.js";
import { ago, shortTool } from "./request.js";
import { number, shown } from "./shown.js";

/// What a letter was to tell.
const events = { "approval.requested": "that somebody has to answer", "approval.resolved": "what was answered", "approval.expired": "that nobody answered in time" };

/// So many are shown, and sent again at once: a channel takes no more on their way.
const most = 200;

const columns = [["Channel", "c-channel"], ["Request", "c-about"], ["Tried", "c-count"], ["Last error", "c-error"], ["Given up", "c-when"], ["", "c-again"]];

export class Notices {
  #navigate;
  #rows = el("tbody");
  #state = el("p", { class: "quiet", role: "status" }, "…");
  #all = el("button", { type: "button", id: "all", hidden: true, onclick: () => this.#send(this.#letters) });
  #letters = [];
  #isSending = false;
  #timer;

  constructor(root, navigate) {
    this.#navigate = navigate;
    root.append(el("div", { class: "page notices" },
      el("div", { class: "title" }, el("h1", {}, "Undelivered notices"), this.#state),
      el("p", { class: "quiet" }, "Letters that a channel did not take, however often they were tried. What waits can be answered all the same: in the console, on the command line, through other channels."),
      el("table", { class: "undelivered" }, el("caption", { class: "unseen" }, "Undelivered notices, the latest first"),
        el("thead", {}, el("tr", {}, columns.map(([name, type]) => (name ? el("th", { scope: "col", class: type }, name) : el("td", { class: type }))))), this.#rows),
      el("div", { class: "answer-row" }, this.#all)));
    this.#timer = setInterval(() => { if (!document.hidden && !this.#isSending) this.refresh(); }, 15_000);
  }

  start() { return this.refresh(); }

  close() { clearInterval(this.#timer); }

  async refresh() {
    let answer;
    try { answer = await ask("GET", `/v1/notifications/dead?limit=${most}`); } catch (refusal) { return toast(refusal.message, true); }
    this.#letters = answer.letters;
    const focused = document.activeElement?.dataset?.letter;
    this.#rows.replaceChildren(...(this.#letters.length ? this.#letters.map(letter => this.#row(letter))
      : [el("tr", {}, el("td", { colspan: String(columns.length), class: "nothing" }, "Everything has arrived, or is on its way."))]));
    const count = `${number(answer.total)} ${answer.total === 1 ? "letter" : "letters"}`;
    this.#state.textContent = this.#letters.length ? count : "";
    this.#all.hidden = this.#letters.length < 2;
    this.#all.textContent = answer.total > most ? `Send the latest ${most} again` : `Send all ${number(this.#letters.length)} again`;
    if (focused) this.#buttons.find(button => button.dataset.letter === focused)?.focus();
    dispatchEvent(new CustomEvent("undelivered", { detail: answer.total }));
  }

  get #buttons() { return [...this.#rows.querySelectorAll("button")]; }

  #row(letter) {
    const href = `/approvals/${letter.approval}`;
    const again = el("button", { type: "button", "data-letter": letter.id, onclick: () => this.#send([letter]) }, "Send again", el("span", { class: "unseen" }, ` through ${letter.channel}, given up ${ago(letter.at)}`));
    return el("tr", {},
      el("td", { class: "c-channel" }, shown(letter.channel, { class: "mono" })),
      el("td", { class: "c-about" }, el("a", { href, onclick: event => this.#follow(event, href) }, shown(letter.agent, { class: "agent" }), " ", shown(shortTool(letter.tool), { class: "mono" })),
        el("span", { class: "quiet" }, events[letter.event] ?? letter.event)),
      el("td", { class: "c-count" }, letter.attempts === 1 ? "once" : letter.attempts === 0 ? "never" : `${number(letter.attempts)} times`),
      el("td", { class: "c-error" }, shown(letter.reason)),
      el("td", { class: "c-when" }, el("time", { datetime: letter.at, title: letter.at }, ago(letter.at))),
      el("td", { class: "c-again" }, again));
  }

  #follow(event, href) {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    this.#navigate(href);
    dispatchEvent(new PopStateEvent("popstate"));
  }

  /// Sends letters again; what does not arrive is listed again.
  async #send(letters) {
    this.#isSending = true;
    for (const button of [...this.#buttons, this.#all]) button.disabled = true;
    const place = this.#buttons.findIndex(button => button.dataset.letter === letters[0].id);
    let sent = 0;
    try {
      for (const letter of letters) {
        await ask("POST", `/v1/notifications/dead/${letter.id}/resend`);
        sent += 1;
      }
      toast(`${sent === 1 ? "Sent" : `${number(sent)} sent`} again: what does not arrive comes back here`);
    } catch (refusal) {
      toast(refusal.message, true);
    }
    this.#isSending = false;
    await this.refresh();
    announce(this.#state.textContent || "Nothing is left undelivered");
    this.#all.disabled = false;
    (this.#buttons[Math.min(place, this.#buttons.length - 1)] ?? document.getElementById("main")).focus();
  }

  // MARK: Keys

  press(name) {
    if (name !== "j" && name !== "k") return false;
    const place = this.#buttons.indexOf(document.activeElement);
    const next = this.#buttons[place === -1 ? 0 : place + (name === "j" ? 1 : -1)];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
    return true;
  }

  static keys = [["j k", "next, previous letter"], ["Enter", "send it again"]];
}
