import { CodeSync } from "./code";
import { Editor } from "./editor";
import { isOff, part, setOff } from "./elements";
import type { Mirror } from "./mirror";
import { setNotice } from "./status";
import { readVerdict } from "./protocol";
import type { Batch, Buffer, Message, Question, Verdict } from "./protocol";
import { Results } from "./results";
import { word } from "./words";

/** A verdict that has not come by then is not waited for: the buttons work again. */
const PATIENCE_MS = 30_000;

export interface WorkbenchPort {
  sendEdits(batch: Batch): boolean;
  judge(type: Verdict["mode"], question: number, source: string): void;
  live(): boolean;
  savedOrNot(): void;
  error(detail: string): void;
}

/** The code side of the room: editor, its way to the server, *Run* and *Submit*, and the results below. */
export class Workbench {
  readonly #port: WorkbenchPort;
  readonly #code: CodeSync;
  readonly #editor: Editor;
  readonly #results = new Results();
  readonly #run = part("run", HTMLButtonElement);
  readonly #submit = part("submit", HTMLButtonElement);
  readonly #verdicts = new Map<number, Verdict>();
  #judged: { type: Verdict["mode"]; question: number } | null = null;
  #lastVerdict = 0;
  #patience: ReturnType<typeof setTimeout> | undefined;
  #conflict: { question: number; text: string } | null = null;

  constructor(nonce: string, mirror: Mirror, port: WorkbenchPort) {
    this.#port = port;
    this.#code = new CodeSync(mirror, {
      send: (batch) => port.sendEdits(batch),
      savedOrNot: () => port.savedOrNot(),
      replaced: (question, text, lost) => this.#replaced(question, text, lost),
    });
    this.#editor = new Editor(part("editor", HTMLElement), {
      label: word("editor"),
      helpId: "room-editor-help",
      nonce,
      changed: (changes) => this.#editor.question && this.#code.typed(this.#editor.question, changes),
      full: () => port.error(word("source_full")),
      run: () => this.#judge("run"),
      submit: () => this.#judge("submit"),
    });
    this.#run.addEventListener("click", () => this.#judge("run"));
    this.#submit.addEventListener("click", () => this.#judge("submit"));
    part("conflict-use", HTMLButtonElement).addEventListener("click", () => this.#settleConflict(true));
    part("conflict-leave", HTMLButtonElement).addEventListener("click", () => this.#settleConflict(false));
  }

  get unsaved(): boolean {
    return this.#code.unsaved;
  }

  flush(): void {
    this.#code.flush();
  }

  meet(buffers: readonly Buffer[]): void {
    this.#code.meet(buffers);
  }

  saved(question: number, seq: number): void {
    this.#code.saved(question, seq);
  }

  resync(buffer: Buffer): void {
    this.#code.resync(buffer);
  }

  retryLater(): void {
    this.#code.retryLater();
  }

  open(question: Question, closed: boolean): void {
    if (this.#editor.question !== question.id) {
      this.#editor.open(question.id, this.#code.open(question));
      this.#showResults(question.id);
      if (this.#judged) this.#await(this.#judged.type, this.#judged.question);
    }
    this.#setOff(closed || this.#judged !== null, closed);
  }

  /** What the log says of runs: it shows the last verdict again after a reload, and whether one is awaited. */
  note(message: Message, fresh: boolean): void {
    const judged = message.kind === "run" || message.kind === "submit";
    if (judged && message.number > this.#lastVerdict) this.#await(message.kind as Verdict["mode"], message.question);
    if (message.kind !== "verdict") return;
    this.#lastVerdict = Math.max(this.#lastVerdict, message.number);
    const report = readVerdict(message.payload);
    this.#await(null, null);
    if (!report || message.question === null) return;
    this.#verdicts.set(message.question, report);
    if (message.question !== this.#editor.question) return;
    this.#results.show(report);
    if (fresh) this.#results.say(report);
  }

  /** A run that was refused is not awaited any more. */
  refused(): void {
    this.#await(null, null);
    this.#showResults(this.#editor.question);
  }

  #judge(type: Verdict["mode"]): void {
    if (isOff(this.#run) || !this.#editor.question) return;
    this.#code.flush();
    this.#await(type, this.#editor.question);
    this.#port.judge(type, this.#editor.question, this.#editor.text);
  }

  #await(type: Verdict["mode"] | null, question: number | null): void {
    clearTimeout(this.#patience);
    this.#judged = type && question !== null ? { type, question } : null;
    this.#setOff(type !== null, false);
    if (type) this.#patience = setTimeout(() => this.refused(), PATIENCE_MS);
    if (type && question === this.#editor.question) this.#results.running(type, !this.#port.live());
  }

  #setOff(off: boolean, closed: boolean): void {
    for (const button of [this.#run, this.#submit]) {
      setOff(button, off);
      button.setAttribute("aria-busy", String(off && !closed));
    }
  }

  #showResults(question: number): void {
    const report = this.#verdicts.get(question);
    if (report) this.#results.show(report);
    else this.#results.clear();
  }

  #replaced(question: number, text: string, lost: string | null): void {
    if (lost !== null) this.#conflict = { question, text: lost };
    setNotice("conflict", this.#conflict !== null);
    if (question === this.#editor.question) this.#editor.replace(text);
  }

  #settleConflict(use: boolean): void {
    const conflict = this.#conflict;
    this.#conflict = null;
    setNotice("conflict", false);
    if (use && conflict?.question === this.#editor.question) this.#editor.retype(conflict.text);
    this.#editor.focus();
  }
}
