/// Replays recorded actions under the draft, and lists every verdict that would change.
import { askText } from "./api.js";
import { announce, el } from "./dom.js";
import { at, read, write } from "./exact.js";
import { number, shown } from "./shown.js";
import { verdictBadge } from "./trial.js";

/// The longest arguments that a row shows, in characters.
const longestCall = 400;

/// Verdicts, one changed into another, or into one of several.
const turn = entry => el("span", { class: "turn" }, verdictBadge(entry.before), " → ", entry.after.flatMap((verdict, index) => [index ? " or " : "", verdictBadge(verdict)]));

const named = names => names.flatMap((name, index) => [index ? ", " : "", shown(name, { class: "mono" })]);

export class Replay {
  #draft;
  #last = el("select", { id: "last" }, [1000, 5000, 10_000].map(count => el("option", { value: String(count) }, number(count))));
  #button = el("button", { type: "submit", id: "replay" }, "Replay");
  #result = el("div", { class: "result" });

  /// - `draft` gives the changed file; null where nothing is changed.
  constructor(draft) {
    this.#draft = draft;
    this.element = el("form", { class: "panel-form", onsubmit: event => { event.preventDefault(); this.run(); } },
      el("div", { class: "row" }, el("label", { for: "last" }, "The newest"), this.#last, el("span", {}, "recorded actions"), this.#button), this.#result);
  }

  async run() {
    const draft = this.#draft();
    this.#button.disabled = true;
    this.#result.replaceChildren(el("p", { class: "quiet" }, "Deciding anew…"));
    try {
      this.#show(await askText("POST", "/v1/policy/replay", { last: Number(this.#last.value), ...draft }), draft !== null);
    } catch (refusal) {
      this.#result.replaceChildren(el("p", { class: "problem", role: "alert" }, refusal.message));
    }
    this.#button.disabled = false;
  }

  #show(text, isDraft) {
    const report = JSON.parse(text);
    const exact = read(text);
    const { decisions, changed, undecidable, unasked, unchanged_by_other_rules: otherwise } = report;
    const sentence = decisions === 0 ? "The log has no decisions."
      : `Under ${isDraft ? "the draft" : "the policy in use"}, ${number(changed)} of ${number(decisions)} verdicts would change${undecidable ? `, and ${number(undecidable)} ${undecidable === 1 ? "is" : "are"} undecidable` : ""}.`;
    announce(sentence);
    const notes = [
      undecidable ? "Undecidable is what hangs on something that the log does not hold." : "",
      otherwise ? `${number(otherwise)} would stay as they are, by other rules.` : "",
      unasked ? `${number(unasked)} ${unasked === 1 ? "call" : "calls"} beside them never came before a policy.` : "",
    ].filter(Boolean).join(" ");
    this.#result.replaceChildren(el("p", { class: "verdict" }, sentence), notes ? el("p", { class: "quiet" }, notes) : "",
      ...this.#groups(report),
      ...this.#differences("Would change", report.changes, at(exact, "changes"), report.changes_left_out),
      ...this.#differences("Undecidable", report.doubts, at(exact, "doubts"), report.doubts_left_out));
  }

  #groups({ groups, ungrouped }) {
    if (!groups.length) return [];
    return [el("table", { class: "groups" }, el("caption", { class: "unseen" }, "What would change, in groups"),
      el("thead", {}, el("tr", {}, [["count", "Calls"], ["turn", "Verdict"], ["tool", "Tool"], ["agent", "Agent"], ["by", "By"]].map(([name, label]) => el("th", { scope: "col", class: `g-${name}` }, label)))),
      el("tbody", {}, groups.map(group => el("tr", {},
        el("td", { class: "g-count" }, number(group.count)), el("td", { class: "g-turn" }, turn(group)), el("td", {}, shown(group.tool, { class: "mono" })),
        el("td", {}, shown(group.agent)), el("td", {}, group.undecidable ? ["hangs on ", ...named(group.unknown)] : shown(group.rule, { class: "mono" })))))),
    ungrouped ? el("p", { class: "quiet" }, `and ${number(ungrouped)} of other kinds`) : ""];
  }

  #differences(title, entries, exact, leftOut) {
    if (!entries.length) return [];
    return [el("h3", {}, title), el("ol", { class: "differences" }, entries.map((entry, index) => this.#difference(entry, at(exact.items[index], "args")))),
      leftOut ? el("p", { class: "quiet" }, `and ${number(leftOut)} more`) : ""];
  }

  #difference(entry, args) {
    const call = args ? write(args) : "";
    const why = entry.undecidable ? ["hangs on ", ...named(entry.unknown)] : [shown(entry.reason.text)];
    return el("li", {},
      el("p", {}, turn(entry), " ", shown(entry.tool, { class: "mono tool" }), " ", shown(call.slice(0, longestCall), { class: "mono" }), call.length > longestCall ? ` … and ${number(call.length - longestCall)} more characters` : ""),
      el("p", { class: "quiet" }, shown(entry.agent), entry.session ? [" in ", shown(entry.session)] : "", ` · record ${entry.seq} · `, why));
  }
}
