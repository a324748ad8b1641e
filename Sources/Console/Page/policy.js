/// The policy: its rules in use, an editor for each of its files, and what a draft would do, before it is saved.
import { ask, may } from "./api.js";
import { compare, count, picture } from "./diff.js";
import { announce, el, key, open, toast } from "./dom.js";
import { Editor } from "./editor.js";
import { Replay } from "./replay.js";
import { ago } from "./request.js";
import { number, shown } from "./shown.js";
import { Trial } from "./trial.js";

/// What is written and not saved, by file, while this window is open: other pages may be looked at meanwhile.
const drafts = new Map();

addEventListener("beforeunload", event => { if (drafts.size) event.preventDefault(); });

/// How long somebody pauses before a draft is checked, in milliseconds.
const pause = 250;

const plural = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;
const fileName = path => path.split("/").at(-1);

export class Policy {
  #root;
  #files = null;
  #source = null;
  #turn = 0;
  #timer = 0;
  #problems = [];
  #state = el("p", { class: "checked", role: "status" });
  #choice = el("select", { id: "file", "aria-label": "File", hidden: true, onchange: () => this.#show(this.#choice.value) });
  #name = el("span", { class: "quiet mono" });
  #editor = new Editor("The file's text", text => this.#changed(text));
  #save = el("button", { type: "button", id: "save", class: "primary", "aria-keyshortcuts": "Control+S", onclick: () => this.#confirm("save") }, "Save…", key("Ctrl S"));
  #back = el("button", { type: "button", id: "rollback", "aria-keyshortcuts": "r", onclick: () => this.#confirm("rollback") }, "Roll back…", key("r"));
  #discard = el("button", { type: "button", id: "discard", onclick: () => this.#forget() }, "Discard");
  #tabs;
  #panels;
  #trial = new Trial(() => this.#draft, rule => this.#go(rule));
  #replay = new Replay(() => this.#draft);

