import { uuid } from "../../room/ids";
import type { ClientFrame, ServerFrame } from "../../room/protocol";
import { levelOf } from "./framer";
import type { Hearing, HearingPort } from "./hearing";
import { Microphone } from "./microphone";
import { Uplink } from "./uplink";

export interface Line {
  live(): boolean;
  send(frame: ClientFrame): boolean;
  sendSound(message: ArrayBuffer): boolean;
  /** Whether the interviewer is heard at this moment. */
  voice(): boolean;
}

const METER_MS = 100;
/** The server forgets a stream of which it hears nothing for two minutes. */
const REMIND_MS = 30_000;

/** The server writes down what it is sent in frames. */
export class ServerHearing implements Hearing {
  readonly stream = uuid();
  readonly #line: Line;
  readonly #port: HearingPort;
  readonly #microphone: Microphone;
  readonly #uplink: Uplink;
  #opening = false;
  #stopped = false;
  #metered = 0;
  #reminder: ReturnType<typeof setInterval> | undefined;

  constructor(worklet: string, line: Line, port: HearingPort) {
    this.#line = line;
    this.#port = port;
    this.#uplink = new Uplink(this.stream, { send: (message) => line.sendSound(message) });
    this.#microphone = new Microphone(worklet, {
      frame: (pcm) => this.#frame(pcm),
      trouble: (trouble) => port.trouble(trouble),
    });
  }

  async start(): Promise<boolean> {
    if (!(await this.#microphone.start())) return false;
    this.#open();
    return true;
  }

  stop(): void {
    this.#stopped = true;
    clearInterval(this.#reminder);
    this.#microphone.stop();
  }

  change(): Promise<boolean> {
    this.#microphone.stop();
    return this.#microphone.start();
  }

  finish(): void {
    this.#uplink.flush();
    this.#line.send({ type: "finished", stream: this.stream, drop: false });
  }

  mute(on: boolean): void {
    this.#microphone.muted = on;
    clearInterval(this.#reminder);
    if (!on) return;
    this.#uplink.flush();
    this.#reminder = setInterval(() => this.#open(), REMIND_MS);
  }

  link(live: boolean): void {
    if (live) this.#open();
    else this.#uplink.closed();
  }

  frame(frame: ServerFrame): void {
    if (frame.type === "heard" && frame.stream === this.stream) this.#heard(frame.next);
    else if (frame.type === "speech" && frame.stream === this.stream) this.#port.words(frame);
    else if (frame.type === "error" && frame.code === "no_recogniser") this.#port.trouble("no_recogniser");
    else if (frame.type === "error" && frame.code === "not_listening" && !this.#stopped) this.#open();
  }

  #open(): void {
    this.#opening = true;
    if (this.#line.live()) this.#line.send({ type: "listen", stream: this.stream, first: this.#uplink.first });
  }

  #heard(next: number): void {
    if (this.#opening) this.#uplink.opened(next);
    else this.#uplink.acknowledged(next);
    this.#opening = false;
  }

  #frame(pcm: Uint8Array): void {
    this.#uplink.push(pcm, this.#line.voice());
    const now = performance.now();
    if (now - this.#metered < METER_MS) return;
    this.#metered = now;
    this.#port.level(levelOf(pcm));
  }
}
