import { diffValues } from "./diff";
import { drawDiff } from "./diff-view";
import { announce, copyOf, icon, isOff, part, setOff, slot } from "./elements";
import { literal } from "./literal";
import type { Mode, TestReport, Verdict } from "./protocol";
import { counted, word } from "./words";

const LOOKS: Record<string, [tone: string, icon: string]> = {
  AC: ["success", "circle-check"],
  WA: ["error", "circle-x"],
  TLE: ["warning", "timer"],
  MLE: ["warning", "hard-drive"],
  OLE: ["warning", "file-text"],
  RE: ["error", "circle-x"],
  CE: ["error", "circle-x"],
  IE: ["neutral", "server-off"],
  OK: ["neutral", "circle-play"],
  STOPPED: ["neutral", "ban"],
};
const UNKNOWN: [string, string] = ["neutral", "circle-help"];

function verdictWord(verdict: string, form: "" | "_short" = ""): string {
  return verdict in LOOKS ? word(verdict + form) : verdict;
}

export function summary(report: Verdict | null): string {
  if (!report) return "";
  const { mode, verdict, passed, total } = report;
  if (verdict === "IE") return word("summary_fault");
  if (verdict === "STOPPED") return word("summary_stopped");
  if (mode === "try") return word(verdict === "OK" ? "summary_try" : verdict);
  if (verdict === "CE") return word("CE");
  return word(mode === "run" ? "summary_run" : "summary_submit", { passed, total });
}

function runningWord(mode: Mode): string {
  if (mode === "try") return word("trying");
  return word(mode === "run" ? "running" : "judging");
}

function cost({ cpu_ms, memory_kb }: TestReport): string | null {
  if (cpu_ms === null || memory_kb === null) return null;
  return word("cost", { cpu: cpu_ms < 10 ? cpu_ms.toFixed(1) : Math.round(cpu_ms), memory: (memory_kb / 1024).toFixed(1) });
}

/** The verdict under the editor: a chip per test; one at a time is open below them. */
export class Results {
  readonly #zone = part("results", HTMLElement);
  readonly #summary = part("summary", HTMLElement);
  readonly #remark = part("remark", HTMLElement);
  readonly #message = part("verdict-message", HTMLElement);
  readonly #chips = part("chips", HTMLUListElement);
  readonly #test = part("test", HTMLElement);
  readonly #growth = part("growth", HTMLElement);
  readonly #stop = part("stop", HTMLButtonElement);
  readonly #close = part("results-close", HTMLButtonElement);
  #language = "python";

  constructor(stop: () => void) {
    this.#close.addEventListener("click", () => this.clear());
    this.#stop.addEventListener("click", () => {
      if (isOff(this.#stop)) return;
      setOff(this.#stop, true);
      this.#remark.textContent = word("stopping");
      stop();
    });
  }

  clear(): void {
    this.#zone.hidden = true;
  }

  running(mode: Mode, waiting: boolean): void {
    const text = runningWord(mode);
    this.#begin("running", "hourglass", waiting ? `${text} ${word("run_waits")}` : text);
    this.#stop.hidden = waiting;
    this.#close.hidden = !waiting;
    setOff(this.#stop, false);
  }

  /** `before`: how many come before what waits here; 0 once it runs. */
  queued(before: number): void {
    if (!isOff(this.#stop)) this.#remark.textContent = before ? counted("queue", before) : "";
  }

  /** What was found out about the solution beside its verdict. */
  remark(text: string): void {
    this.#growth.textContent = text;
    this.#growth.hidden = !text;
  }

  show(verdict: Verdict): void {
    const [tone, name] = LOOKS[verdict.verdict] ?? UNKNOWN;
    this.#language = verdict.language;
    this.#begin(tone, name, summary(verdict));
    this.#explain(verdict);
    if (verdict.mode === "try") this.#showTry(verdict);
    else this.#showTests(verdict);
  }

  #showTry({ tests: [test] }: Verdict): void {
    if (!test) return;
    this.#test.replaceChildren(...this.#rows(test), this.#note(test));
    this.#test.hidden = false;
  }

  #showTests(verdict: Verdict): void {
    const chips = verdict.tests.map((test, index) => this.#chip(test, this.#name(verdict.tests, index)));
    this.#chips.append(...chips.map(({ item }) => item));
    const failing = verdict.tests.findIndex((test) => !test.hidden && test.verdict !== "AC");
    const first = chips[failing];
    const report = verdict.tests[failing];
    if (first && report) this.#open(first.button, report);
  }

  /** A compiler's message keeps its lines; a remark stands beside the summary. */
  #explain({ verdict, message }: Verdict): void {
    const block = verdict === "CE" || message.includes("\n");
    this.#message.hidden = !message || !block;
    this.#message.textContent = block ? message : "";
    this.#remark.textContent = block ? "" : message;
  }

  say(verdict: Verdict): void {
    announce(summary(verdict));
  }

  #begin(tone: string, name: string, text: string): void {
    this.#zone.hidden = false;
    this.#zone.dataset["tone"] = tone;
    this.#stop.hidden = true;
    this.#close.hidden = false;
    this.remark("");
    this.#summary.replaceChildren(icon(name, 18), text);
    this.#message.hidden = true;
    this.#remark.textContent = "";
    this.#chips.replaceChildren();
    this.#test.hidden = true;
  }

  /** Sample and hidden tests are counted apart. */
  #name(tests: readonly TestReport[], index: number): string {
    const hidden = tests[index]?.hidden ?? false;
    const n = tests.slice(0, index + 1).filter((test) => test.hidden === hidden).length;
    return word(hidden ? "hidden_test" : "test", { n });
  }

