/// Begins: who is signed in, which page is wanted, what keys mean.
import { Agents } from "./agents.js";
import { Approvals } from "./approvals.js";
import { ask, may, now, onSignedOut, resume, session, signIn, signOut } from "./api.js";
import { announce, byID, el, key, open, toast } from "./dom.js";
import { Grants } from "./grants.js";
import { Log } from "./log.js";
import { Notices } from "./notices.js";
import { Now } from "./now.js";
import { Policy } from "./policy.js";
import { shortTool } from "./request.js";
import { Sessions } from "./sessions.js";
import { plain, shown } from "./shown.js";

const main = byID("main");
let page = null;
let link = null;

/// The pages, in the order of the navigation, which is that of their keys; some are for those who may do something.
const pages = [
  { path: "/approvals", label: "Approvals", Page: Approvals },
  { path: "/grants", label: "Grants", Page: Grants },
  { path: "/now", label: "Now", Page: Now, needs: "watch" },
  { path: "/sessions", label: "Sessions", Page: Sessions, needs: "watch" },
  { path: "/agents", label: "Agents", Page: Agents, needs: "watch" },
  { path: "/log", label: "Log", Page: Log, needs: "watch" },
  { path: "/policy", label: "Policy", Page: Policy, needs: "policy" },
  { path: "/notices", label: "Notices", Page: Notices, needs: "operate" },
];

/// Those for whoever is signed in, each with its key.
const allowed = () => pages.map((entry, index) => ({ ...entry, key: String(index + 1) })).filter(({ needs }) => !needs || may(needs));

/// The page of a path; where there is none, the first.
const pageAt = path => allowed().find(entry => path === entry.path || path.startsWith(`${entry.path}/`)) ?? pages[0];

// MARK: Signing in

function showSignIn() {
  page?.close();
  page = null;
  main.removeAttribute("aria-busy");
  link?.close();
  link = null;
  byID("top").hidden = true;
  document.title = "Sign in · Gatehouse";
  const token = el("input", { type: "password", id: "token", autocomplete: "current-password", required: true, spellcheck: "false" });
  const problem = el("p", { class: "problem", role: "alert" });
  const button = el("button", { type: "submit", class: "primary" }, "Sign in");
  main.className = "";
  main.replaceChildren(el("form", {
    class: "sign-in", onsubmit: async event => {
      event.preventDefault();
      button.disabled = true;
      try {
        await signIn(token.value.trim());
        await begin();
      } catch (refusal) {
        problem.textContent = refusal.message;
        button.disabled = false;
        token.select();
      }
    },
  }, el("img", { src: "/page/icon.svg", alt: "", width: "48", height: "48" }), el("h1", {}, "Gatehouse"),
    el("label", { for: "token" }, "Your token"), token, problem, button,
    el("p", { class: "quiet" }, "Approvers have one each. The operator's is in the data directory, in ", el("code", {}, "admin.token"), ".")));
  token.focus();
}

function signedOut() {
  toast("Your session is over: sign in again", true);
  showSignIn();
}

onSignedOut(signedOut);
addEventListener("signedout", signedOut);

// MARK: The frame

function showFrame() {
  const item = (path, label, ...more) => el("a", { href: path, "data-page": path, onclick: go }, label, ...more);
  const count = id => el("span", { class: "count", id, hidden: true });
  const permission = "Notification" in window && Notification.permission === "default";
  const bell = el("button", { type: "button", class: "bare bell", hidden: !permission, onclick: async () => { if (await Notification.requestPermission() !== "default") bell.hidden = true; } }, "Notify me");
  const top = byID("top");
  top.replaceChildren(
    el("a", { class: "brand", href: "/", onclick: go }, el("img", { src: "/page/icon.svg", alt: "", width: "24", height: "24" }), el("span", {}, "Gatehouse")),
    el("nav", { "aria-label": "Pages" }, allowed().map(({ path, label, Page }) => item(path, label, Page === Approvals ? count("waiting") : Page === Notices ? count("undelivered") : null))),
    el("span", { class: "link", id: "link", role: "status" }),
    bell,
    el("button", { type: "button", class: "bare", "aria-label": "Help", "aria-keyshortcuts": "?", onclick: help }, "?"),
    el("span", { class: "me" }, shown(session.id)),
    el("button", { type: "button", class: "bare", onclick: async () => { try { await signOut(); } catch (refusal) { return toast(refusal.message, true); } showSignIn(); } }, "Sign out"));
  top.hidden = false;
  undeliveredAt = 0;
}

/// Follows a link of the page's own.
function go(event) {
  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  history.pushState(null, "", event.currentTarget.getAttribute("href"));
  show();
}

/// Names the place where the page is, without going there.
function navigate(path, isReplacing = false) {
  if (location.pathname + location.search === path) return;
  history[isReplacing ? "replaceState" : "pushState"](null, "", path);
}

function show() {
  const { Page, path } = pageAt(location.pathname);
  page?.close();
  main.className = "";
  main.replaceChildren();
  for (const item of byID("top").querySelectorAll("nav a")) {
    if (item.dataset.page === path) item.setAttribute("aria-current", "page"); else item.removeAttribute("aria-current");
  }
  page = new Page(main, navigate);
  fill(page);
  setTitle();
  watch(Page);
}

/// Lets a page begin; `aria-busy` is there until what it has to show is.
async function fill(begun) {
  main.setAttribute("aria-busy", "true");
  try {
    await begun.start(location.pathname.split("/")[2]);
  } finally {
    if (page === begun) main.removeAttribute("aria-busy");
  }
}

