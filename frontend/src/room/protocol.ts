/** The frames of docs/room-protocol.md, and their check as they arrive. */
import { anything, boolean, count, fields, instant, list, Misfit, nullable, number, oneOf, optional, string } from "./decode";
import type { Decoder } from "./decode";

export const MAX_MESSAGE = 8_000;
export const MAX_SOURCE_BYTES = 64 * 1024;
export const Close = { taken: 4001, signedOut: 4003, noRoom: 4004, completed: 4005, notOpen: 4006 } as const;

/** `[t, from, to, insert]`: ms since the page was opened, UTF-16 units. */
export type Change = readonly [t: number, from: number, to: number, insert: string];

export interface Batch {
  question: number;
  seq: number;
  changes: readonly Change[];
  length: number;
}

export type Command =
  | { type: "message"; id: string; text: string }
  | { type: "hint"; id: string }
  | { type: "run" | "submit"; id: string; question: number; source: string };

export type ClientFrame =
  | Command
  | { type: "hello"; last: number; tab: string }
  | ({ type: "edits" } & Batch)
  | { type: "draft"; seq: number; text: string }
  | { type: "ping"; t: number };

export interface Question {
  id: number;
  order: number;
  kind: string;
  title: string;
  has_code: boolean;
  language: string;
  entry_point: string;
  starter: string;
}

export interface RoomState {
  status: "preparing" | "in_progress" | "completed";
  phase: "open" | "last_words" | "closed";
  mode: "practice" | "real";
  question: Question | null;
  total: number;
  hints: { used: number; left: number; allowed: boolean };
  ends_at: number | null;
  server_time: number;
  busy: boolean;
}

export interface Message {
  number: number;
  id: string | null;
  speaker: "interviewer" | "candidate";
  kind: string;
  html: string;
  text: string;
  at: number;
  question: number | null;
  payload: unknown;
}

export interface Buffer {
  question: number;
  seq: number;
  text: string;
}

export interface Draft {
  seq: number;
  text: string;
}

export interface TestReport {
  verdict: string;
  cpu_ms: number | null;
  memory_kb: number | null;
  stdout: string;
  stderr: string;
  hidden: boolean;
  args: unknown;
  expected: unknown;
  value: unknown;
}

export interface Verdict {
  mode: "run" | "submit";
  verdict: string;
  passed: number;
  total: number;
  message: string;
  tests: TestReport[];
}

export interface Welcome {
  type: "welcome";
  state: RoomState;
  messages: Message[];
  buffers: Buffer[];
  draft: Draft;
  server_time: number;
}

export type ServerFrame =
  | Welcome
  | { type: "ack"; id: string; number: number }
  | ({ type: "message" } & Message)
  | ({ type: "state" } & RoomState)
  | { type: "thinking"; on: boolean }
  | { type: "saved"; draft: boolean; question: number | null; seq: number }
  | ({ type: "resync" } & Buffer)
  | { type: "pong" }
  | { type: "taken" }
  | { type: "error"; code: string; detail: string; id: string | null; retry: boolean };

const question = fields<Question>({
  id: count,
  order: count,
  kind: string,
  title: string,
  has_code: boolean,
  language: optional(string, ""),
  entry_point: optional(string, ""),
  starter: optional(string, ""),
});

const roomState = fields<RoomState>({
  status: oneOf("preparing", "in_progress", "completed"),
  phase: oneOf("open", "last_words", "closed"),
  mode: oneOf("practice", "real"),
  question: nullable(question),
  total: count,
  hints: fields<RoomState["hints"]>({ used: count, left: count, allowed: boolean }),
  ends_at: nullable(instant),
  server_time: instant,
  busy: boolean,
});

const message = fields<Message>({
  number: count,
  id: nullable(string),
  speaker: oneOf("interviewer", "candidate"),
  kind: string,
  html: string,
  text: string,
  at: instant,
  question: nullable(count),
  payload: anything,
});

const buffer = fields<Buffer>({ question: count, seq: count, text: string });

const testReport = fields<TestReport>({
  verdict: string,
  cpu_ms: nullable(number),
  memory_kb: nullable(number),
  stdout: optional(string, ""),
  stderr: optional(string, ""),
  hidden: optional(boolean, false),
  args: anything,
  expected: anything,
  value: anything,
});

const verdict: Decoder<Verdict> = fields<Verdict>({
  mode: oneOf("run", "submit"),
  verdict: string,
  passed: count,
  total: count,
  message: optional(string, ""),
  tests: list(testReport),
});

/** The report in a message of kind `verdict`, or null for one of another form. */
export function readVerdict(payload: unknown): Verdict | null {
  try {
    return verdict(payload);
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    console.error("a verdict that does not fit the protocol:", error.message);
    return null;
  }
}

const FRAMES: { [T in ServerFrame["type"]]: Decoder<Omit<Extract<ServerFrame, { type: T }>, "type">> } = {
  welcome: fields<Omit<Welcome, "type">>({
    state: roomState,
    messages: list(message),
    buffers: list(buffer),
    draft: optional(fields<Draft>({ seq: count, text: string }), { seq: 0, text: "" }),
    server_time: instant,
  }),
  ack: fields({ id: string, number: count }),
  message,
  state: (value) => roomState((value as { state?: unknown }).state ?? value),
  thinking: fields({ on: boolean }),
  saved: fields({ draft: optional(boolean, false), question: nullable(count), seq: count }),
  resync: buffer,
  pong: fields({}),
  taken: fields({}),
  error: fields({ code: string, detail: string, id: nullable(string), retry: optional(boolean, false) }),
};

/** A server's frame, or null for one of a type unknown to this version. Throws `Misfit` for one that is malformed. */
export function parseFrame(data: unknown): ServerFrame | null {
  const frame: unknown = JSON.parse(string(data));
  const { type } = fields({ type: string })(frame);
  const decode = Object.hasOwn(FRAMES, type) ? FRAMES[type as ServerFrame["type"]] : null;
  return decode ? ({ type, ...decode(frame) } as ServerFrame) : null;
}

export { Misfit };
