import { part } from "./elements";
import { MAX_MESSAGE } from "./protocol";
import type { Spoken } from "./speech-frames";
import { counted } from "./words";

const COUNT_FROM = 7_000;

export interface ComposerPort {
  send(text: string, spoken?: Spoken): void;
  changed(text: string): void;
}

/** Without the blank lines around it; the first line keeps its indentation. */
export function trimmed(text: string): string {
  return text.replace(/^(?:[^\S\n]*\n)+/, "").trimEnd();
}

/** The message box: Enter sends, Shift+Enter breaks the line, it grows with its text. */
export class Composer {
  readonly #form = part("composer", HTMLFormElement);
  readonly #box = part("message", HTMLTextAreaElement);
  readonly #count = part("count", HTMLElement);
  readonly #port: ComposerPort;
  #spoken: Spoken | undefined;

  constructor(port: ComposerPort) {
    this.#port = port;
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    this.#box.addEventListener("keydown", (event) => this.#key(event));
    this.#box.addEventListener("input", () => {
      this.#fit();
      this.#port.changed(this.#box.value);
    });
    addEventListener("resize", () => this.#fit());
  }

  get text(): string {
    return this.#box.value;
  }

  set text(text: string) {
    this.#box.value = text;
    this.#fit();
  }

  set closed(closed: boolean) {
    this.#form.hidden = closed;
  }

  /** A refused message comes back below what has been typed since. */
  giveBack(text: string): void {
    this.text = [this.#box.value, text].filter(Boolean).join("\n");
    this.#port.changed(this.#box.value);
    this.#box.focus();
  }

  /** Words that were spoken, below what is typed already: to be mended and sent by hand. */
  dictate(text: string, spoken: Spoken): void {
    this.#spoken = spoken;
    this.giveBack(text);
  }

  /** Words that were spoken, sent at once; false where something is typed already. */
  say(text: string, spoken: Spoken): boolean {
    if (this.#box.value.trim() || this.#form.hidden) return false;
    this.#port.send(text, spoken);
    return true;
  }

  #key(event: KeyboardEvent): void {
    // 229: some input methods report Enter that way while a word is being composed.
    const composing = event.isComposing || event.keyCode === 229;
    if (event.key !== "Enter" || event.shiftKey || composing) return;
    event.preventDefault();
    this.#send();
  }

  #send(): void {
    const text = trimmed(this.#box.value);
    if (!text.trim() || [...text].length > MAX_MESSAGE) return;
    this.text = "";
    this.#port.send(text, this.#spoken);
    this.#spoken = undefined;
    this.#port.changed("");
    this.#box.focus();
  }

  #grow(): void {
    if (!this.#box.offsetParent) return; // behind the other tab it has no height to measure
    this.#box.style.height = "auto";
    this.#box.style.height = `${this.#box.scrollHeight}px`;
  }

  #fit(): void {
    this.#grow();
    const length = this.#box.value.length < COUNT_FROM ? 0 : [...trimmed(this.#box.value)].length;
    const left = MAX_MESSAGE - length;
    this.#box.setAttribute("aria-invalid", String(left < 0));
    const near = length >= COUNT_FROM;
    this.#count.textContent = near ? counted(left < 0 ? "count_over" : "count_left", Math.abs(left)) : "";
  }
}
