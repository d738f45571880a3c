/** What must survive a reload in this instant, in `localStorage` under the session's id. */
export class Mirror {
  readonly #prefix: string;
  #durable = true;
  #frozen = false;

  constructor(session: string) {
    this.#prefix = `viva-room:${session}:`;
  }

  /** False once the browser has refused to keep something (private window, no space). */
  get durable(): boolean {
    return this.#durable;
  }

  read(part: string): unknown {
    try {
      const text = localStorage.getItem(this.#prefix + part);
      return text === null ? null : (JSON.parse(text) as unknown);
    } catch {
      return null; // refused, or not ours: the server's copy stands
    }
  }

  write(part: string, value: unknown): void {
    if (this.#frozen) return;
    try {
      localStorage.setItem(this.#prefix + part, JSON.stringify(value));
      this.#durable = true;
    } catch {
      this.#durable = false;
    }
  }

  /** The names of the parts that begin so. */
  parts(start: string): string[] {
    try {
      const ours = Object.keys(localStorage).filter((key) => key.startsWith(this.#prefix + start));
      return ours.map((key) => key.slice(this.#prefix.length));
    } catch {
      return [];
    }
  }

  /** A newer tab writes from now on. */
  freeze(): void {
    this.#frozen = true;
  }

  clear(): void {
    this.#frozen = true;
    for (const name of this.parts("")) localStorage.removeItem(this.#prefix + name);
  }
}
