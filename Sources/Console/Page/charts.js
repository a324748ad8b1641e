/// Small charts of how many decisions there are a second, and how long they take, from the daemon's own metrics.
import { askText } from "./api.js";
import { el, svg } from "./dom.js";

const verdicts = ["allow", "require_approval", "deny"];
const [width, height, points] = [300, 56, 60];
const interval = 2000;

/// Adds up the decisions of each verdict, and the histogram of their times, in a text of metrics.
function parse(text) {
  const sample = { time: performance.now(), counts: { allow: 0, require_approval: 0, deny: 0 }, buckets: [] };
  for (const line of text.split("\n")) {
    const count = /^gatehouse_decisions_total\{(?:.*,)?verdict="(\w+)".*\} (\S+)/.exec(line);
    if (count) sample.counts[count[1]] += Number(count[2]);
    const bucket = /^gatehouse_decision_seconds_bucket\{.*le="([^"]+)".*\} (\S+)/.exec(line);
    if (bucket) sample.buckets.push([bucket[1] === "+Inf" ? Infinity : Number(bucket[1]), Number(bucket[2])]);
  }
  return sample;
}

/// The time in seconds below which a share of the decisions between two samples stayed; null without any.
function quantile(before, after, share) {
  const older = new Map(before.buckets);
  const counts = after.buckets.map(([limit, count]) => [limit, count - (older.get(limit) ?? 0)]);
  const total = counts.at(-1)?.[1] ?? 0;
  if (total <= 0) return null;
  const found = counts.find(([, count]) => count >= share * total);
  return found[0] === Infinity ? counts.at(-2)?.[0] ?? null : found[0];
}

const time = seconds => (seconds === null ? "–" : seconds < 0.001 ? `${Math.round(seconds * 1e6)} µs` : seconds < 1 ? `${+(seconds * 1e3).toFixed(1)} ms` : `${seconds.toFixed(1)} s`);
const rate = number => (number >= 100 ? Math.round(number).toLocaleString("en") : number >= 10 ? number.toFixed(0) : number === 0 ? "0" : number.toFixed(1));

export class Charts {
  #samples = [];
  #timer;
  #rates = svg("svg", { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", role: "img" });
  #times = svg("svg", { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", role: "img" });
  #rateText = el("span", { class: "figure" }, "–");
  #timeText = el("span", { class: "figure" }, "–");
  element;

  constructor() {
    const legend = verdicts.map(verdict => el("span", { class: `legend verdict-${verdict}` }, { allow: "allowed", require_approval: "asked", deny: "denied" }[verdict]));
    this.element = el("div", { class: "charts" },
      el("figure", {}, el("figcaption", {}, el("span", {}, "Decisions a second"), this.#rateText), this.#rates, el("div", { class: "legends" }, legend)),
      el("figure", {}, el("figcaption", {}, el("span", {}, "Time for a decision"), this.#timeText), this.#times, el("div", { class: "legends" }, el("span", { class: "legend p50" }, "half of them"), el("span", { class: "legend p99" }, "99 of 100"))));
    this.#draw();
    this.#sample();
    this.#timer = setInterval(() => this.#sample(), interval);
  }

  close() { clearInterval(this.#timer); }

  async #sample() {
    if (document.hidden) return;
    try {
      this.#samples.push(parse(await askText("GET", "/metrics")));
    } catch {
      return;
    }
    if (this.#samples.length > points + 1) this.#samples.shift();
    this.#draw();
  }

  #draw() {
    const steps = this.#samples.slice(1).map((after, index) => {
      const before = this.#samples[index];
      const seconds = (after.time - before.time) / 1000;
      return {
        rates: verdicts.map(verdict => Math.max(0, after.counts[verdict] - before.counts[verdict]) / seconds),
        p50: quantile(before, after, 0.5), p99: quantile(before, after, 0.99),
      };
    });
    this.#drawRates(steps);
    this.#drawTimes(steps);
  }

  #x(index, count) { return width - (count - index) * (width / points); }

  #drawRates(steps) {
    const top = Math.max(1, ...steps.map(step => step.rates.reduce((sum, value) => sum + value, 0)));
    const step = width / points;
    const bars = steps.flatMap(({ rates }, index) => {
      let y = height;
      return rates.flatMap((value, verdict) => {
        const size = (value / top) * (height - 2);
        if (size === 0) return [];
        y -= size;
        return [svg("rect", { x: this.#x(index, steps.length).toFixed(1), y: y.toFixed(1), width: (step - 1).toFixed(1), height: size.toFixed(1), class: `bar verdict-${verdicts[verdict]}` })];
      });
    });
    this.#rates.replaceChildren(svg("line", { x1: 0, x2: width, y1: height - 0.5, y2: height - 0.5, class: "axis" }), ...bars);
    const last = steps.at(-1)?.rates ?? [0, 0, 0];
    const sum = last.reduce((total, value) => total + value, 0);
    this.#rateText.textContent = rate(sum);
    this.#rates.setAttribute("aria-label", `${rate(sum)} decisions a second now: ${rate(last[0])} allowed, ${rate(last[1])} asked about, ${rate(last[2])} denied; at most ${rate(top)} in the last two minutes`);
  }

  #drawTimes(steps) {
    const known = steps.filter(step => step.p99 !== null);
    const top = Math.max(1e-6, ...known.map(step => step.p99));
    const line = name => svg("path", {
      class: name,
      d: steps.map((step, index) => ({ x: this.#x(index, steps.length), value: step[name] })).filter(({ value }) => value !== null)
        .map(({ x, value }, index) => `${index ? "L" : "M"}${x.toFixed(1)} ${(height - 2 - (value / top) * (height - 6)).toFixed(1)}h${width / points}`).join(""),
    });
    this.#times.replaceChildren(svg("line", { x1: 0, x2: width, y1: height - 0.5, y2: height - 0.5, class: "axis" }), line("p99"), line("p50"));
    const last = known.at(-1) ?? { p50: null, p99: null };
    this.#timeText.textContent = last.p50 === null ? "–" : `≤ ${time(last.p50)} · ≤ ${time(last.p99)}`;
    this.#times.setAttribute("aria-label", `half of the decisions took at most ${time(last.p50)}, 99 of 100 at most ${time(last.p99)}`);
  }
}
