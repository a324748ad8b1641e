/// Agents and tools: who is out there, what they use, and how often people are asked.
import { ask, now } from "./api.js";
import { el, toast } from "./dom.js";
import { moveFocus } from "./records.js";
import { ago, shortTool } from "./request.js";
import { number, plain, shown } from "./shown.js";

/// What was used for the first time within so many milliseconds is new.
const recent = 24 * 3600 * 1000;

const isNew = entry => now() - Date.parse(entry.first_seen) < recent;

const time = value => el("time", { datetime: value, title: value }, ago(value));

export class Agents {
  #find = el("input", { type: "search", id: "filter", placeholder: "agent or tool", "aria-label": "Find", autocomplete: "off", spellcheck: "false" });
  #state = el("span", { class: "quiet", role: "status" });
  #burden = el("section", { class: "burden", "aria-labelledby": "burden-title" });
  #fresh = el("section", { "aria-labelledby": "fresh-title" });
  #agents = el("tbody");
  #tools = el("tbody");
  #found = null;
  #isOpen = new Set();
  #timer;

  constructor(root, navigate) {
    this.#find.addEventListener("input", () => this.#render());
    const table = (caption, names, rows) => el("table", { class: "census" }, el("caption", { class: "unseen" }, caption), el("thead", {}, el("tr", {}, names.map(([name, type]) => el("th", { scope: "col", class: type }, name)))), rows);
    root.append(el("div", { class: "page agents" },
      el("div", { class: "title" }, el("h1", {}, "Agents and tools"), this.#state),
      el("form", { class: "filters", role: "search", onsubmit: event => event.preventDefault() }, this.#find),
      el("div", { class: "pair" }, this.#burden, this.#fresh),
      el("h2", {}, "Agents"), table("Agents, the last seen first", [["Agent", "c-name"], ["Last seen", "c-when"], ["Actions", "c-count"], ["Asked", "c-count"], ["Denied", "c-count"], ["Tools", "c-list"]], this.#agents),
      el("h2", {}, "Tools"), table("Tools, the last used first", [["Tool", "c-name"], ["Last used", "c-when"], ["Actions", "c-count"], ["Asked", "c-count"], ["Denied", "c-count"], ["First used", "c-list"]], this.#tools)));
    this.#timer = setInterval(() => { if (!document.hidden) this.#look(); }, 10_000);
  }

  start() { return this.#look(); }

  refresh() {}

  close() { clearInterval(this.#timer); }

  async #look() {
    try {
      const [{ agents, next }, { tools }, prompts, status] = await Promise.all(["/v1/agents?limit=500", "/v1/tools?limit=1000", "/v1/prompts", "/v1/audit/status"].map(path => ask("GET", path)));
      this.#found = { agents, tools, prompts };
      const behind = status.next - next;
      this.#state.textContent = behind > 1000 ? `being read from the log: ${number(behind)} records to go` : "";
    } catch (refusal) {
      return toast(refusal.message, true);
    }
    this.#render();
  }

  #render() {
    if (!this.#found) return;
    const sought = this.#find.value.trim().toLowerCase();
    const isSought = (...texts) => texts.some(text => text.toLowerCase().includes(sought));
    const { agents, tools, prompts } = this.#found;
    const focused = document.activeElement?.dataset?.agent;
    this.#renderBurden(prompts);
    this.#renderFresh(agents);
    const rows = agents.filter(agent => isSought(agent.id, ...agent.tools.map(tool => tool.name))).flatMap(agent => this.#agentRows(agent));
    this.#agents.replaceChildren(...(rows.length ? rows : [this.#nothing("No agent has done anything yet.")]));
    const lines = tools.filter(tool => isSought(tool.name)).map(tool => this.#toolRow(tool));
    this.#tools.replaceChildren(...(lines.length ? lines : [this.#nothing("No tool was used yet.")]));
    if (focused) [...this.#agents.querySelectorAll(".expand")].find(button => button.dataset.agent === focused)?.focus();
  }

  #nothing(text) { return el("tr", {}, el("td", { colspan: "6", class: "quiet" }, this.#find.value.trim() ? "Nothing is like that." : text)); }

  // MARK: How often people are asked

  #renderBurden({ hours, actions, prompts, per_100_actions: share, rules }) {
    const most = Math.max(1, ...rules.map(rule => rule.prompts));
    this.#burden.replaceChildren(
      el("h2", { id: "burden-title" }, "Prompts per 100 actions"),
      el("p", { class: "quiet" }, el("span", { class: "figure" }, share.toFixed(1)), ` in the last ${hours} hours: people were asked ${number(prompts)} ${prompts === 1 ? "time" : "times"} about ${number(actions)} ${actions === 1 ? "action" : "actions"}`),
      rules.length ? el("ul", { class: "bars" }, rules.map(rule => el("li", {},
        shown(rule.rule, { class: "mono" }), el("meter", { min: "0", max: String(most), value: String(rule.prompts), "aria-label": `${number(rule.prompts)} prompts` }), el("span", { class: "count-of" }, rule.per_100_actions.toFixed(1))))) : "");
  }

  #renderFresh(agents) {
    const uses = agents.flatMap(agent => agent.tools.filter(isNew).map(tool => ({ agent, tool }))).sort((one, other) => (one.tool.first_seen < other.tool.first_seen ? 1 : -1)).slice(0, 8);
    this.#fresh.replaceChildren(el("h2", { id: "fresh-title" }, "First used within a day"),
      uses.length ? el("ul", { class: "firsts" }, uses.map(({ agent, tool }) => el("li", {},
        shown(agent.id, { class: "agent" }), " ", shown(shortTool(tool.name), { class: "mono tool" }), " ", el("span", { class: "quiet" }, time(tool.first_seen)),
        tool.denied ? el("span", { class: "badge grave" }, tool.denied === tool.actions ? "denied" : "partly denied") : null))) : el("p", { class: "quiet" }, "Nothing that was not used before."));
  }

  // MARK: Rows

  #counts(entry) {
    const cell = (label, value, kind) => el("td", { class: "c-count", "data-label": label }, value && kind ? el("span", { class: `badge ${kind}` }, number(value)) : number(value));
    return [cell(entry.actions === 1 ? "action" : "actions", entry.actions), cell("asked", entry.asked, "doubtful"), cell("denied", entry.denied, "grave")];
  }

  #agentRows(agent) {
    const name = JSON.stringify([agent.tenant, agent.id]);
    const isOpen = this.#isOpen.has(name);
    const button = el("button", { type: "button", class: "expand", "aria-expanded": String(isOpen), "data-agent": name, "aria-label": `What ${plain(agent.id)} uses`, onclick: () => {
      if (!this.#isOpen.delete(name)) this.#isOpen.add(name);
      this.#render();
    } });
    const row = el("tr", {},
      el("td", { class: "c-name" }, button, shown(agent.id, { class: "agent" }), agent.verified ? null : el("span", { class: "badge doubtful" }, "only claimed")),
      el("td", { class: "c-when" }, time(agent.last_seen)), ...this.#counts(agent),
      el("td", { class: "c-list" }, agent.tools.slice(0, 4).flatMap((tool, index) => [index ? ", " : "", shown(shortTool(tool.name), { class: "mono" })]), agent.tools.length > 4 ? ` and ${agent.tools.length - 4} more` : ""));
    if (!isOpen) return [row];
    const log = parameters => `/log?${new URLSearchParams(parameters)}`;
    return [row, el("tr", { class: "details" }, el("td", { colspan: "6" },
      el("p", {}, `First seen ${agent.first_seen.slice(0, 16).replace("T", " ")} UTC`, agent.via ? [", speaks through ", shown(agent.via, { class: "mono" })] : "", " · ",
        el("a", { href: log({ q: `agent:${agent.id}` }) }, "in the log"), " · ", el("a", { href: log({ q: `agent:${agent.id}`, verdict: "deny" }) }, "its denials")),
      el("ul", { class: "uses" }, agent.tools.map(tool => el("li", {}, shown(shortTool(tool.name), { class: "mono" }),
        el("span", { class: "quiet" }, ` ${number(tool.actions)} × · ${tool.denied ? `${number(tool.denied)} denied · ` : ""}last ${ago(tool.last_seen)}`),
        isNew(tool) ? el("span", { class: "badge" }, "new") : null))),
      agent.other_tools ? el("p", { class: "quiet" }, `and ${number(agent.other_tools)} actions with other tools`) : null))];
  }

  #toolRow(tool) {
    return el("tr", {},
      el("td", { class: "c-name mono" }, shown(shortTool(tool.name))),
      el("td", { class: "c-when" }, time(tool.last_seen)), ...this.#counts(tool),
      el("td", { class: "c-list" }, `${ago(tool.first_seen)} by `, shown(tool.first_agent), tool.agents > 1 ? `, used by ${tool.agents} agents` : ""));
  }

  press(name) {
    if (name === "/") { this.#find.focus(); return true; }
    if (name === "j" || name === "k") return moveFocus(this.#agents, name === "j" ? 1 : -1);
    return false;
  }

  static keys = [["/", "find an agent or a tool"], ["j k", "next, previous agent"]];
}
