"""Uses the console in a real browser, against a running instance.

usage: browser.py ADMIN_PORT DECISIONS_PORT ADMIN_TOKEN BINARY [FOLDER]

Each function that begins with `test_` is one promise; FOLDER, if given, gets the pictures of the documentation instead. BINARY is started
where an instance has to be stopped and started again.
The tokens are those of the test that starts it: `blue` asks for decisions, `red` is ann's, `green` bob's.
"""
import contextlib
import datetime
import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import urllib.request

from playwright.sync_api import expect, sync_playwright

ADMIN = f"http://127.0.0.1:{sys.argv[1]}"
DECISIONS = f"http://127.0.0.1:{sys.argv[2]}"
ADMIN_TOKEN = sys.argv[3]
BINARY = sys.argv[4]
PICTURES = pathlib.Path(sys.argv[5]) if len(sys.argv) > 5 else None

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 800}

# What stands in the text of every visible element, against what it stands on (WCAG 2.2, 1.4.3).
CONTRAST = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = color => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; };
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const background = element => {
    for (let at = element; at; at = at.parentElement) { const color = rgba(getComputedStyle(at).backgroundColor); if (color[3] > 250) return color; }
    return rgba(getComputedStyle(document.documentElement).colorScheme.includes("dark") && matchMedia("(prefers-color-scheme: dark)").matches ? "#131615" : "#fff");
  };
  const poor = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    if (element.closest(".unseen, noscript, kbd") || element.closest("button:disabled, button[aria-disabled]")) continue;
    const style = getComputedStyle(element);
    const [a, b] = [light(rgba(style.color)), light(background(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const size = parseFloat(style.fontSize);
    const wanted = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
    if (ratio < wanted) poor.push(`${element.tagName}.${element.className} "${walker.currentNode.data.trim().slice(0, 40)}" ${ratio.toFixed(2)}`);
  }
  return poor;
}"""

# What a reader of the screen is told of whatever can be used, and the skeleton of the page (WCAG 2.2, 4.1.2, 1.3.1).
NAMES = """() => {
  const wrong = [];
  const name = element => element.getAttribute("aria-label") || (element.getAttribute("aria-labelledby") || "").split(" ").map(id => document.getElementById(id)?.textContent ?? "").join("").trim()
    || [...(element.labels ?? [])].map(label => label.textContent).join("").trim() || element.textContent.trim() || element.alt || "";
  for (const element of document.querySelectorAll("a, button, input, select, textarea, dialog, [role=region], nav, table")) {
    if (!element.checkVisibility()) continue;
    const title = element.tagName === "TABLE" ? element.caption?.textContent : name(element);
    if (!title) wrong.push(`${element.outerHTML.slice(0, 120)} has no name`);
  }
  for (const image of document.querySelectorAll("img:not([alt]), svg[role=img]:not([aria-label])")) wrong.push(`${image.outerHTML.slice(0, 80)} has no text`);
  const ids = [...document.querySelectorAll("[id]")].map(element => element.id);
  for (const id of new Set(ids.filter((id, index) => ids.indexOf(id) !== index))) wrong.push(`the id ${id} is there twice`);
  for (const element of document.querySelectorAll("[aria-labelledby], [aria-describedby]"))
    for (const id of `${element.getAttribute("aria-labelledby") ?? ""} ${element.getAttribute("aria-describedby") ?? ""}`.trim().split(/\\s+/)) if (!document.getElementById(id)) wrong.push(`nothing has the id ${id}`);
  if (document.querySelectorAll("main").length !== 1) wrong.push("there is not one main");
  if (document.querySelectorAll("h1").length !== 1) wrong.push("there is not one h1");
  if (!document.documentElement.lang) wrong.push("the language is not told");
  for (const element of document.querySelectorAll(".scroll, pre")) if (element.scrollHeight > element.clientHeight + 4 && element.tabIndex < 0) wrong.push("a box that scrolls cannot be reached by key");
  return wrong;
}"""


def decide(tool, args, agent="deploy-bot", session=None, wait=None, at=DECISIONS, token="blue"):
    """Asks for a decision, as a caller does."""
    action = {"tool": tool, "args": args, "agent": {"id": agent}} | ({"session": session} if session else {})
    request = urllib.request.Request(
        f"{at}/v1/decide{'?wait=' + wait if wait else ''}", json.dumps(action).encode(),
        {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {}))
    with urllib.request.urlopen(request, timeout=90) as response:
        return json.load(response)


class Held(threading.Thread):
    """A call that is held until somebody answers."""

    def __init__(self, *action, **more):
        super().__init__(daemon=True)
        self.action, self.more, self.decision = action, more, None
        self.start()

    def run(self):
        self.decision = decide(*self.action, **self.more, wait="60s")

    def answer(self):
        self.join(30)
        assert self.decision, "the held call was not answered"
        return self.decision


class Visit:
    """A browser's window that notes whatever it must not do."""

    def __init__(self, browser, viewport=DESKTOP, scheme="light", token="red", at=ADMIN):
        self.context = browser.new_context(viewport=viewport, color_scheme=scheme, reduced_motion="reduce")
        self.page = self.context.new_page()
        self.wrong = []
        self.page.on("pageerror", lambda error: self.wrong.append(f"an error in the page: {error}"))
        self.page.on("dialog", lambda dialog: (self.wrong.append("a script of an agent ran"), dialog.dismiss()))
        self.page.on("request", lambda request: request.url.startswith(at) or request.url.startswith("data:")
                     or self.wrong.append(f"a request to another origin: {request.url}"))
        self.page.on("console", lambda message: "Content Security Policy" in message.text
                     and self.wrong.append(message.text))
        self.page.add_init_script("addEventListener('securitypolicyviolation', event => console.error(`Content Security Policy: ${event.violatedDirective} ${event.blockedURI}`))")
        self.page.goto(f"{at}/")
        self.sign_in(token)

    def sign_in(self, token):
        self.page.get_by_label("Your token").fill(token)
        self.page.keyboard.press("Enter")
        self.page.wait_for_selector("#top nav")

    def settle(self):
        """Waits until answers to what is shown count."""
        expect(self.page.locator(".detail[aria-busy]")).to_have_count(0)
        expect(self.page.locator("#approve[aria-disabled]")).to_have_count(0)

    def choose(self, text):
        """Has the request shown whose entry in the list has some text, and waits until answers to it count."""
        # Not by the whole entry: the time that is left to answer it may hold the text as well.
        self.page.locator(".entry", has=self.page.locator(".summary", has_text=text)).first.click()
        self.settle()
        expect(self.page.locator("#sentence")).to_contain_text(text)

    def check(self):
        assert not self.wrong, "; ".join(self.wrong)
        names, poor = self.page.evaluate(NAMES), self.page.evaluate(CONTRAST)
        assert not names, "; ".join(names)
        assert not poor, f"too little contrast: {'; '.join(poor[:5])}"


@contextlib.contextmanager
def visit(browser, **more):
    visit = Visit(browser, **more)
    try:
        yield visit
        visit.check()
    finally:
        visit.context.close()


def test_a_wrong_token_is_told_and_a_right_one_opens(browser):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{ADMIN}/approvals")
    page.get_by_label("Your token").fill("no such token")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("not known")
    page.get_by_label("Your token").fill("red")
    page.keyboard.press("Enter")
    expect(page.get_by_role("navigation", name="Pages")).to_be_visible()
    assert "gatehouse=" not in page.evaluate("document.cookie"), "scripts can read the cookie"
    # A reload stays signed in; an approver has no page of decisions.
    page.reload()
    expect(page.get_by_role("link", name="Approvals")).to_be_visible()
    assert page.get_by_role("link", name="Now").count() == 0
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_label("Your token")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Your token")).to_be_visible()
    context.close()


def test_a_held_call_is_approved_by_key(browser):
    with visit(browser) as v:
        held = Held("refunds.create", {"amount": 17}, agent="held-agent")
        v.page.locator(".entry", has_text="17").wait_for()
        assert v.page.title().startswith("("), "the title does not say how many wait"
        v.page.locator("body").press("j")
        v.choose("17")
        v.page.keyboard.press("a")
        assert held.answer()["decision"] == "allow"
        expect(v.page.locator("#toast")).to_contain_text("Approved")


def test_what_cannot_be_undone_is_asked_twice(browser):
    with visit(browser) as v:
        held = Held("shell.exec", {"command": "rm -rf /srv/twice"})
        v.choose("/srv/twice")
        v.page.keyboard.press("a")
        expect(v.page.locator("#approve-note")).to_contain_text("cannot be undone")
        assert held.decision is None
        v.page.keyboard.press("a")
        assert held.answer()["decision"] == "allow"


def test_a_denial_tells_its_reason(browser):
    with visit(browser) as v:
        held = Held("refunds.create", {"amount": 23}, agent="greedy-agent")
        v.choose("23")
        v.page.keyboard.press("d")
        v.page.get_by_label("Reason").fill("ask for a voucher instead")
        v.check()
        v.page.keyboard.press("Enter")
        decision = held.answer()
        assert decision["decision"] == "deny", decision
        expect(v.page.locator("#toast")).to_contain_text("Denied")
        v.page.get_by_role("link", name="Answered").click()
        v.choose("23")
        expect(v.page.locator(".votes")).to_contain_text("ask for a voucher instead")


def test_a_grant_is_shown_before_it_is_given_and_ends_when_revoked(browser):
    with visit(browser) as v:
        remove = lambda path: ("shell.exec", {"command": f"rm -r {path}"}, "grant-agent", "s-1")
        held = Held(*remove("/srv/grants/one/a"))
        v.choose("/srv/grants")
        v.page.keyboard.press("g")
        give = v.page.get_by_role("button", name="Give grant and approve")
        expect(v.page.locator("#preview")).to_contain_text("effect: allow")
        v.page.get_by_label("Directory").fill("/srv/grants")
        expect(v.page.locator("#preview")).to_contain_text('t.within("/srv/grants")')
        expect(give).to_be_enabled()
        v.check()
        give.click()
        assert held.answer()["decision"] == "allow"
        assert decide(*remove("/srv/grants/two"))["decision"] == "allow"
        assert decide(*remove("/srv/others"))["decision"] == "require_approval"
        v.page.keyboard.press("2")
        card = v.page.locator(".card", has_text="grant-agent")
        card.get_by_role("button", name="Revoke").click()
        expect(card).to_have_count(0)
        assert decide(*remove("/srv/grants/three"))["decision"] == "require_approval"


def test_what_an_agent_writes_is_shown_as_it_is(browser):
    with visit(browser) as v:
        decide("refunds.create", {
            "amount": 66, "exact": 12345678901234567890 // 2, "html": "<img src=x onerror=alert(1)><script>alert(2)</script>",
            "bidi": "safe \u202etxt.exe\u2066", "hidden": "a\u200bb\u00adc\U000e0041", "lookalike": "p\u0430ypal.com", "lines": "one\ntwo\tthree",
        }, agent="hostile\u202e-agent")
        v.choose("66")
        request = v.page.locator(".request")
        for text in ["<img src=x onerror=alert(1)><script>alert(2)</script>", "safe ⟨U+202E⟩txt.exe⟨U+2066⟩",
                     "a⟨U+200B⟩b⟨U+00AD⟩c⟨U+E0041⟩", "one↵", "two⇥", "6172839450617283945", "hostile⟨U+202E⟩-agent"]:
            expect(request).to_contain_text(text)
        expect(request.locator(".foreign")).to_have_text("\u0430")
        assert v.page.locator(".request img, .request script").count() == 0, "an agent's text became markup"
        assert "\u202e" not in v.page.locator("body").inner_text() and "\u202e" not in v.page.title()


def test_what_is_cut_has_to_be_seen_before_it_is_approved(browser):
    with visit(browser) as v:
        held = Held("refunds.create", {"amount": 77, "note": "x" * 5_000 + "the end"}, agent="long-agent")
        v.choose("77")
        expect(v.page.locator("#approve")).to_be_disabled()
        expect(v.page.locator("#approve-note")).to_contain_text("1,007 more characters")
        v.page.keyboard.press("a")
        v.page.get_by_role("button", name="Show 1,007 more characters").click()
        expect(v.page.locator(".request")).to_contain_text("the end")
        assert held.decision is None
        v.page.keyboard.press("a")
        assert held.answer()["decision"] == "allow"


def test_what_is_cut_within_what_was_cut_has_to_be_seen_too(browser):
    with visit(browser) as v:
        held = Held("refunds.create", {"amount": 78, "notes": ["x"] * 205 + ["y" * 4_010]}, agent="nested-agent")
        v.choose("78")
        expect(v.page.locator("#approve-note")).to_contain_text("6 more items")
        v.page.get_by_role("button", name="Show 6 more items").click()
        expect(v.page.locator("#approve-note")).to_contain_text("10 more characters")
        expect(v.page.locator("#approve")).to_be_disabled()
        v.page.get_by_role("button", name="Show 10 more characters").click()
        expect(v.page.locator("#approve")).to_be_enabled()
        v.page.keyboard.press("a")
        assert held.answer()["decision"] == "allow"


def test_what_has_just_appeared_is_not_approved(browser):
    with visit(browser) as v:
        held = Held("refunds.create", {"amount": 79}, agent="hasty-agent")
        sent = []
        v.page.on("request", lambda request: request.url.endswith("/approve") and sent.append(request.url))
        v.page.locator(".entry", has_text="79").wait_for()
        v.page.clock.install()
        v.page.clock.pause_at(datetime.datetime.now() + datetime.timedelta(seconds=5))
        v.page.locator(".entry", has_text="79").first.click()
        expect(v.page.locator("#sentence")).to_contain_text("79")
        expect(v.page.locator(".detail[aria-busy]")).to_have_count(0)
        approve = v.page.locator("#approve")
        expect(approve).to_have_attribute("aria-disabled", "true")
        v.page.clock.run_for(550)
        v.page.keyboard.press("a")
        expect(approve).to_have_attribute("aria-disabled", "true")
        assert not sent and held.decision is None
        v.page.clock.run_for(50)
        v.settle()
        v.page.keyboard.press("a")
        assert held.answer()["decision"] == "allow"
        v.page.clock.resume()


def test_a_new_request_is_told_and_moves_nothing(browser):
    with visit(browser) as v:
        decide("refunds.create", {"amount": 81}, agent="first-agent")
        v.choose("81")
        place = v.page.locator("#approve").bounding_box()
        decide("refunds.create", {"amount": 82}, agent="second-agent")
        v.page.locator(".entry", has_text="82").wait_for()
        expect(v.page.locator("#news")).to_contain_text("second-agent")
        expect(v.page.locator("#sentence")).to_contain_text("81")
        assert v.page.locator("#approve").bounding_box() == place, "the button has moved"


def test_decisions_stream_by_and_are_filtered_by_the_server(browser):
    with visit(browser, token=ADMIN_TOKEN) as v:
        v.page.keyboard.press("3")
        expect(v.page.get_by_text("live", exact=True)).to_be_visible()
        decide("fs.read", {"path": "/srv/stream/one"}, agent="stream-agent")
        row = v.page.locator("tr", has_text="/srv/stream/one")
        expect(row).to_contain_text("allowed")
        row.get_by_role("button").click()
        expect(v.page.locator(".details")).to_contain_text("stream-agent")
        v.page.keyboard.press("/")
        v.page.keyboard.type("agent:stream-agent tool:fs.read /two")
        expect(v.page.locator("tbody tr")).to_have_count(0)
        decide("fs.read", {"path": "/srv/stream/one"}, agent="stream-agent")
        decide("fs.read", {"path": "/srv/stream/two"}, agent="stream-agent")
        expect(v.page.locator("tbody tr")).to_have_count(1)
        v.page.get_by_role("button", name="Pause").click()
        decide("fs.read", {"path": "/srv/stream/two"}, agent="stream-agent")
        expect(v.page.get_by_role("button", name="1 new")).to_be_visible()
        expect(v.page.locator("tbody tr")).to_have_count(1)
        v.page.get_by_role("button", name="Go on").click()
        expect(v.page.locator("tbody tr")).to_have_count(2)


class Instance:
    """An instance of one's own, which can be killed and started again on the same ports."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.ports = [free_port(), free_port()]
        self.decisions, self.admin = (f"http://127.0.0.1:{port}" for port in self.ports)
        (self.folder / "policy.yaml").write_text("version: 1\ndefault: deny\nrules:\n  - { id: reading, effect: allow, tools: [fs.read] }\n")
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [BINARY, "serve", "--policy", self.folder / "policy.yaml", "--data", self.folder / "data", "--anonymous",
             "--listen", f"127.0.0.1:{self.ports[0]}", "--admin-listen", f"127.0.0.1:{self.ports[1]}"], stderr=subprocess.PIPE, text=True,
            # Names of this kind are options of the program.
            env={name: value for name, value in os.environ.items() if not name.startswith("GATEHOUSE_")})
        while '"serving"' not in self.process.stderr.readline():
            assert self.process.poll() is None, "the instance did not start"

    def kill(self):
        self.process.kill()
        self.process.wait()

    @property
    def token(self):
        return (self.folder / "data" / "admin.token").read_text().strip()

    def read(self, numbers):
        for number in numbers:
            decide("fs.read", {"path": f"/srv/restart/{number}"}, at=self.decisions, token=None)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_the_stream_goes_on_after_the_instance_was_killed_and_started_again(browser):
    with tempfile.TemporaryDirectory() as folder:
        instance = Instance(folder)
        try:
            with visit(browser, token=instance.token, at=instance.admin) as v:
                v.page.keyboard.press("3")
                expect(v.page.get_by_text("live", exact=True)).to_be_visible()
                instance.read(range(3))
                rows = v.page.locator("tbody tr", has_text="/srv/restart/")
                expect(rows).to_have_count(3)
                instance.kill()
                expect(v.page.get_by_text("connection lost, trying again…")).to_be_visible()
                instance.start()
                # More than a page begins with: nothing but where it was can bring them all.
                instance.read(range(3, 263))
                expect(v.page.get_by_label("Your token")).to_be_visible(timeout=15_000)
                v.sign_in(instance.token)
                expect(v.page.get_by_text("live", exact=True)).to_be_visible()
                expect(rows).to_have_count(263)
                assert [row.split("/srv/restart/")[1].split()[0] for row in rows.all_inner_texts()] == [str(number) for number in reversed(range(263))]
                instance.read([263])
                expect(rows).to_have_count(264)
        finally:
            instance.kill()


def test_the_log_is_searched_read_and_taken_along(browser):
    with visit(browser, token=ADMIN_TOKEN) as v:
        for number in range(5):
            decide("fs.read", {"path": f"/srv/log/{number}"}, agent="=log-agent")
        decide("fs.write", {"path": "/srv/log/5"}, agent="=log-agent")
        v.page.get_by_role("link", name="Log").click()
        expect(v.page.locator(".trust")).to_contain_text("intact to record")
        v.page.keyboard.press("/")
        v.page.keyboard.type("agent:log-agent /srv/log/")
        rows = v.page.locator("tbody tr[data-seq]")
        expect(rows).to_have_count(6)
        expect(rows.first).to_contain_text("denied")
        expect(v.page.locator(".looked")).to_have_text("6 records: that is all.")
        v.page.keyboard.press("Escape")
        v.page.keyboard.press("j")
        v.page.keyboard.press("j")
        v.page.keyboard.press("Enter")
        expect(v.page.locator(".details")).to_contain_text("/srv/log/4")
        v.page.get_by_text("denied", exact=True).first.click()
        expect(rows).to_have_count(1)
        v.check()
        with v.page.expect_download() as download:
            v.page.get_by_role("link", name="JSONL").click()
        line = json.loads(pathlib.Path(download.value.path()).read_text())
        assert line["event"]["args"] == {"path": "/srv/log/5"}, line
        with v.page.expect_download() as download:
            v.page.get_by_role("link", name="CSV").click()
        assert '"\'=log-agent"' in pathlib.Path(download.value.path()).read_text()
        # The place names what is looked for.
        v.page.reload()
        expect(rows).to_have_count(1)
        v.page.get_by_label("Search").fill("no such thing in any record")
        expect(v.page.locator(".looked")).to_have_text("Nothing in the log is like that.")
    with visit(browser) as v:
        assert v.page.get_by_role("link", name="Log").count() == 0, "an approver has the page of the log"
        v.page.goto(f"{ADMIN}/log")
        expect(v.page.locator("h1")).to_have_text("Approvals")


def test_the_policy_page_marks_errors_where_they_are(browser):
    with visit(browser) as v:
        page = v.page
        page.locator("nav a[href='/policy']").click()
        editor = page.locator("#editor")
        expect(page.locator(".checked")).to_have_text("5 rules, in order")
        text = editor.input_value()
        line = next(number for number, line in enumerate(text.split("\n"), 1) if "id: shell," in line)
        editor.fill(text.replace("id: shell, effect: allow", "id: shell, effect: alow"))
        expect(page.locator(".checked")).to_have_text("1 error")
        assert page.locator(".numbers .error").all_text_contents() == [str(line)]
        column = text.split("\n")[line - 1].index("allow") + 1
        page.keyboard.press("Alt+2")
        expect(page.locator(".problems")).to_contain_text(f"line {line}, column {column}")
        expect(page.locator(".problems")).to_contain_text("did you mean `allow`?")
        # The line under it is drawn where the text is.
        mark = page.locator(".mark.error span").bounding_box()
        place = editor.evaluate("""(editor, [line, column]) => {
          const style = getComputedStyle(editor);
          const canvas = document.createElement("canvas").getContext("2d");
          canvas.font = `${style.fontSize} ${style.fontFamily}`;
          const box = editor.getBoundingClientRect();
          return [box.x + parseFloat(style.paddingLeft) + (column - 1) * canvas.measureText("m").width, box.y + parseFloat(style.paddingTop) + line * parseFloat(style.lineHeight)];
        }""", [line, column])
        assert abs(mark["x"] - place[0]) < 4 and abs(mark["y"] + mark["height"] - place[1]) < 4, (mark, place)
        editor.focus()
        page.keyboard.press("Control+Home")
        page.keyboard.press("F8")
        assert editor.evaluate("editor => editor.value.slice(0, editor.selectionStart).split('\\n').length") == line
        expect(page.locator("#save")).to_be_disabled()
        v.check()
        page.locator("#discard").click()
        expect(page.locator(".checked")).to_have_text("5 rules, in order")


def test_a_draft_is_tried_and_replayed(browser):
    decide("fs.list", {"path": "/srv/tried"}, "tried-agent")
    with visit(browser) as v:
        page = v.page
        page.goto(f"{ADMIN}/policy")
        expect(page.locator(".rules")).to_contain_text("mail-leaves-the-house")
        editor = page.locator("#editor")
        editor.fill(editor.input_value().replace("tools: [fs.read, fs.list]", "tools: [fs.read]"))
        page.keyboard.press("Alt+3")
        expect(page.locator(".diff .gone")).to_contain_text("fs.list")
        page.keyboard.press("Alt+4")
        page.locator("#action").fill('{"tool": "fs.list", "args": {"path": "/srv/tried"}}')
        page.keyboard.press("Control+Enter")
        expect(page.locator("#panel-trial .verdict")).to_contain_text("deny")
        v.check()
        page.keyboard.press("Alt+5")
        page.locator("#replay").click()
        expect(page.locator(".groups")).to_contain_text("tried-agent")
        expect(page.locator(".differences")).to_contain_text("/srv/tried")
        v.check()
        # What hangs on a secret is not called unchanged.
        decide("fs.list", {"path": "/srv/tried", "token": "x"}, "secret-agent")
        editor.fill(editor.input_value().replace("tools: [fs.read] }", "tools: [fs.read, fs.list], unless: 'has(args.token) && args.token == \"x\"' }"))
        page.locator("#replay").click()
        expect(page.locator(".groups")).to_contain_text("secret-agent")
        expect(page.locator(".groups")).to_contain_text("hangs on args.token")
        page.locator("#discard").click()


def test_the_policy_is_saved_and_rolled_back(browser):
    def files():
        request = urllib.request.Request(f"{ADMIN}/v1/policy/sources", headers={"Authorization": f"Bearer {ADMIN_TOKEN}"})
        return json.load(urllib.request.urlopen(request, timeout=30))
    before = files()
    with visit(browser) as v:
        page = v.page
        page.goto(f"{ADMIN}/policy")
        expect(page.locator(".checked")).to_have_text("5 rules, in order")
        editor = page.locator("#editor")
        editor.fill(editor.input_value().replace("default: deny\n", "default: deny\n# looked at by two\n"))
        expect(page.locator("#save")).to_be_enabled()
        page.keyboard.press("Control+s")
        page.locator("#again").fill("green")
        page.keyboard.press("Enter")
        expect(page.locator("dialog .problem")).to_contain_text("your own token")
        assert files()["digest"] == before["digest"]
        v.check()
        page.locator("#again").fill("red")
        page.keyboard.press("Enter")
        expect(page.locator("#toast")).to_have_text("Saved, and in use")
        saved = files()
        assert "# looked at by two" in saved["sources"][0]["text"] and saved["live_digest"] == saved["digest"] != before["digest"]
        page.locator("#tab-rules").focus()
        page.keyboard.press("r")
        page.locator("#again").fill("red")
        page.keyboard.press("Enter")
        expect(page.locator("#toast")).to_have_text("Rolled back, and in use")
        assert files()["digest"] == before["digest"]
        expect(editor).not_to_have_value("looked at by two")
    with visit(browser, token="green") as v:
        expect(v.page.locator("nav a[href='/policy']")).to_have_count(0)
    with visit(browser, token=ADMIN_TOKEN) as v:
        v.page.goto(f"{ADMIN}/policy")
        expect(v.page.locator(".rules")).to_be_visible()
        expect(v.page.locator("#save")).to_be_hidden()


def test_a_session_is_replayed_and_its_first_denial_found_by_key(browser):
    with visit(browser, token=ADMIN_TOKEN) as v:
        for number in range(30):
            decide("fs.read", {"path": f"/srv/replay/{number}"}, "replay-agent", "replay-1")
        decide("fs.write", {"path": "/srv/replay/first-denied", "html": "<b>\u202e"}, "replay-agent", "replay-1")
        decide("fs.write", {"path": "/srv/replay/second-denied"}, "replay-agent", "replay-1")
        asked = Held("refunds.create", {"amount": 41}, agent="replay-agent", session="replay-1")
        decide("fs.read", {"path": "/srv/elsewhere"}, "replay-agent", "replay-2")
        v.page.locator(".entry", has_text="41").wait_for()
        with visit(browser) as ann:
            ann.choose("41")
            ann.page.keyboard.press("a")
            assert asked.answer()["decision"] == "allow"
        v.page.get_by_role("link", name="Sessions").click()
        v.page.get_by_label("Find").fill("replay-1")
        v.page.locator(".entry", has_text="replay-1").click()
        steps = v.page.locator(".step")
        # Thirty, two denials, the question, that somebody was shown it and answered, the call itself.
        expect(steps).to_have_count(36)
        expect(steps.first).to_contain_text("/srv/replay/0")
        expect(steps.nth(34)).to_contain_text("ann approved")
        expect(steps.last).to_contain_text("approved by ann")
        assert v.page.locator(".step", has_text="/srv/elsewhere").count() == 0
        v.page.locator("body").press("f")
        denied = v.page.locator(".step", has_text="first-denied")
        expect(denied).to_be_in_viewport()
        expect(denied.get_by_role("button")).to_be_focused()
        expect(denied).to_contain_text("<b>⟨U+202E⟩")
        v.page.keyboard.press("Enter")
        expect(denied.locator(".whole")).to_contain_text("args_hmac")
        v.check()
        with v.page.expect_download() as download:
            v.page.keyboard.press("e")
        lines = pathlib.Path(download.value.path()).read_text().splitlines()
        assert len(lines) == 36 and all("replay-1" in line for line in lines), len(lines)
        v.page.reload()
        expect(steps).to_have_count(36)


def test_agents_and_tools_are_told_and_how_often_people_are_asked(browser):
    with visit(browser, token=ADMIN_TOKEN) as v:
        for _ in range(3):
            decide("fs.read", {"path": "/srv/census"}, "census\u2066-agent")
        decide("census.tool", {}, "census\u2066-agent")
        decide("mail.send", {"to": ["census@example.com"]}, "census\u2066-agent")
        v.page.get_by_role("link", name="Agents").click()
        row = v.page.locator("tr", has_text="census⟨U+2066⟩-agent").first
        expect(row).to_contain_text("census.tool")
        expect(row.locator(".c-count").nth(0)).to_contain_text("5")
        expect(row.locator(".c-count").nth(1)).to_contain_text("1")
        expect(row.locator(".c-count").nth(2)).to_contain_text("1")
        row.get_by_role("button").press("Enter")
        expect(v.page.locator(".details")).to_contain_text("3 ×")
        expect(v.page.locator(".firsts")).to_contain_text("census.tool")
        expect(v.page.locator(".bars")).to_contain_text("mail-leaves-the-house")
        v.page.get_by_label("Find").fill("census.tool")
        expect(v.page.locator(".census").last.locator("tbody tr")).to_have_count(1)
        v.check()
        v.page.get_by_role("link", name="its denials").click()
        expect(v.page.locator("tbody tr[data-seq]")).to_have_count(1)
        expect(v.page.locator("tbody tr[data-seq]")).to_contain_text("census.tool")


def test_a_request_shows_what_changed_and_what_the_agent_did_before(browser):
    with visit(browser) as v:
        decide("fs.read", {"path": "/srv/history/seen"}, "history-agent")
        decide("refunds.create", {"amount": 501, "order": "A-1", "note": "old"}, "history-agent")
        decide("refunds.create", {"amount": 502, "order": "A-1", "more": {"to": "b\u202e"}}, "history-agent")
        v.choose("502")
        changes = v.page.locator(".changes")
        expect(changes).to_contain_text("more")
        expect(changes.locator("ins")).to_have_text(["2", '{"to": "b⟨U+202E⟩"}'])
        expect(changes.locator("del")).to_have_text(["1", "old"])
        expect(changes).not_to_contain_text("A-1")
        expect(v.page.locator(".lately")).to_contain_text("/srv/history/seen")
        v.check()


def test_what_did_not_arrive_is_shown_and_sent_again_by_key(browser):
    # The channel did not take the first letter of all.
    with visit(browser, token=ADMIN_TOKEN) as v:
        expect(v.page.locator("#undelivered")).to_have_text("1")
        v.page.keyboard.press("8")
        rows = v.page.locator(".undelivered tbody tr")
        expect(rows).to_have_count(1)
        for text in ["night-shift", "refunds.create", "what was answered", "once", "404", "no such hook"]:
            expect(rows).to_contain_text(text)
        v.check()
        v.page.locator("body").press("j")
        expect(rows.get_by_role("button")).to_be_focused()
        v.page.keyboard.press("Enter")
        expect(v.page.locator("#toast")).to_contain_text("Sent again")
        expect(rows).to_have_text("Everything has arrived, or is on its way.")
        expect(v.page.locator("#undelivered")).to_be_hidden()
        v.check()
    with visit(browser) as v:
        assert v.page.get_by_role("link", name="Notices").count() == 0, "an approver has the page of notices"


def test_it_is_good_in_the_dark_and_on_a_phone(browser):
    decide("shell.exec", {"command": "rm -rf /srv/phone"})
    for more in [{"scheme": "dark"}, {"viewport": PHONE}, {"viewport": PHONE, "scheme": "dark"}]:
        with visit(browser, token=ADMIN_TOKEN, **more) as v:
            for path in ["/approvals", "/grants", "/now", "/sessions", "/agents", "/log", "/policy", "/notices"]:
                v.page.goto(f"{ADMIN}{path}")
                expect(v.page.locator("#top nav")).to_be_visible()
                expect(v.page.locator("#main[aria-busy]")).to_have_count(0)
                v.check()
                wide = v.page.evaluate("document.documentElement.scrollWidth - innerWidth")
                assert wide <= 0, f"{path} is {wide} pixels too wide"
            v.page.goto(f"{ADMIN}/approvals")
            v.choose("/srv/phone")
            expect(v.page.locator("#approve")).to_be_in_viewport()
            v.check()


def take_pictures(browser):
    """Makes the documentation's pictures, of an instance one of whose channels takes no letter."""
    decide("refunds.create", {"order": "A-20391", "amount": 1240.5, "currency": "EUR", "note": "customer says the box was empty,\nsecond time this month"}, "support-agent", "ticket-8812")
    decide("shell.exec", {"command": "find /var/log/app -mtime +30 -delete"}, session="release-41")
    decide("mail.send", {"to": ["press@example.com"], "subject": "Release 4.1", "body": "Dear all,\n\nrelease 4.1 is out. The notes are attached.\n"}, "writer")
    decide("shell.exec", {"command": "rm -rf /srv/project/build \u2066&& ./deploy \u2069", "host": "p\u0430ypal.com"}, session="release-41")
    decide("shell.exec", {"command": "rm -rf /srv/project/build /var/lib/orders/2023", "timeout_s": 30}, session="release-41")
    for name, more, selector in [("approvals", {}, "/var/lib/orders"), ("approvals-dark", {"scheme": "dark"}, "/var/lib/orders"), ("escapes", {}, None), ("phone", {"viewport": PHONE}, "1240.5")]:
        v = Visit(browser, **more)
        if selector:
            v.choose(selector)
        else:
            v.page.locator(".entry").nth(1).click()
            v.settle()
        expect(v.page.locator("#toast")).to_be_hidden()
        v.page.screenshot(path=PICTURES / f"console-{name}.png")
        if name == "approvals":
            v.page.keyboard.press("g")
            v.page.get_by_label("Directory").fill("/srv/project")
            expect(v.page.locator("#preview")).to_contain_text('t.within("/srv/project")')
            expect(v.page.get_by_role("button", name="Give grant and approve")).to_be_enabled()
            v.page.screenshot(path=PICTURES / "console-grant.png")
        v.context.close()
    v = Visit(browser, token=ADMIN_TOKEN)
    v.page.keyboard.press("3")
    began = time.time()
    for second in range(24):
        for index in range(1 + second * 7 % 5):
            decide("fs.read", {"path": f"/srv/project/Sources/File{second}{index}.swift"}, session="release-41")
        if second % 3 == 0:
            decide("shell.exec", {"command": f"git log -{second + 1} --stat"}, "review-agent", "pr-77")
        if second % 7 == 5:
            decide("fs.write", {"path": "/etc/hosts", "content": "127.0.0.1 api.example.com"}, "review-agent", "pr-77")
            decide("shell.exec", {"command": "git fetch", "token": "x"}, "ci-agent", "build-9")
        if second % 11 == 9:
            decide("shell.exec", {"command": f"rm -r /tmp/cache-{second}"}, session="release-41")
        # The charts are of seconds.
        v.page.wait_for_function("time => Date.now() / 1000 >= time", arg=began + second + 1, timeout=5_000)
    expect(v.page.locator("tr", has_text="File230.swift")).to_be_visible()
    v.page.screenshot(path=PICTURES / "console-now.png")
    v.page.get_by_role("link", name="Log").click()
    v.page.keyboard.press("/")
    v.page.keyboard.type("session:pr-77 git")
    expect(v.page.locator(".looked")).to_have_text("8 records: that is all.")
    expect(v.page.locator(".trust")).to_contain_text("intact to record")
    v.page.keyboard.press("Escape")
    v.page.keyboard.press("j")
    v.page.keyboard.press("Enter")
    expect(v.page.locator(".details")).to_contain_text("pr-77")
    v.page.screenshot(path=PICTURES / "console-log.png")
    v.page.get_by_role("link", name="Sessions").click()
    v.page.locator(".entry", has_text="pr-77").click()
    expect(v.page.locator(".looked")).to_contain_text("that is all")
    v.page.keyboard.press("f")
    expect(v.page.locator(".step[data-verdict=deny]").first.get_by_role("button")).to_be_focused()
    v.page.screenshot(path=PICTURES / "console-sessions.png")
    v.page.get_by_role("link", name="Agents").click()
    v.page.locator("tr", has_text="review-agent").first.get_by_role("button").click()
    expect(v.page.locator(".details")).to_contain_text("First seen")
    v.page.screenshot(path=PICTURES / "console-agents.png")
    v.page.get_by_role("link", name="Notices").click()
    expect(v.page.locator(".undelivered")).to_contain_text("that somebody has to answer")
    v.page.screenshot(path=PICTURES / "console-notices.png")
    v.context.close()
    v = Visit(browser)
    v.page.goto(f"{ADMIN}/policy")
    expect(v.page.locator(".checked")).to_have_text("5 rules, in order")
    editor = v.page.locator("#editor")
    editor.fill(editor.input_value().replace("tools: [shell.exec] }", "tools: [shell.exec], unless: has(args.token) && args.token == \"x\" || args.command.startsWith(\"git log\") }"))
    v.page.keyboard.press("Alt+5")
    v.page.locator("#replay").click()
    v.page.wait_for_selector(".groups")
    expect(v.page.locator(".checked")).to_contain_text("5 rules")
    expect(v.page.locator("#replay")).to_be_enabled()
    v.page.screenshot(path=PICTURES / "console-policy.png")
    v.context.close()


def main():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        if PICTURES:
            take_pictures(browser)
            return 0
        failures = 0
        for name, test in [(n, t) for n, t in globals().items() if n.startswith("test_")]:
            try:
                test(browser)
                print(f"passed  {name}", flush=True)
            except Exception:
                failures += 1
                print(f"FAILED  {name}\n{traceback.format_exc()}", flush=True)
        browser.close()
    return 1 if failures else 0


sys.exit(main())
