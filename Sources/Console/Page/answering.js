/// The dialogs in which a request is denied with a reason, or answered with a grant.
import { ask } from "./api.js";
import { el, open } from "./dom.js";
import { shortTool } from "./request.js";
import { shown } from "./shown.js";

/// Asks for a reason; calls `deny` with it.
export function denyDialog(approval, deny) {
  const reason = el("textarea", { id: "reason", rows: "3", maxlength: "900", placeholder: "What should be done instead? The agent is told." });
  const form = el("form", { method: "dialog" },
    el("h2", { id: "deny-title" }, "Deny"),
    el("p", { class: "about" }, shown(approval.agent, { class: "agent" }), " ", shown(approval.summary)),
    el("label", { for: "reason" }, "Reason"), reason,
    el("div", { class: "answer-row" }, el("button", { type: "submit", class: "danger" }, "Deny"), el("button", { type: "button", onclick: () => dialog.close() }, "Cancel")));
  const dialog = el("dialog", { "aria-labelledby": "deny-title" }, form);
  form.addEventListener("submit", () => deny(reason.value.trim()));
  reason.addEventListener("keydown", event => {
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  open(dialog);
  reason.focus();
}

const fileKinds = new Set(["reads", "writes", "deletes", "loads", "changes_permissions"]);
const hostKinds = new Set(["connects", "sends"]);

/// The directory that all files of a request lie in; empty where they have none but the root in common, and null where
/// there are no files.
function directory(request) {
  const paths = request.effects.filter(effect => fileKinds.has(effect.kind)).map(effect => effect.target.tree ?? effect.target.exact).filter(Boolean);
  if (paths.length === 0) return null;
  const parts = paths.map(path => path.split("/").slice(0, -1));
  let length = 0;
  while (length < parts[0].length && parts.every(part => part[length] === parts[0][length])) length += 1;
  return parts[0].slice(0, length).join("/");
}

const host = request => request.effects.find(effect => hostKinds.has(effect.kind))?.target.exact ?? "";

/// The numbers among the arguments.
const amounts = request => Object.entries(request.args ?? {}).filter(([name, value]) => typeof value === "number" && /^[A-Za-z_]\w*$/.test(name));

/// The scopes that make sense for a request: a label, and the fields that describe each.
function scopes(request) {
  const input = (name, value, label, type = "text") => {
    const field = el("input", { type, value: String(value), "aria-label": label, id: `scope-${name}`, step: "any", autocomplete: "off", spellcheck: "false" });
    return { field, read: () => (type === "number" ? Number(field.value) : field.value) };
  };
  const result = [{ kind: "arguments", label: "these very arguments", fields: {} }];
  const path = directory(request);
  if (path !== null) result.push({ kind: "directory", label: "files below", fields: { path: input("path", path, "Directory") } });
  if (host(request)) result.push({ kind: "host", label: "the host", fields: { host: input("host", host(request), "Host") } });
  for (const [name, value] of amounts(request).slice(0, 3)) {
    result.push({ kind: "amount", label: `${name} up to`, fields: { maximum: input(`maximum-${name}`, value, `Most of ${name}`, "number") }, member: name });
  }
  result.push({ kind: "tool", label: "whatever the arguments, with no other kind of effect", fields: {} });
  return result;
}

/// Has a grant chosen, shows it in the policy language, and calls `give` with what was shown.
export function grantDialog(approval, give) {
  const choices = scopes(approval.request);
  const preview = el("pre", { class: "policy", id: "preview", tabindex: "0", "aria-label": "The grant in the policy language" });
  const problem = el("p", { class: "problem", role: "alert" });
  const submit = el("button", { type: "submit", class: "primary", disabled: true }, "Give grant and approve");
  const duration = el("select", { id: "duration" }, ["15m", "1h", "4h", "12h", "24h"].map(time => el("option", { value: time }, { "15m": "15 minutes", "1h": "1 hour", "4h": "4 hours", "12h": "12 hours", "24h": "a day" }[time])));
  const session = el("input", { type: "checkbox", id: "for-session", checked: Boolean(approval.request.session), disabled: !approval.request.session });
  const radios = choices.map((choice, index) => {
    const radio = el("input", { type: "radio", name: "scope", value: String(index), id: `scope-${index}`, checked: index === 0 });
    return el("div", { class: "choice" }, radio, el("label", { for: `scope-${index}` }, shown(choice.label)), Object.values(choice.fields).map(({ field }) => field));
  });
  const form = el("form", { method: "dialog", class: "grant" },
    el("h2", { id: "grant-title" }, "Grant"),
    el("p", { class: "about" }, "Calls of ", shown(shortTool(approval.tool), { class: "mono" }), " by ", shown(approval.agent, { class: "agent" }), " are not asked about for a while. Denials, and what other rules ask, stay."),
    el("fieldset", {}, el("legend", {}, "For calls with"), radios),
    el("div", { class: "terms" },
      el("label", { for: "duration" }, "For"), duration,
      el("span", { class: "choice" }, session, el("label", { for: "for-session" }, "in this session only"))),
    el("h3", {}, "What will be in force"), preview, problem,
    el("div", { class: "answer-row" }, submit, el("button", { type: "button", onclick: () => dialog.close() }, "Cancel")));
  const dialog = el("dialog", { "aria-labelledby": "grant-title" }, form);

  const terms = () => {
    const choice = choices[Number(new FormData(form).get("scope"))];
    const scope = { kind: choice.kind };
    if (choice.member) scope.member = choice.member;
    for (const [name, { read }] of Object.entries(choice.fields)) scope[name] = read();
    return { scope, session: session.checked, duration: duration.value };
  };
  // What is given is what is shown: a change takes the button away until the new text stands there.
  let [shownTerms, wanted, timer] = [null, 0, 0];
  const refresh = async () => {
    const [number, asked] = [++wanted, terms()];
    try {
      const grant = await ask("POST", `/v1/approvals/${approval.id}/grant`, { ...asked, preview: true });
      if (number !== wanted) return;
      preview.replaceChildren(shown(grant.policy, {}, true));
      problem.textContent = "";
      shownTerms = asked;
      submit.disabled = false;
    } catch (refusal) {
      if (number !== wanted) return;
      preview.replaceChildren();
      problem.textContent = refusal.message;
    }
  };
  form.addEventListener("input", event => {
    submit.disabled = true;
    shownTerms = null;
    if (event.target.closest(".choice")?.querySelector("input[type=radio]") && event.target.type !== "radio") event.target.closest(".choice").querySelector("input[type=radio]").checked = true;
    clearTimeout(timer);
    timer = setTimeout(refresh, 250);
  });
  form.addEventListener("submit", event => {
    if (!shownTerms) return event.preventDefault();
    give(shownTerms);
  });
  open(dialog);
  form.querySelector("input[type=radio]").focus();
  refresh();
}
