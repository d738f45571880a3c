import { count, fields, Misfit, nullable, string } from "./decode";
import type { Draft } from "./protocol";

const draft = fields<Draft>({ seq: count, text: string });

export function readDraft(kept: unknown): Draft {
  try {
    return nullable(draft)(kept) ?? { seq: 0, text: "" };
  } catch (error) {
    if (error instanceof Misfit) return { seq: 0, text: "" };
    throw error;
  }
}

/** The unsent text of the message box. Its number grows with the first change after each sending; the higher one wins. */
export class DraftState {
  #here: Draft;
  #sent: number;
  #saved: number;
  #typed = false;

  constructor(kept: Draft) {
    this.#here = kept;
    this.#sent = 0;
    this.#saved = 0;
  }

  get current(): Draft {
    return this.#here;
  }

  get unsaved(): boolean {
    return this.#here.seq > this.#saved;
  }

  change(text: string): Draft {
    this.#typed = true;
    const taken = Math.max(this.#sent, this.#saved);
    this.#here = { seq: this.#here.seq > taken ? this.#here.seq : taken + 1, text };
    return this.#here;
  }

  /** What is to be sent now, or null where the server has it or is being told. */
  take(): Draft | null {
    if (this.#here.seq <= this.#sent) return null;
    this.#sent = this.#here.seq;
    return this.#here;
  }

  saved(seq: number): void {
    this.#saved = Math.max(this.#saved, seq);
    if (seq >= this.#here.seq) this.#typed = false;
  }

  /** After a connection. True where the server's text is the newer one and now stands here; never over what was just typed. */
  meet(server: Draft): boolean {
    this.#saved = server.seq;
    this.#sent = server.seq;
    if (server.seq < this.#here.seq) return false;
    if (this.#typed && server.text !== this.#here.text) {
      this.#here = { seq: server.seq + 1, text: this.#here.text };
      return false;
    }
    const changed = server.text !== this.#here.text;
    this.#here = server;
    return changed;
  }

  /** What was sent did not arrive. */
  again(): void {
    this.#sent = this.#saved;
  }
}