  constructor(root) {
    this.#root = root;
    this.#panels = {
      rules: ["Rules", el("div", {})], problems: ["Problems", el("div", {})], changes: ["Changes", el("div", {})],
      trial: ["Try", this.#trial.element], replay: ["Replay", this.#replay.element],
    };
    this.#tabs = el("div", { class: "tabs", role: "tablist", "aria-label": "What to look at", onkeydown: event => this.#turnTab(event) },
      Object.entries(this.#panels).map(([name, [label]], index) => el("button", {
        type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `panel-${name}`, "aria-keyshortcuts": `Alt+${index + 1}`, onclick: () => this.#open(name),
      }, el("span", {}, label), el("span", { class: "count", hidden: true }))));
    for (const [name, [, content]] of Object.entries(this.#panels)) {
      this.#panels[name] = el("section", { class: "panel", role: "tabpanel", id: `panel-${name}`, "aria-labelledby": `tab-${name}`, tabindex: "0" }, content);
    }
    root.append(el("div", { class: "page policy-page" },
      el("div", { class: "title" }, el("h1", {}, "Policy"), this.#choice, this.#name, this.#state, el("div", { class: "row" }, this.#discard, this.#back, this.#save)),
      el("div", { class: "workbench" }, this.#editor.element, el("div", { class: "bench" }, this.#tabs, Object.values(this.#panels)))));
    addEventListener("keydown", this.#pressed);
    this.#open("rules");
  }

  close() {
    clearTimeout(this.#timer);
    removeEventListener("keydown", this.#pressed);
  }

  async start() {
    await this.#load();
    await this.#showRules();
  }

  refresh() {}

  // MARK: Files

  /// What is written and not saved of the file that is shown; null where nothing is.
  get #draft() {
    const draft = drafts.get(this.#source);
    return draft ? { source: this.#source, text: draft.text } : null;
  }

  get #file() { return this.#files?.sources.find(file => file.name === this.#source); }

  /// What decides now, of the file that is shown.
  get #live() { return this.#file?.in_use ? this.#file.live ?? this.#file.text : ""; }

  async #load() {
    try {
      this.#files = await ask("GET", "/v1/policy/sources");
    } catch (refusal) {
      this.#state.textContent = refusal.message;
      return;
    }
    const names = this.#files.sources.map(file => file.name);
    this.#choice.replaceChildren(...names.map(name => el("option", { value: name }, name)));
    this.#choice.hidden = names.length < 2;
    this.#name.hidden = names.length !== 1;
    this.#name.textContent = names.length === 1 ? names[0] : "";
    this.#show(names.includes(this.#source) ? this.#source : names[0]);
  }

  #show(name) {
    if (!name) return;
    this.#source = name;
    this.#choice.value = name;
    this.#editor.value = drafts.get(name)?.text ?? this.#file.text;
    this.#check();
    this.#update();
  }

  #changed(text) {
    if (text === this.#file.text) drafts.delete(this.#source);
    else drafts.set(this.#source, { text, base: drafts.get(this.#source)?.base ?? this.#files.digest });
    this.#update();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#check(), pause);
  }

  #forget() {
    drafts.delete(this.#source);
    this.#show(this.#source);
    toast("The draft is gone");
  }

  #update() {
    const isDraft = this.#draft !== null;
    const mayWrite = this.#files.writable && may("edit");
    this.#discard.hidden = !isDraft;
    this.#save.hidden = !mayWrite;
    this.#back.hidden = !mayWrite;
    this.#save.disabled = !isDraft || this.#problems.some(problem => problem.severity === "error");
    this.#back.disabled = !this.#file.has_previous;
    this.#showChanges();
  }

  // MARK: Checking

  async #check() {
    const turn = ++this.#turn;
    let answer;
    try {
      answer = await ask("POST", "/v1/policy/check", { source: this.#source, text: this.#editor.value });
    } catch (refusal) {
      if (turn === this.#turn) this.#tell(refusal.message, "error");
      return;
    }
    // Somebody has gone on writing meanwhile.
    if (turn !== this.#turn) return;
    this.#problems = answer.problems;
    this.#editor.mark(answer.problems.filter(problem => problem.source === this.#source));
    const errors = answer.problems.filter(problem => problem.severity === "error").length;
    const doubts = answer.problems.length - errors;
    if (errors) this.#tell(plural(errors, "error"), "error");
    else this.#tell(`${plural(answer.rules, "rule")}, in order${doubts ? `, ${plural(doubts, "warning")}` : ""}`, doubts ? "warning" : "fine");
    this.#badge("problems", answer.problems.length);
    this.#panels.problems.replaceChildren(answer.problems.length
      ? el("ol", { class: "problems" }, answer.problems.map(problem => this.#problem(problem)))
      : el("p", { class: "calm" }, "Nothing is wrong with it."));
    this.#update();
  }

  #tell(text, kind) {
    this.#state.textContent = text;
    this.#state.className = `checked ${kind}`;
  }

  #problem(problem) {
    const file = problem.source === this.#source ? "" : `${fileName(problem.source)}, `;
    return el("li", { class: problem.severity },
      el("button", { type: "button", class: "rule", onclick: () => this.#go(problem) }, `${file}line ${problem.line}, column ${problem.column}`),
      el("p", {}, el("span", { class: "unseen" }, `${problem.severity}: `), shown(problem.message)), problem.hint ? el("p", { class: "quiet" }, shown(problem.hint)) : "");
  }

  /// Shows a place of the policy in the editor.
  #go({ source, line, column }) {
    if (source !== this.#source) this.#show(source);
    this.#editor.go(line, column ?? 1);
  }

  // MARK: What is in use

  async #showRules() {
    let answer;
    try {
      answer = await ask("GET", "/v1/policy/rules");
    } catch (refusal) {
      this.#panels.rules.replaceChildren(el("p", { class: "calm" }, refusal.message));
      return;
    }
    const cells = rule => [
      el("td", { class: "r-rule" }, el("button", { type: "button", class: "rule", onclick: () => this.#go(rule) }, rule.rule)),
      el("td", { class: "r-effect" }, el("span", { class: `badge verdict-${rule.effect}` }, rule.effect.replace("_", " ")), rule.shadow ? el("span", { class: "quiet" }, " shadow") : ""),
      el("td", { class: "r-matches" }, number(rule.matches)),
      el("td", { class: "r-last quiet" }, rule.last_match ? ago(rule.last_match) : "never"),
    ];
    this.#panels.rules.replaceChildren(
      el("table", { class: "rules" }, el("caption", { class: "unseen" }, "The rules in use"),
        el("thead", {}, el("tr", {}, [["rule", "Rule in use"], ["effect", "Effect"], ["matches", "Matches"], ["last", "Last"]].map(([name, label]) => el("th", { scope: "col", class: `r-${name}` }, label)))),
        el("tbody", {}, answer.rules.map(rule => el("tr", {}, cells(rule))))),
      el("p", { class: "quiet" }, `Counted for ${ago(answer.since).replace(" ago", "")}. `, el("span", { class: "mono" }, answer.digest.slice(0, 16))));
  }

  #showChanges() {
    const lines = compare(this.#live, this.#editor.value);
    const { fresh, gone } = count(lines);
    this.#badge("changes", fresh + gone);
    const isStale = !this.#draft && this.#file.live !== undefined;
    this.#panels.changes.replaceChildren(fresh + gone
      ? el("div", { class: "panel-form" }, el("p", {}, `${plural(fresh, "new line")}, ${plural(gone, "line")} gone, against what is in use.`, isStale ? " The file was changed elsewhere and has not been taken into use: see its problems." : ""), picture(lines))
      : el("p", { class: "calm" }, "The same as what is in use."));
  }

  // MARK: Saving

  #confirm(how) {
    const button = how === "save" ? this.#save : this.#back;
    if (button.hidden || button.disabled) return;
    const token = el("input", { type: "password", id: "again", autocomplete: "current-password", required: true, spellcheck: "false" });
    const problem = el("p", { class: "problem", role: "alert" });
    const { fresh, gone } = count(compare(this.#live, this.#editor.value));
    const about = how === "save"
      ? `${fileName(this.#source)}: ${plural(fresh, "new line")}, ${plural(gone, "line")} gone. Every decision from then on uses it. What stands there now is kept.`
      : `${fileName(this.#source)} becomes what it was before it was changed last. What stands there now is kept in its place${this.#draft ? ", and so is your draft, here" : ""}.`;
    const go = el("button", { type: "submit", class: "primary" }, how === "save" ? "Save" : "Roll back");
    const dialog = open(el("dialog", { "aria-labelledby": "confirm-title" }, el("form", {
      onsubmit: async event => {
        event.preventDefault();
        go.disabled = true;
        try {
          await this.#apply(how, token.value.trim());
          dialog.close();
        } catch (refusal) {
          problem.textContent = refusal.message;
          go.disabled = false;
          token.select();
        }
      },
    }, el("h2", { id: "confirm-title" }, how === "save" ? "Save the policy" : "Roll back"), el("p", {}, about),
      el("label", { for: "again" }, "Your token again"), token, problem,
      el("div", { class: "row" }, go, el("button", { type: "button", onclick: () => dialog.close() }, "Cancel")))));
    token.focus();
  }

  async #apply(how, token) {
    const request = { source: this.#source, base: (how === "save" ? drafts.get(this.#source)?.base : null) ?? this.#files.digest, token };
    if (how === "save") request.text = this.#editor.value;
    try {
      await ask("POST", `/v1/policy/${how}`, request);
    } catch (refusal) {
      if (refusal.code !== "policy_changed") throw refusal;
      // The draft stays, and from now on is one of the files as they are.
      await this.#load();
      const draft = drafts.get(this.#source);
      if (draft) draft.base = this.#files.digest;
      throw refusal;
    }
    if (how === "save") drafts.delete(this.#source);
    await this.#load();
    this.#showRules();
    toast(how === "save" ? "Saved, and in use" : "Rolled back, and in use");
    announce(how === "save" ? "Saved, and in use" : "Rolled back, and in use");
  }

  // MARK: Panels and keys

  #open(name) {
    for (const tab of this.#tabs.children) {
      const isOpen = tab.id === `tab-${name}`;
      tab.setAttribute("aria-selected", String(isOpen));
      tab.tabIndex = isOpen ? 0 : -1;
    }
    for (const [other, panel] of Object.entries(this.#panels)) panel.hidden = other !== name;
  }

  #badge(name, number) {
    const badge = this.#root.querySelector(`#tab-${name} .count`);
    badge.hidden = number === 0;
    badge.textContent = String(number);
  }

  /// Goes along the tabs by arrow keys.
  #turnTab(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    const tabs = [...this.#tabs.children];
    const next = tabs[(tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length];
    next.click();
    next.focus();
  }

  /// Keys that also hold while somebody writes.
  #pressed = event => {
    if (document.querySelector("dialog[open]") || !this.#files) return;
    const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    const tab = event.altKey && !event.ctrlKey && !event.metaKey ? Object.keys(this.#panels)[Number(event.code.replace("Digit", "")) - 1] : undefined;
    if (isCommand && event.key === "s") this.#confirm("save");
    else if (isCommand && event.key === "Enter") {
      this.#open("trial");
      this.#trial.run();
    } else if (event.key === "F8") {
      if (!this.#editor.goToProblem()) announce("Nothing is wrong with it");
    } else if (tab) {
      this.#open(tab);
      this.#root.querySelector(`#tab-${tab}`).focus();
    } else return;
    event.preventDefault();
  };

  press(name) {
    if (name === "r") this.#confirm("rollback");
    else if (name === "e") this.#editor.focus();
    else return false;
    return true;
  }

  static keys = [["e", "edit"], ["Ctrl S", "save"], ["r", "roll back"], ["Ctrl ↵", "try the action"], ["F8", "the next problem"], ["Alt 1 … 5", "rules, problems, changes, try, replay"]];
}
