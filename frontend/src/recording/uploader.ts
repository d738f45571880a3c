import { backoff } from "../room/backoff";
import type { Answer } from "./post";
import type { ChunkStore } from "./store";
import { deviceNow } from "./types";
import type { Chunk, Part, Trouble } from "./types";

/** After so many tries a chunk that arrives damaged each time was damaged here. */
const MOST_DAMAGED = 3;
const OVER = new Set(["over", "not_recorded"]);

export interface UploaderPort {
  send(chunk: Chunk, ageMs: number): Promise<Answer>;
  end(part: Part): Promise<Answer>;
  trouble(kind: Trouble): void;
  /** So many chunks wait; `stuck` where the last try failed. */
  waiting(count: number, stuck: boolean): void;
  /** The server takes no more: `code` says why. */
  closed(code: string): void;
  /** Whether some open tab is still recording the part. */
  isLive(part: Part): Promise<boolean>;
  later(run: () => void, ms: number): void;
}

/** Sends what the store holds for one session, one chunk at a time, until nothing is left. */
export class Uploader {
  readonly #session: string;
  readonly #store: ChunkStore;
  readonly #port: UploaderPort;
  #running = false;
  #again = false;
  #failures = 0;
  #damaged = 0;

  constructor(session: string, store: ChunkStore, port: UploaderPort) {
    this.#session = session;
    this.#store = store;
    this.#port = port;
  }

  /** There may be something to send. */
  async wake(): Promise<void> {
    this.#again = true;
    if (this.#running) return;
    this.#running = true;
    try {
      while (this.#again) {
        this.#again = false;
        await this.#sendAll();
      }
    } finally {
      this.#running = false;
    }
  }

  async #sendAll(): Promise<void> {
    for (let chunk = await this.#store.first(this.#session); chunk; chunk = await this.#store.first(this.#session)) {
      if (!(await this.#settled(chunk))) return;
      await this.#tell(false);
    }
    await this.#endParts();
    await this.#tell(false);
  }

  /** Whether it needs no more sending. */
  async #settled(chunk: Chunk): Promise<boolean> {
    const answer = await this.#port.send(chunk, Math.max(0, Math.round(deviceNow() - chunk.startedAt)));
    if (answer.kind === "again" && !this.#isHopeless(answer.code)) return this.#retryLater();
    this.#failures = 0;
    if (answer.kind === "refused" && (OVER.has(answer.code) || answer.code === "quota")) return this.#close(answer.code);
    if (answer.kind !== "done") this.#port.trouble("chunk_lost");
    this.#damaged = 0;
    await this.#store.remove(chunk);
    return true;
  }

  #isHopeless(code: string): boolean {
    this.#damaged = code === "corrupted" ? this.#damaged + 1 : 0;
    return this.#damaged >= MOST_DAMAGED;
  }

  async #close(code: string): Promise<boolean> {
    if (code === "quota") this.#port.trouble("storage_full");
    await this.#store.clear(this.#session);
    this.#port.closed(code);
    return true;
  }

  async #retryLater(): Promise<boolean> {
    this.#failures += 1;
    this.#port.later(() => void this.wake(), backoff(this.#failures, Math.random()));
    await this.#tell(true);
    return false;
  }

  /** A part whose tab died is ended with what there is of it. */
  async #endParts(): Promise<void> {
    for (const part of await this.#store.parts(this.#session)) {
      if (!part.ended && (await this.#port.isLive(part))) continue;
      const answer = await this.#port.end(part);
      if (answer.kind === "again") return void (await this.#retryLater());
      await this.#store.forget(part);
    }
  }

  async #tell(stuck: boolean): Promise<void> {
    this.#port.waiting(await this.#store.count(this.#session), stuck);
  }
}
