/// Asks the admin API.

/// Who is signed in: `{id, roles, may, csrf_token}`; null for nobody.
export let session = null;

/// Where the session's second token is kept. Unlike the cookie it is this port's alone: no other program of the host's is sent it.
const kept = "gatehouse-csrf";

/// The server's time less this machine's, in milliseconds.
let skew = 0;

/// The server's time, in milliseconds since 1970.
export const now = () => Date.now() + skew;

let whenSignedOut = () => {};

/// Has a function called whenever the session turns out to be over.
export function onSignedOut(call) { whenSignedOut = call; }

/// Why a request was not answered as asked; its message is for people.
export class Refusal extends Error {
  constructor(status, problem) {
    super(problem.detail ?? `the answer was ${status}`);
    this.status = status;
    this.code = problem.code;
  }
}

/// Asks, and gives the answer's text.
export async function askText(method, path, content) {
  const headers = {};
  if (content !== undefined) headers["Content-Type"] = "application/json";
  const token = localStorage.getItem(kept) ?? session?.csrf_token;
  if (token) headers["X-CSRF-Token"] = token;
  let response;
  try {
    response = await fetch(path, { method, headers, cache: "no-store", body: content === undefined ? undefined : JSON.stringify(content) });
  } catch {
    throw new Refusal(0, { detail: "Gatehouse cannot be reached" });
  }
  const date = Date.parse(response.headers.get("Date"));
  // The field has whole seconds: half of one is the best guess at the rest.
  if (!Number.isNaN(date) && Math.abs(date + 500 - now()) > 1500) skew = date + 500 - Date.now();
  const text = await response.text();
  if (response.ok) return text;
  let problem = {};
  try { problem = JSON.parse(text); } catch { /* The status says enough. */ }
  if (response.status === 401 && session) {
    session = null;
    whenSignedOut();
  }
  throw new Refusal(response.status, problem);
}

/// Asks, and gives the answer as a value.
export async function ask(method, path, content) {
  const text = await askText(method, path, content);
  return text ? JSON.parse(text) : null;
}

/// Finds out who is signed in already; a cookie without the second token is nobody's.
export async function resume() {
  try {
    const found = await ask("GET", "/v1/session");
    session = found.csrf_token ? found : null;
  } catch (refusal) {
    if (refusal.status !== 401) throw refusal;
    session = null;
  }
  return session;
}

export async function signIn(token) {
  session = await ask("POST", "/v1/session", { token });
  localStorage.setItem(kept, session.csrf_token);
  return session;
}

export async function signOut() {
  await ask("DELETE", "/v1/session");
  localStorage.removeItem(kept);
  session = null;
}

/// Whether whoever is signed in may do something.
export const may = what => session?.may.includes(what) ?? false;
