/// Tries an action on the policy: the verdict, what the call would do, and what each rule said and read.
import { ask } from "./api.js";
import { el, key } from "./dom.js";
import { shown } from "./shown.js";

const verdicts = { allow: "allow", deny: "deny", require_approval: "require approval" };
const states = { matched: "matched", unmatched: "did not match", failed: "could not be evaluated", not_concerned: "is about other tools or phases" };

export const verdictBadge = verdict => el("span", { class: `badge verdict-${verdict}` }, verdicts[verdict] ?? verdict);

/// The action that was tried last stays while the page does.
let lastAction = '{\n  "tool": "shell.exec",\n  "args": {"command": "rm -r build"},\n  "context": {"cwd": "/srv/project"}\n}';

export class Trial {
  #draft;
  #go;
  #result = el("div", { class: "result", "aria-live": "polite" });
  #problem = el("p", { class: "problem", role: "alert" });
  #action = el("textarea", { id: "action", class: "code", rows: "7", spellcheck: "false", autocapitalize: "off", value: lastAction, oninput: () => { lastAction = this.#action.value; } });

  /// - `draft` gives the changed file; null where nothing is changed. `go` shows a rule in the editor.
  constructor(draft, go) {
    this.#draft = draft;
    this.#go = go;
    this.element = el("form", { class: "panel-form", onsubmit: event => { event.preventDefault(); this.run(); } },
      el("label", { for: "action" }, "An action, as callers send it"), this.#action,
      el("div", { class: "row" }, el("button", { type: "submit", "aria-keyshortcuts": "Control+Enter" }, "Try it", key("Ctrl ↵"))), this.#problem, this.#result);
  }

  async run() {
    this.#problem.textContent = "";
    let action;
    try {
      action = JSON.parse(this.#action.value);
    } catch (error) {
      this.#problem.textContent = `This is not JSON: ${error.message}`;
      return;
    }
    try {
      this.#show(await ask("POST", "/v1/policy/explain", { action, ...this.#draft() }));
    } catch (refusal) {
      this.#result.replaceChildren();
      this.#problem.textContent = refusal.message;
    }
  }

  #show(answer) {
    const asked = answer.trace.filter(rule => rule.status !== "not_concerned");
    const others = answer.trace.length - asked.length;
    const order = { matched: 0, failed: 1, unmatched: 2 };
    asked.sort((one, other) => order[one.status] - order[other.status]);
    this.#result.replaceChildren(
      el("p", { class: "verdict" }, verdictBadge(answer.verdict), " ", shown(answer.reason.text), " ", el("span", { class: "quiet mono" }, answer.reason.code)),
      el("ul", { class: "understanding" }, (answer.understanding ?? []).map(line => el("li", {}, shown(line)))),
      el("ol", { class: "trace" }, asked.map(rule => this.#rule(rule))),
      others ? el("p", { class: "quiet" }, `${others} ${others === 1 ? "rule is" : "rules are"} about other tools or phases.`) : "");
  }

  #rule(rule) {
    return el("li", { class: `status-${rule.status}` },
      el("p", {}, el("button", { type: "button", class: "rule", onclick: () => this.#go(rule) }, rule.rule), " ", el("span", { class: "quiet" }, `${rule.effect}${rule.shadow ? ", shadow" : ""} · ${states[rule.status]}`)),
      el("p", { class: "why" }, shown(rule.why)),
      rule.readings.length ? el("dl", { class: "fields" }, rule.readings.flatMap(reading => [el("dt", {}, shown(reading.text)), el("dd", {}, shown(reading.value))])) : "");
  }
}
