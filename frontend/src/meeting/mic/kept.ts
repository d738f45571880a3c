import type { Spoken as Origin } from "../../room/speech-frames";
import { readKept, writeKept } from "../../devices/kept";

interface Kept {
  text: string;
  origin: Origin;
}

/** What has been heard of an answer that is not over, kept on this device: a reload or another tab goes on with it. */
export class KeptWords {
  readonly #key: string;
  readonly #session: string;

  constructor(session: string) {
    this.#key = `viva.heard.${session}`;
    this.#session = session;
  }

  keep(text: string, origin: Origin): void {
    writeKept(this.#key, { text, origin });
  }

  /** Once: whoever takes them has them. */
  take(): Kept | null {
    const { text, origin } = readKept<Kept>(this.#key);
    this.drop();
    return typeof text === "string" && text && origin ? { text, origin } : null;
  }

  drop(): void {
    try {
      localStorage.removeItem(this.#key);
    } catch {
      // storage is off: nothing was kept
    }
  }

  /** What a reload of this tab finds as it was. */
  set(name: "on" | "muted", value: boolean): void {
    try {
      sessionStorage.setItem(`viva.mic.${name}.${this.#session}`, String(value));
    } catch {
      // storage is off: it is set by hand again
    }
  }

  was(name: "on" | "muted"): boolean {
    try {
      return sessionStorage.getItem(`viva.mic.${name}.${this.#session}`) === "true";
    } catch {
      return false;
    }
  }
}
