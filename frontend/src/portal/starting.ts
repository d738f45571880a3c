const RETRY_MS = [1_000, 2_000, 4_000, 8_000];

export interface StartingPort {
  /** The server's clock says that it is too early: ms since 1970. */
  early(startsAt: number, serverTime: number): void;
  trouble(): void;
}

interface Refusal {
  state: string;
  starts_at: string | null;
  server_time: string;
}

/** Begins the interview: by link with its key, by sign-in with the page's own form. The server decides. */
export class Starting {
  readonly #portal: HTMLElement;
  readonly #port: StartingPort;
  #failures = 0;
  #underWay = false;

  constructor(portal: HTMLElement, port: StartingPort) {
    this.#portal = portal;
    this.#port = port;
  }

  go(): void {
    const { start, key } = this.#portal.dataset;
    if (this.#underWay) return;
    this.#underWay = true;
    if (start && key) void this.#knock(start, key);
    else this.#submit();
  }

  /** Not while something is being written: then a moment later. */
  reload(): void {
    if (document.activeElement?.matches("textarea, dialog[open] *")) setTimeout(() => this.reload(), 2_000);
    else location.replace(this.#portal.dataset["home"] ?? location.href);
  }

  #submit(): void {
    const form = document.querySelector<HTMLFormElement>("form[data-begin]");
    if (form) form.submit();
    else this.reload();
  }

  async #knock(start: string, session_key: string): Promise<void> {
    try {
      const answer = await fetch(start, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ session_key }),
        cache: "no-store",
      });
      this.#underWay = false;
      if (answer.ok) return location.replace(this.#portal.dataset["room"] ?? location.href);
      if (answer.status === 409) return this.#refused((await answer.json()) as Refusal);
      if (answer.status === 404) return this.reload();
      this.#again();
    } catch {
      this.#underWay = false;
      this.#again();
    }
  }

  #refused({ state, starts_at, server_time }: Refusal): void {
    if (state === "early" && starts_at) this.#port.early(Date.parse(starts_at), Date.parse(server_time));
    else this.reload();
  }

  #again(): void {
    this.#port.trouble();
    const wait = RETRY_MS[Math.min(this.#failures, RETRY_MS.length - 1)];
    this.#failures += 1;
    setTimeout(() => this.go(), wait);
  }
}
