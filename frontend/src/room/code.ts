import { EditBuffer, readSnapshot } from "./edits";
import type { Mirror } from "./mirror";
import type { Batch, Buffer, Change, Question } from "./protocol";

export const EVERY_MS = 400;
const RETRY_MS = 1_000;

export interface CodePort {
  send(batch: Batch): boolean;
  /** The server has a newer text of this question than this page. */
  replaced(question: number, text: string, lost: string | null): void;
  savedOrNot(): void;
}

/** The code of every coding question on its way to the server, and its mirror on this device. */
export class CodeSync {
  readonly #mirror: Mirror;
  readonly #port: CodePort;
  readonly #buffers = new Map<number, EditBuffer>();
  #server: readonly Buffer[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(mirror: Mirror, port: CodePort) {
    this.#mirror = mirror;
    this.#port = port;
  }

  get unsaved(): boolean {
    return [...this.#buffers.values()].some((buffer) => buffer.unsaved);
  }

  /** The text to show: what was typed here last, else the server's, else the starter. */
  open(question: Question): string {
    return this.#buffer(question.id, question.starter).text;
  }

  typed(question: number, changes: readonly Change[]): void {
    const buffer = this.#buffer(question, "");
    buffer.record(changes);
    this.#keep(question, buffer);
    this.#timer ??= setTimeout(() => this.flush(), EVERY_MS);
    this.#port.savedOrNot();
  }

  /** Everything typed so far goes out now, as far as one batch at a time allows. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const [question, buffer] of this.#buffers) this.#sendNext(question, buffer);
  }

  saved(question: number, seq: number): void {
    const buffer = this.#buffers.get(question);
    if (!buffer) return;
    buffer.saved(seq);
    this.#keep(question, buffer);
    if (buffer.unsaved) this.#timer ??= setTimeout(() => this.flush(), EVERY_MS);
    this.#port.savedOrNot();
  }

  resync({ question, seq, text }: Buffer): void {
    const buffer = this.#buffers.get(question);
    if (!buffer) return;
    buffer.resync(seq, text, Math.round(performance.now()));
    this.#keep(question, buffer);
    this.flush();
  }

  /** After a welcome: compares every buffer and sends what is missing. */
  meet(server: readonly Buffer[]): void {
    this.#server = server;
    for (const part of this.#mirror.parts("code:")) this.#buffer(Number(part.slice("code:".length)), "");
    for (const [question, buffer] of this.#buffers) this.#compare(question, buffer);
    this.#resend();
  }

  /** The server could not store something for now. */
  retryLater(): void {
    setTimeout(() => this.#resend(), RETRY_MS);
  }

  #buffer(question: number, starter: string): EditBuffer {
    const known = this.#buffers.get(question);
    if (known) return known;
    const buffer = new EditBuffer(question, starter, readSnapshot(this.#mirror.read(`code:${question}`)));
    this.#buffers.set(question, buffer);
    this.#compare(question, buffer);
    this.flush();
    return buffer;
  }

  #compare(question: number, buffer: EditBuffer): void {
    const stored = this.#server.find((other) => other.question === question);
    if (!stored) return;
    const before = buffer.text;
    const meeting = buffer.meet(stored.seq, stored.text, Math.round(performance.now()));
    this.#keep(question, buffer);
    if (meeting.text === "theirs" && buffer.text !== before) this.#port.replaced(question, buffer.text, meeting.lost);
  }

  #resend(): void {
    for (const buffer of this.#buffers.values()) {
      const batch = buffer.again();
      if (batch) this.#port.send(batch);
    }
    this.flush();
    this.#port.savedOrNot();
  }

  #sendNext(question: number, buffer: EditBuffer): void {
    const batch = buffer.take();
    if (!batch) return;
    this.#keep(question, buffer);
    this.#port.send(batch);
  }

  #keep(question: number, buffer: EditBuffer): void {
    this.#mirror.write(`code:${question}`, buffer.snapshot);
  }
}
