/** Frames on their way: numbered, sent in fives, kept until they are acknowledged, sent again after a cut. */
const VERSION = 1;
const HEAD_BYTES = 22;
const FRAME_BYTES = 640;
const IN_A_MESSAGE = 5;
const MOST_IN_A_MESSAGE = 25;
const WINDOW_FRAMES = 250;
/** Two minutes; what is older is lost with the line. */
const MOST_KEPT = 6_000;

export interface UplinkPort {
  /** False where there is no line just now. */
  send(message: ArrayBuffer): boolean;
}

interface Kept {
  pcm: Uint8Array;
  voice: boolean;
}

export class Uplink {
  readonly #port: UplinkPort;
  readonly #stream: Uint8Array;
  #kept: Kept[] = [];
  #first = 0;
  #sent = 0;
  #open = false;

  constructor(stream: string, port: UplinkPort) {
    this.#port = port;
    this.#stream = Uint8Array.from(stream.replaceAll("-", "").match(/../g) ?? [], (pair) => parseInt(pair, 16));
  }

  /** The oldest frame that could still be sent. */
  get first(): number {
    return this.#first;
  }

  /** `voice`: the interviewer is heard meanwhile. */
  push(pcm: Uint8Array, voice: boolean): void {
    this.#kept.push({ pcm, voice });
    if (this.#kept.length > MOST_KEPT) this.#drop(1);
    this.#flush(IN_A_MESSAGE);
  }

  /** The server has all before `next`. */
  acknowledged(next: number): void {
    this.#drop(next - this.#first);
    this.#sent = Math.max(this.#sent, this.#first);
    this.#flush(IN_A_MESSAGE);
  }

  /** It listens, again or for the first time, from `next` on. */
  opened(next: number): void {
    this.#open = true;
    this.#drop(next - this.#first);
    this.#sent = this.#first;
    this.#flush(1);
  }

  closed(): void {
    this.#open = false;
  }

  /** What is left of less than a message too. */
  flush(): void {
    this.#flush(1);
  }

  #drop(count: number): void {
    if (count <= 0) return;
    const gone = Math.min(count, this.#kept.length);
    this.#kept.splice(0, gone);
    this.#first += gone;
  }

  #flush(least: number): void {
    while (this.#open) {
      const waiting = this.#kept.slice(this.#sent - this.#first, this.#sent - this.#first + MOST_IN_A_MESSAGE);
      const alike = waiting.findIndex(({ voice }) => voice !== waiting[0]?.voice);
      const frames = alike > 0 ? waiting.slice(0, alike) : waiting;
      if (!frames.length || (frames.length < least && alike < 0)) return;
      if (this.#sent - this.#first >= WINDOW_FRAMES || !this.#port.send(this.#message(frames))) return;
      this.#sent += frames.length;
    }
  }

  #message(frames: readonly Kept[]): ArrayBuffer {
    const bytes = new Uint8Array(HEAD_BYTES + frames.length * FRAME_BYTES);
    const view = new DataView(bytes.buffer);
    view.setUint8(0, VERSION);
    view.setUint8(1, frames[0]?.voice ? 1 : 0);
    bytes.set(this.#stream, 2);
    view.setUint32(18, this.#sent);
    frames.forEach(({ pcm }, index) => bytes.set(pcm, HEAD_BYTES + index * FRAME_BYTES));
    return bytes.buffer;
  }
}