  #chip(test: TestReport, name: string): { item: HTMLElement; button: HTMLElement } {
    const item = copyOf("chip-template");
    const button = item.firstElementChild as HTMLElement;
    const [tone, iconName] = LOOKS[test.verdict] ?? UNKNOWN;
    button.classList.add(`tone-${tone}`);
    slot(item, "icon").append(icon(iconName, 16));
    slot(item, "name").textContent = name;
    slot(item, "word").textContent = verdictWord(test.verdict, "_short");
    button.addEventListener("click", () => this.#toggle(button, test));
    return { item, button };
  }

  #toggle(button: HTMLElement, test: TestReport): void {
    const wasOpen = button.getAttribute("aria-expanded") === "true";
    this.#fold();
    if (!wasOpen) this.#open(button, test);
  }

  #fold(): void {
    for (const open of this.#chips.querySelectorAll("[aria-expanded='true']")) open.setAttribute("aria-expanded", "false");
    this.#test.hidden = true;
  }

  #open(button: HTMLElement, test: TestReport): void {
    button.setAttribute("aria-expanded", "true");
    this.#test.replaceChildren(...this.#rows(test), this.#note(test));
    this.#test.hidden = false;
  }

  #rows(test: TestReport): HTMLElement[] {
    if (test.hidden) return [];
    const returned = ["AC", "WA", "OK"].includes(test.verdict);
    const rows: [string, string][] = [
      ["row_input", this.#given(test.args)],
      ["row_expected", test.expected === undefined ? "" : this.#write(test.expected)],
      ["row_got", returned ? this.#write(test.value) : ""],
      ["row_stdout", test.stdout],
      ["row_stderr", test.stderr],
    ];
    const drawn = ([name, value]: [string, string]): HTMLElement[] => (value === "" ? [] : [this.#row(word(name), value)]);
    return [...rows.slice(0, 3).flatMap(drawn), ...this.#difference(test), ...rows.slice(3).flatMap(drawn)];
  }

  #write(value: unknown): string {
    return literal(value, this.#language);
  }

  #given(args: unknown): string {
    return Array.isArray(args) ? args.map((value) => this.#write(value)).join("\n") : this.#write(args);
  }

  #difference(test: TestReport): HTMLElement[] {
    if (test.verdict !== "WA") return [];
    const diff = diffValues(test.expected, test.value, (value) => this.#write(value));
    return diff ? [drawDiff(diff)] : [];
  }

  #row(name: string, value: string): HTMLElement {
    const row = copyOf("test-row-template");
    slot(row, "name").textContent = name;
    const output = slot(row, "value");
    output.textContent = value;
    output.setAttribute("role", "group");
    output.setAttribute("aria-label", name);
    return row;
  }

  #note(test: TestReport): HTMLElement {
    const note = document.createElement("p");
    note.className = "room-test-note tabular";
    const told = [verdictWord(test.verdict), cost(test), test.hidden ? word("hidden_note") : null];
    note.textContent = told.filter(Boolean).join(" · ");
    return note;
  }
}
