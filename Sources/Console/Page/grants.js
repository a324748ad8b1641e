/// The grants in force, each with the means to end it.
import { ask, now } from "./api.js";
import { el, toast } from "./dom.js";
import { ago, shortTool, span } from "./request.js";
import { shown } from "./shown.js";

export class Grants {
  #box = el("div", { class: "cards" });
  #timer;

  constructor(root) {
    root.append(el("div", { class: "page" }, el("h1", {}, "Grants"),
      el("p", { class: "quiet" }, "Standing answers: what they describe is not asked about. Denials, and what other rules ask, stay."), this.#box));
    this.#timer = setInterval(() => this.refresh(), 30_000);
  }

  close() { clearInterval(this.#timer); }

  start() { return this.refresh(); }

  async refresh() {
    try {
      const { grants } = await ask("GET", "/v1/grants?limit=1000");
      this.#box.replaceChildren(...(grants.length ? grants.map(grant => this.#card(grant)) : [el("p", { class: "calm" }, "No grant is in force.")]));
    } catch (refusal) {
      toast(refusal.message, true);
    }
  }

  #card(grant) {
    return el("article", { class: "card" },
      el("h2", {}, shown(grant.agent, { class: "agent" }), " ", shown(shortTool(grant.tool), { class: "mono tool" })),
      el("p", {}, "Answers ", grant.rules.flatMap((rule, index) => [index ? ", " : "", shown(rule, { class: "mono" })]), `. Given by `, shown(grant.given_by), ` ${ago(grant.given_at)}, ends in ${span(Date.parse(grant.expires_at) - now())}.`),
      el("details", {}, el("summary", {}, "What it says"), el("pre", { class: "policy", tabindex: "0" }, shown(grant.policy, {}, true))),
      el("button", {
        type: "button", class: "danger", onclick: async event => {
          event.target.disabled = true;
          try {
            await ask("POST", `/v1/grants/${grant.id}/revoke`, {});
            toast("Revoked");
          } catch (refusal) {
            toast(refusal.message, true);
          }
          await this.refresh();
        },
      }, "Revoke"));
  }

  press() { return false; }

  static keys = [];
}
