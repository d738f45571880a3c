import { backoff } from "./backoff";
import { Close, Misfit, parseFrame } from "./protocol";
import type { ClientFrame, ServerFrame } from "./protocol";
import { uuid } from "./ids";

export type Link = "connecting" | "live" | "lost" | "taken" | "signed_out" | "no_room" | "completed";

/** Where the socket opens now, or how it stands with a room that has no door any more. Rejects where nobody answers. */
export type Door = () => Promise<{ path: string } | { link: Link }>;

export interface ConnectionPort {
  last(): number;
  frame(frame: ServerFrame): void;
  /** `retryAt`: when the next try comes, ms since 1970, where one is planned. */
  link(link: Link, retryAt: number | null): void;
}

const PING_MS = 15_000;
const SILENCE_MS = 25_000;
const OPENING_MS = 10_000;
const SIGN_IN_MS = 15_000;
const FINAL = new Map<number, Link>([
  [Close.taken, "taken"],
  [Close.noRoom, "no_room"],
  [Close.completed, "completed"],
  [Close.notOpen, "completed"],
]);

/** The room's one socket: opened, greeted, kept alive, and opened again when it is lost. */
export class Connection {
  readonly #door: Door;
  readonly #port: ConnectionPort;
  readonly #tab = uuid();
  #socket: WebSocket | null = null;
  #link: Link = "connecting";
  #attempt = 0;
  #failures = 0;
  #pingAt = 0;
  #frameAt = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #watch: ReturnType<typeof setTimeout> | undefined;
  #ping: ReturnType<typeof setInterval> | undefined;

  constructor(door: Door, port: ConnectionPort) {
    this.#door = door;
    this.#port = port;
    addEventListener("online", () => this.retryNow());
    addEventListener("pageshow", (event) => event.persisted && this.retryNow());
    document.addEventListener("visibilitychange", () => !document.hidden && this.#wake());
  }

  get live(): boolean {
    return this.#link === "live";
  }

  open(): void {
    this.#leave();
    this.#setWatch(OPENING_MS);
    const attempt = this.#attempt;
    this.#door().then(
      (found) => attempt === this.#attempt && ("path" in found ? this.#dial(found.path) : this.#shut(found.link)),
      () => attempt === this.#attempt && this.#closed(0),
    );
  }

  #dial(path: string): void {
    const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${path}`);
    this.#socket = socket;
    this.#setWatch(OPENING_MS);
    socket.addEventListener("open", () => this.#greet(socket));
    socket.addEventListener("message", (event) => socket === this.#socket && this.#receive(event.data));
    socket.addEventListener("close", (event) => socket === this.#socket && this.#closed(event.code));
  }

  /** At once instead of after the wait; without effect on a live connection and on one that is over. */
  retryNow(): void {
    if (this.#link !== "lost" && this.#link !== "signed_out") return;
    clearTimeout(this.#retry);
    this.open();
  }

  /** Drops what seems out of step and greets again. */
  restart(): void {
    if (this.live) this.#closed(0);
  }

  /** False where there is no live connection: what is sent then is sent after the next welcome. */
  send(frame: ClientFrame): boolean {
    if (!this.live || this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  /** As `send`, for frames of sound. */
  sendBytes(message: ArrayBuffer): boolean {
    if (!this.live || this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(message);
    return true;
  }

  #greet(socket: WebSocket): void {
    if (socket !== this.#socket) return;
    const hello: ClientFrame = { type: "hello", last: this.#port.last(), tab: this.#tab };
    socket.send(JSON.stringify(hello));
    this.#setWatch(OPENING_MS);
  }

  #receive(data: unknown): void {
    this.#frameAt = Date.now();
    this.#setWatch(SILENCE_MS);
    const frame = this.#parse(data);
    if (!frame) return;
    if (frame.type === "welcome") this.#welcomed();
    this.#port.frame(frame);
  }

  #parse(data: unknown): ServerFrame | null {
    try {
      return parseFrame(data);
    } catch (error) {
      if (!(error instanceof Misfit || error instanceof SyntaxError)) throw error;
      console.error("a frame that does not fit the protocol:", error.message);
      return null;
    }
  }

  #welcomed(): void {
    this.#failures = 0;
    clearInterval(this.#ping);
    this.#ping = setInterval(() => this.#sendPing(), PING_MS);
    this.#set("live", null);
  }

  #sendPing(): void {
    this.#pingAt = Date.now();
    this.send({ type: "ping", t: this.#pingAt });
  }

  /** A page in the background has its timers held back: a silence counts only once a ping has gone unanswered. */
  #silent(): void {
    if (this.live && this.#pingAt <= this.#frameAt) {
      this.#sendPing();
      this.#setWatch(SILENCE_MS - PING_MS);
    } else {
      this.#closed(0);
    }
  }

  #wake(): void {
    this.retryNow();
    if (this.live) this.#sendPing();
  }

  #shut(link: Link): void {
    this.#leave();
    this.#set(link, null);
  }

  #closed(code: number): void {
    const final = FINAL.get(code);
    if (final) return this.#shut(final);
    this.#leave();
    this.#failures += 1;
    const wait = code === Close.signedOut ? SIGN_IN_MS : backoff(this.#failures, Math.random());
    this.#retry = setTimeout(() => this.open(), wait);
    this.#set(code === Close.signedOut ? "signed_out" : "lost", Date.now() + wait);
  }

  #leave(): void {
    this.#attempt += 1;
    clearTimeout(this.#retry);
    clearTimeout(this.#watch);
    clearInterval(this.#ping);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #setWatch(ms: number): void {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => this.#silent(), ms);
  }

  #set(link: Link, retryAt: number | null): void {
    this.#link = link;
    this.#port.link(link, retryAt);
  }
}
