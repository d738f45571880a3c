import { fields, list, oneOf, optional, string, count, Misfit } from "./decode";
import type { Decoder } from "./decode";
import type { Command } from "./protocol";

/** `at`: when the person sent it, ms since 1970 by this device. */
export interface Waiting {
  command: Command;
  at: number;
}

export interface OutboxPort {
  send(command: Command): boolean;
  keep(waiting: readonly Waiting[]): void;
  later(run: () => void, ms: number): () => void;
}

/** Without an answer for this long the command is sent again; the server knows it by its id. */
export const PATIENCE_MS = 10_000;
const RETRY_MS = [1_000, 2_000, 4_000, 8_000];

const command: Decoder<Command> = (value) => {
  const { type } = fields({ type: oneOf("message", "hint", "run", "try", "submit") })(value);
  if (type === "message") return { type, ...fields({ id: string, text: string })(value) };
  if (type === "hint") return { type, ...fields({ id: string })(value) };
  const code = fields({ id: string, question: count, language: optional(string, "python"), source: string })(value);
  return type === "try" ? { type, ...code, ...fields({ input: string })(value) } : { type, ...code };
};
const waitingList = list(fields<Waiting>({ command, at: count }));

/** What an earlier visit left in the mirror; a damaged one counts as empty. */
export function readOutbox(stored: unknown): Waiting[] {
  try {
    return waitingList(stored ?? []);
  } catch (error) {
    if (error instanceof Misfit) return [];
    throw error;
  }
}

/** Commands until they are acknowledged: in order, one on its way at a time, each kept on the device before it is sent. */
export class Outbox {
  readonly #port: OutboxPort;
  #waiting: Waiting[];
  #open = false;
  #refusals = 0;
  #cancel: () => void = () => undefined;

  constructor(port: OutboxPort, waiting: readonly Waiting[] = []) {
    this.#port = port;
    this.#waiting = [...waiting];
  }

  get waiting(): readonly Waiting[] {
    return this.#waiting;
  }

  add(command: Command, at: number): void {
    this.#waiting.push({ command, at });
    this.#port.keep(this.#waiting);
    if (this.#waiting.length === 1) this.#sendFirst();
  }

  /** The room has answered: everything that waits is sent again, in order. */
  open(): void {
    this.#open = true;
    this.#refusals = 0;
    this.#sendFirst();
  }

  close(): void {
    this.#open = false;
    this.#cancel();
  }

  /** Takes a command out for good: acknowledged, seen in the conversation, or refused. */
  settle(id: string): Waiting | undefined {
    const found = this.#waiting.find(({ command }) => command.id === id);
    if (!found) return undefined;
    const first = found === this.#waiting[0];
    this.#waiting = this.#waiting.filter((waiting) => waiting !== found);
    this.#port.keep(this.#waiting);
    this.#refusals = 0;
    if (first) this.#sendFirst();
    return found;
  }

  /** The server could not take it now: it is sent again a little later. */
  retryLater(id: string): void {
    if (this.#waiting[0]?.command.id !== id) return;
    const delay = RETRY_MS[Math.min(this.#refusals, RETRY_MS.length - 1)] ?? PATIENCE_MS;
    this.#refusals += 1;
    this.#after(delay);
  }

  #sendFirst(): void {
    this.#cancel();
    const first = this.#waiting[0];
    if (!this.#open || !first) return;
    this.#port.send(first.command);
    this.#after(PATIENCE_MS);
  }

  #after(ms: number): void {
    this.#cancel();
    this.#cancel = this.#port.later(() => this.#sendFirst(), ms);
  }
}
