import { meetingPart, meetingPartIfAny, meetingWord } from "../parts";

/** What is seen of the microphone: its button, how loud it is, what has been understood, and what to do. */
export class HearingBar {
  readonly button = meetingPartIfAny("mic", HTMLButtonElement);
  readonly #bar = meetingPart("hearing");
  readonly #said = meetingPart("hearing-said");
  readonly #meter = meetingPart("mic-level") as HTMLMeterElement;
  readonly #note = meetingPart("mic-note");
  readonly #own = meetingPart("own-muted");

  on(on: boolean): void {
    this.button?.setAttribute("aria-pressed", String(on));
    const label = this.button?.querySelector("span");
    if (label) label.textContent = meetingWord(on ? "mic_on" : "mic_off");
    this.#bar.hidden = !on;
    this.said("");
    this.level(0);
  }

  level(level: number): void {
    this.#meter.value = level;
  }

  said(text: string): void {
    this.#said.textContent = text;
  }

  muted(on: boolean): void {
    this.#own.hidden = !on;
    if (on) this.level(0);
  }

  /** A word of the template's, or "" for nothing. */
  note(word: string): void {
    this.#note.hidden = !word;
    this.#note.textContent = word && meetingWord(word);
  }
}
