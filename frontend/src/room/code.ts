import { EditBuffer, readSnapshot } from "./edits";
import type { Mirror } from "./mirror";
import type { Batch, Buffer, Change, Place } from "./protocol";

export const EVERY_MS = 400;
const RETRY_MS = 1_000;
const PREFIX = "code:";

export interface CodePort {
  send(batch: Batch): boolean;
  /** The server has a newer text of this place than this page. */
  replaced(place: Place, text: string, lost: string | null): void;
  savedOrNot(): void;
}

export function keyOf({ question, language }: Place): string {
  return `${question}:${language}`;
}

export function placeOf(key: string): Place | null {
  const [, question, language] = /^(\d+):(.+)$/.exec(key) ?? [];
  return question && language ? { question: Number(question), language } : null;
}

/** The code of every coding question, in each language, on its way to the server, and its mirror on this device. */
export class CodeSync {
  readonly #mirror: Mirror;
  readonly #port: CodePort;
  readonly #buffers = new Map<string, EditBuffer>();
  #server: readonly Buffer[] | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(mirror: Mirror, port: CodePort) {
    this.#mirror = mirror;
    this.#port = port;
  }

  get unsaved(): boolean {
    return [...this.#buffers.values()].some((buffer) => buffer.unsaved);
  }

  /** The text to show: what was typed here last, else the server's, else the starter. */
  open(place: Place, starter: string): string {
    return this.#buffer(place, starter).text;
  }

  typed(place: Place, changes: readonly Change[]): void {
    const buffer = this.#buffer(place, "");
    buffer.record(changes);
    this.#keep(place, buffer);
    this.#timer ??= setTimeout(() => this.flush(), EVERY_MS);
    this.#port.savedOrNot();
  }

  /** Everything typed so far goes out now, as far as one batch at a time allows. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#each((place, buffer) => this.#sendNext(place, buffer));
  }

  saved(place: Place, seq: number): void {
    const buffer = this.#buffers.get(keyOf(place));
    if (!buffer) return;
    buffer.saved(seq);
    this.#keep(place, buffer);
    if (buffer.unsaved) this.#timer ??= setTimeout(() => this.flush(), EVERY_MS);
    this.#port.savedOrNot();
  }

  resync({ question, language, seq, text }: Buffer): void {
    const place = { question, language };
    const buffer = this.#buffers.get(keyOf(place));
    if (!buffer) return;
    buffer.resync(seq, text, Math.round(performance.now()));
    this.#keep(place, buffer);
    this.flush();
  }

  /** After a welcome: compares every buffer and sends what is missing. */
  meet(server: readonly Buffer[]): void {
    this.#server = server;
    for (const part of this.#mirror.parts(PREFIX)) {
      const place = placeOf(part.slice(PREFIX.length));
      if (place) this.#buffer(place, "");
    }
    this.#each((place, buffer) => this.#compare(place, buffer));
    this.#resend();
  }

  /** The server could not store something for now. */
  retryLater(): void {
    setTimeout(() => this.#resend(), RETRY_MS);
  }

  #each(visit: (place: Place, buffer: EditBuffer) => void): void {
    for (const [key, buffer] of this.#buffers) {
      const place = placeOf(key);
      if (place) visit(place, buffer);
    }
  }

  #buffer(place: Place, starter: string): EditBuffer {
    const known = this.#buffers.get(keyOf(place));
    if (known) return known;
    const buffer = new EditBuffer(place, starter, readSnapshot(this.#mirror.read(PREFIX + keyOf(place))));
    this.#buffers.set(keyOf(place), buffer);
    this.#compare(place, buffer);
    this.flush();
    return buffer;
  }

  #compare(place: Place, buffer: EditBuffer): void {
    if (!this.#server) return;
    const stored = this.#server.find((other) => keyOf(other) === keyOf(place));
    if (!stored) return buffer.meetNothing(Math.round(performance.now()));
    const before = buffer.text;
    const meeting = buffer.meet(stored.seq, stored.text, Math.round(performance.now()));
    this.#keep(place, buffer);
    if (meeting.text === "theirs" && buffer.text !== before) this.#port.replaced(place, buffer.text, meeting.lost);
  }

  #resend(): void {
    for (const buffer of this.#buffers.values()) {
      const batch = buffer.again();
      if (batch) this.#port.send(batch);
    }
    this.flush();
    this.#port.savedOrNot();
  }

  #sendNext(place: Place, buffer: EditBuffer): void {
    const batch = buffer.take();
    if (!batch) return;
    this.#keep(place, buffer);
    this.#port.send(batch);
  }

  #keep(place: Place, buffer: EditBuffer): void {
    this.#mirror.write(PREFIX + keyOf(place), buffer.snapshot);
  }
}