addEventListener("popstate", () => { if (session) show(); });

// MARK: What waits

let waiting = 0;

/// The most requests that are asked for: as many or more may wait.
const most = 1000;

function setTitle() {
  const count = waiting < most ? String(waiting) : `${most}+`;
  document.title = `${waiting ? `(${count}) ` : ""}${pageAt(location.pathname).label} · Gatehouse`;
  const badge = byID("waiting");
  if (!badge) return;
  badge.hidden = waiting === 0;
  badge.textContent = count;
  // On a phone there is no room for all pages at once.
  byID("top").querySelector("nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
}

addEventListener("waiting", ({ detail }) => {
  waiting = detail.count;
  setTitle();
  if (!document.hidden || !("Notification" in window) || Notification.permission !== "granted") return;
  for (const entry of detail.fresh.slice(0, 3)) {
    // Where only service workers may notify, this throws: such devices show the title.
    let note;
    try { note = new Notification(`${plain(entry.agent, 40)} asks for ${plain(shortTool(entry.tool), 60)}`, { body: plain(entry.summary), tag: entry.id }); } catch { return; }
    note.addEventListener("click", () => {
      focus();
      history.pushState(null, "", `/approvals/${entry.id}`);
      show();
    });
  }
});

// MARK: What did not arrive

addEventListener("undelivered", ({ detail }) => {
  const badge = byID("undelivered");
  if (!badge) return;
  badge.hidden = detail === 0;
  badge.textContent = String(detail);
});

let undeliveredAt = 0;

/// Looks whether people could not be told of something, once a minute at most; those who operate the instance can help.
async function lookForUndelivered() {
  if (!may("operate") || page instanceof Notices || now() - undeliveredAt < 60_000) return;
  undeliveredAt = now();
  try {
    const { total } = await ask("GET", "/v1/notifications/dead?limit=1");
    dispatchEvent(new CustomEvent("undelivered", { detail: total }));
  } catch { /* The next look is another chance. */ }
}

let known = null;

/// Looks again for what waits; pages without the list want only its length.
async function approvalsChanged() {
  if (!session) return;
  lookForUndelivered();
  if (page instanceof Approvals || page instanceof Grants) await page.refresh();
  if (page instanceof Approvals) return;
  try {
    const { approvals } = await ask("GET", `/v1/approvals?limit=${most}`);
    const fresh = known ? approvals.filter(entry => !known.has(entry.id)) : [];
    known = new Set(approvals.map(entry => entry.id));
    dispatchEvent(new CustomEvent("waiting", { detail: { count: approvals.length, fresh } }));
    if (fresh.length) announce(`${fresh.length} new ${fresh.length === 1 ? "request waits" : "requests wait"}`);
  } catch { /* The next change is another chance. */ }
}

addEventListener("approvals", approvalsChanged);

// MARK: The stream

function setLink(isUp) {
  const state = byID("link");
  if (!state) return;
  state.classList.toggle("down", !isUp);
  state.textContent = isUp ? "" : "Not connected, trying again…";
}

addEventListener("link", ({ detail }) => setLink(detail));

/// Hears of approvals; the page of now has a stream that says so already, and browsers allow few to one server.
function watch(Page) {
  link?.close();
  link = null;
  approvalsChanged();
  if (Page === Now) return;
  const stream = new EventSource("/v1/events?only=approvals");
  link = stream;
  let wasUp = true;
  stream.addEventListener("hello", () => {
    setLink(true);
    if (!wasUp) approvalsChanged();
    wasUp = true;
  });
  stream.addEventListener("approvals", approvalsChanged);
  stream.addEventListener("error", () => {
    if (link !== stream) return;
    wasUp = false;
    setLink(false);
    if (stream.readyState !== EventSource.CLOSED) return;
    setTimeout(async () => {
      if (link !== stream) return;
      try { if (!await resume()) return signedOut(); } catch { /* It is tried again. */ }
      if (link === stream) watch(Page);
    }, 3000);
  });
}

// MARK: Keys

const keys = [["?", "this help"], ["Esc", "close"]];

function help() {
  const places = allowed().map(({ key, label }) => [key, label.toLowerCase()]);
  const rows = [...(page?.constructor.keys ?? []), ...places, ...keys].flatMap(([names, what]) => [el("dt", {}, names.split(" ").map(name => key(name))), el("dd", {}, what)]);
  const dialog = el("dialog", { "aria-labelledby": "help-title" }, el("form", { method: "dialog" }, el("h2", { id: "help-title" }, "Keys"), el("dl", { class: "keys" }, rows), el("button", { type: "submit" }, "Close")));
  open(dialog);
}

addEventListener("keydown", event => {
  if (!session || !page || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.target.closest("input:not([type=radio]), textarea, select")) {
    if (event.key === "Escape") {
      // Browsers would empty a field of a search besides.
      event.preventDefault();
      event.target.blur();
    }
    return;
  }
  const place = allowed().find(({ key }) => key === event.key);
  if (event.key === "?") help();
  else if (place) {
    history.pushState(null, "", place.path);
    show();
  } else if (!page.press(event.key, event.repeat)) return;
  event.preventDefault();
});

// MARK: The beginning

async function begin() {
  showFrame();
  show();
}

try {
  if (await resume()) await begin(); else showSignIn();
} catch (refusal) {
  main.replaceChildren(el("p", { class: "calm" }, `${refusal.message}.`));
}
