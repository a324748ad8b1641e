/// A text in lines, with their numbers and with marks where something is wrong.
import { announce, el } from "./dom.js";

/// What a mark is about covers at least so many characters.
const shortestMark = 1;

export class Editor {
  #text;
  #numbers = el("div", { class: "numbers", "aria-hidden": "true" });
  #marks = el("div", { class: "marks", "aria-hidden": "true" });
  #lineCount = 0;
  #problems = [];

  /// - `changed` is called with the text after each change.
  constructor(label, changed) {
    this.#text = el("textarea", {
      id: "editor", class: "code", spellcheck: "false", autocapitalize: "off", autocomplete: "off", wrap: "off", "aria-label": label, "aria-describedby": "editor-help",
      oninput: () => { this.#number(); changed(this.value); },
      onscroll: () => this.#follow(),
      onkeydown: event => this.#indent(event),
    });
    this.element = el("div", { class: "editor" }, this.#numbers, el("div", { class: "lines" }, this.#marks, this.#text),
      el("p", { class: "unseen", id: "editor-help" }, "F8 goes to the next problem. Tab leaves the editor."));
  }

  get value() { return this.#text.value; }

  set value(text) {
    this.#text.value = text;
    this.#number();
    this.mark([]);
  }

  set isReadOnly(value) { this.#text.readOnly = value; }

  focus() { this.#text.focus(); }

  /// Marks problems, each at its `line` and `column`, from 1.
  mark(problems) {
    this.#problems = [...problems].sort((one, other) => one.line - other.line || one.column - other.column);
    const lines = this.value.split("\n");
    this.#marks.replaceChildren(...this.#problems.filter(problem => problem.line <= lines.length).map(problem => {
      const rest = lines[problem.line - 1].slice(problem.column - 1);
      const length = Math.max(shortestMark, /^[\w.-]+/.exec(rest)?.[0].length ?? shortestMark);
      const box = el("div", { class: `mark ${problem.severity}` }, el("span", {}));
      box.style.setProperty("--line", problem.line - 1);
      box.style.setProperty("--column", problem.column - 1);
      box.style.setProperty("--length", length);
      return box;
    }));
    const worst = new Map();
    for (const problem of this.#problems) if (worst.get(problem.line) !== "error") worst.set(problem.line, problem.severity);
    for (const number of this.#numbers.children) number.className = worst.get(Number(number.textContent)) ?? "";
  }

  /// Puts the cursor at a line and column, and has both seen.
  go(line, column = 1) {
    const lines = this.value.split("\n");
    const before = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
    const at = before + Math.min(column - 1, lines[line - 1]?.length ?? 0);
    this.#text.focus();
    this.#text.setSelectionRange(at, at);
    const height = parseFloat(getComputedStyle(this.#text).lineHeight);
    this.#text.scrollTop = Math.max(0, (line - 1) * height - this.#text.clientHeight / 3);
    this.#text.scrollLeft = 0;
    this.#follow();
  }

  /// Goes to the next problem behind the cursor, or to the first; false where there is none.
  goToProblem() {
    if (!this.#problems.length) return false;
    const before = this.value.slice(0, this.#text.selectionStart).split("\n");
    const [line, column] = [before.length, before.at(-1).length + 1];
    const next = this.#problems.find(problem => problem.line > line || (problem.line === line && problem.column > column)) ?? this.#problems[0];
    this.go(next.line, next.column);
    announce(`Line ${next.line}: ${next.message}`);
    return true;
  }

  #number() {
    const count = this.value.split("\n").length;
    if (count > this.#lineCount) {
      this.#numbers.append(...Array.from({ length: count - this.#lineCount }, (_, index) => el("span", {}, String(this.#lineCount + index + 1))));
    } else {
      while (this.#numbers.childElementCount > count) this.#numbers.lastElementChild.remove();
    }
    this.#lineCount = count;
  }

  #follow() {
    this.#numbers.scrollTop = this.#text.scrollTop;
    this.#marks.style.translate = `${-this.#text.scrollLeft}px ${-this.#text.scrollTop}px`;
  }

  /// A new line begins where the one before did; after `- ` behind that.
  #indent(event) {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || this.#text.readOnly) return;
    const line = this.value.slice(0, this.#text.selectionStart).split("\n").at(-1);
    const [indent] = /^ *(- )?/.exec(line);
    if (!indent) return;
    event.preventDefault();
    // The one way that a browser's undo knows of.
    document.execCommand("insertText", false, `\n${" ".repeat(indent.length)}`);
  }
}
