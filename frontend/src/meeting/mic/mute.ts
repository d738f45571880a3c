import { meetingPartIfAny } from "../parts";

/** Switches everything off that hears the candidate: the words and, by `viva:microphone`, the recording. */
export class Mute {
  readonly #button = meetingPartIfAny("mute", HTMLButtonElement);
  readonly #changed: (on: boolean) => void;
  #on = false;

  constructor(changed: (on: boolean) => void) {
    this.#changed = changed;
    this.#button?.addEventListener("click", () => this.set(!this.#on));
  }

  get on(): boolean {
    return this.#on;
  }

  set(on: boolean): void {
    if (on === this.#on) return;
    this.#on = on;
    this.#button?.setAttribute("aria-pressed", String(on));
    document.dispatchEvent(new CustomEvent("viva:microphone", { detail: { on: !on } }));
    this.#changed(on);
  }

  /** Without anything that hears there is nothing to mute. */
  offer(offered: boolean): void {
    const recorded = document.querySelector("[data-recording]") !== null;
    if (this.#button) this.#button.hidden = !offered && !recorded;
  }
}
