import { followSpeaker } from "../devices/output";

/** Plays one sentence at a time: a sound by the audio element, a text by the browser's own voice. */
export class Player {
  readonly #audio: HTMLAudioElement;
  #end: (() => void) | null = null;

  constructor(audio: HTMLAudioElement) {
    this.#audio = audio;
    followSpeaker(audio);
    for (const event of ["ended", "pause", "error"]) audio.addEventListener(event, () => this.#ended());
  }

  /** Until it has been heard, or stopped. Rejects with `NotAllowedError` where the browser waits for a click. */
  async play(url: string): Promise<void> {
    this.#audio.src = url;
    const heard = this.#ending();
    try {
      await this.#audio.play();
      await heard;
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "AbortError")) throw error; // stopped before its first sound
    } finally {
      URL.revokeObjectURL(url);
      this.#end = null;
    }
  }

  async speak(text: string, speed: number): Promise<void> {
    if (!("speechSynthesis" in window)) throw new Error("this browser has no voice");
    const utterance = new SpeechSynthesisUtterance(text);
    Object.assign(utterance, { lang: "en", rate: speed });
    const heard = this.#ending();
    for (const event of ["end", "error"]) utterance.addEventListener(event, () => this.#ended());
    speechSynthesis.speak(utterance);
    await heard;
  }

  stop(): void {
    this.#audio.pause();
    if ("speechSynthesis" in window) speechSynthesis.cancel();
    this.#ended();
  }

  #ending(): Promise<void> {
    this.#end?.();
    return new Promise((resolve) => (this.#end = resolve));
  }

  #ended(): void {
    this.#end?.();
    this.#end = null;
  }
}
