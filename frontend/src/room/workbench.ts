import { Choices } from "./choices";
import { CodeSync } from "./code";
import { Editor } from "./editor";
import { isOff, part, setOff } from "./elements";
import { LanguageMenu } from "./language-menu";
import type { Mirror } from "./mirror";
import { OwnInput } from "./own-input";
import { setNotice } from "./status";
import { readVerdict } from "./protocol";
import type { Batch, Buffer, Code, Message, Mode, Place, Question, Verdict } from "./protocol";
import { Results } from "./results";
import { word } from "./words";

/** A verdict that has not come by then, nor news of the queue, is not waited for: the buttons work again. */
const PATIENCE_MS = 70_000;
const JUDGED: readonly string[] = ["run", "try", "submit"];

export interface WorkbenchPort {
  sendEdits(batch: Batch): boolean;
  sendLanguage(place: Place): boolean;
  judge(code: Code): void;
  stop(): void;
  live(): boolean;
  savedOrNot(): void;
  error(detail: string): void;
}

/** The code side of the room: editor, its way to the server, *Run* and *Submit*, and the results below. */
export class Workbench {
  readonly #port: WorkbenchPort;
  readonly #code: CodeSync;
  readonly #choices: Choices;
  readonly #editor: Editor;
  readonly #menu = new LanguageMenu((language) => this.#choose(language));
  readonly #input: OwnInput;
  readonly #results = new Results(() => this.#port.stop());
  readonly #run = part("run", HTMLButtonElement);
  readonly #submit = part("submit", HTMLButtonElement);
  readonly #verdicts = new Map<number, Verdict>();
  readonly #remarks = new Map<number, string>();
  #question: Question | null = null;
  #judged: { type: Mode; question: number } | null = null;
  #lastVerdict = 0;
  #patience: ReturnType<typeof setTimeout> | undefined;
  #conflict: { place: Place; text: string } | null = null;

  constructor(nonce: string, mirror: Mirror, port: WorkbenchPort) {
    this.#port = port;
    this.#choices = new Choices(mirror, (place) => port.sendLanguage(place));
    this.#code = new CodeSync(mirror, {
      send: (batch) => port.sendEdits(batch),
      savedOrNot: () => port.savedOrNot(),
      replaced: (place, text, lost) => this.#replaced(place, text, lost),
    });
    this.#editor = new Editor(part("editor", HTMLElement), {
      label: word("editor"),
      helpId: "room-editor-help",
      nonce,
      changed: (changes) => this.#editor.place && this.#code.typed(this.#editor.place, changes),
      full: () => port.error(word("source_full")),
      run: () => this.#judge("run"),
      submit: () => this.#judge("submit"),
    });
    this.#input = new OwnInput(mirror, (input) => this.#judge("try", input));
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
    this.#choices.meet();
    this.#code.meet(buffers);
  }

  saved(place: Place, seq: number): void {
    this.#code.saved(place, seq);
  }

  chosen(place: Place): void {
    this.#choices.stored(place);
  }

  resync(buffer: Buffer): void {
    this.#code.resync(buffer);
  }

  retryLater(): void {
    this.#code.retryLater();
  }

  queued(before: number): void {
    if (!this.#judged) return;
    this.#beginPatience();
    this.#results.queued(before);
  }

  open(question: Question, closed: boolean): void {
    const isNew = this.#question?.id !== question.id;
    this.#question = question;
    this.#openEditor(question);
    this.#input.show(question);
    if (isNew) this.#showResults(question.id);
    if (isNew && this.#judged) this.#await(this.#judged.type, this.#judged.question);
    this.#setOff(closed || this.#judged !== null, closed);
  }

  #openEditor(question: Question): void {
    const language = this.#choices.of(question);
    const place = { question: question.id, language };
    this.#menu.show(question, language);
    if (this.#editor.has(place)) return;
    const starter = question.languages.find(({ name }) => name === language)?.starter ?? question.starter;
    this.#editor.open(place, this.#code.open(place, starter));
  }

  #choose(language: string): void {
    if (!this.#question) return;
    this.#code.flush();
    this.#choices.choose({ question: this.#question.id, language });
    this.#openEditor(this.#question);
  }

  /** What the log says of runs: it shows the last verdict again after a reload, and whether one is awaited. */
  note(message: Message, fresh: boolean): void {
    const judged = JUDGED.includes(message.kind);
    if (judged && message.number > this.#lastVerdict) this.#await(message.kind as Mode, message.question);
    if (message.kind === "remark" && message.question !== null) this.#remark(message.question, message.text);
    if (message.kind !== "verdict") return;
    this.#lastVerdict = Math.max(this.#lastVerdict, message.number);
    const report = readVerdict(message.payload);
    this.#await(null, null);
    if (!report || message.question === null) return;
    this.#verdicts.set(message.question, report);
    this.#remarks.delete(message.question);
    if (message.question !== this.#question?.id) return;
    this.#results.show(report);
    if (fresh) this.#results.say(report);
  }

  /** A run that was refused is not awaited any more. */
  refused(type: string, detail: string): void {
    if (!JUDGED.includes(type)) return;
    this.#await(null, null);
    this.#showResults(this.#question?.id ?? 0);
    if (type === "try") this.#input.refuse(detail);
  }

  #judge(type: Mode, input = ""): void {
    const place = this.#editor.place;
    if (isOff(this.#run) || !place) return;
    this.#code.flush();
    this.#await(type, place.question);
    const code = { ...place, source: this.#editor.text };
    this.#port.judge(type === "try" ? { type, ...code, input } : { type, ...code });
  }

  #await(type: Mode | null, question: number | null): void {
    clearTimeout(this.#patience);
    this.#judged = type && question !== null ? { type, question } : null;
    this.#setOff(type !== null, false);
    if (type) this.#beginPatience();
    if (type && question === this.#question?.id) this.#results.running(type, !this.#port.live());
  }

  #beginPatience(): void {
    clearTimeout(this.#patience);
    this.#patience = setTimeout(() => {
      this.#await(null, null);
      this.#showResults(this.#question?.id ?? 0);
    }, PATIENCE_MS);
  }

  #setOff(off: boolean, closed: boolean): void {
    this.#input.setOff(off);
    for (const button of [this.#run, this.#submit]) {
      setOff(button, off);
      button.setAttribute("aria-busy", String(off && !closed));
    }
  }

  #remark(question: number, text: string): void {
    this.#remarks.set(question, text);
    if (question === this.#question?.id && !this.#judged) this.#results.remark(text);
  }

  #showResults(question: number): void {
    const report = this.#verdicts.get(question);
    if (report) this.#results.show(report);
    else this.#results.clear();
    if (report) this.#results.remark(this.#remarks.get(question) ?? "");
  }

  #replaced(place: Place, text: string, lost: string | null): void {
    if (lost !== null) this.#conflict = { place, text: lost };
    setNotice("conflict", this.#conflict !== null);
    if (this.#editor.has(place)) this.#editor.replace(text);
  }

  #settleConflict(use: boolean): void {
    const conflict = this.#conflict;
    this.#conflict = null;
    setNotice("conflict", false);
    if (use && conflict && this.#editor.has(conflict.place)) this.#editor.retype(conflict.text);
    this.#editor.focus();
  }
}
