/** The frames of docs/room-protocol.md, and their check as they arrive. */
import { anything, boolean, count, fields, instant, list, Misfit, nullable, number, oneOf, optional, string } from "./decode";
import type { Decoder } from "./decode";
import { SPEECH_FRAMES, type SpeechCommand, type SpeechFrame, type Spoken } from "./speech-frames";

export const MAX_MESSAGE = 8_000;
export const MAX_SOURCE_BYTES = 64 * 1024;
export const MAX_INPUT = 8_000;
export const Close = { taken: 4001, signedOut: 4003, noRoom: 4004, completed: 4005, notOpen: 4006 } as const;

/** `[t, from, to, insert]`: ms since the page was opened, UTF-16 units. */
export type Change = readonly [t: number, from: number, to: number, insert: string];

/** One editor text: each question has one in each language. */
export type Place = { question: number; language: string };

export interface Batch extends Place {
  seq: number;
  changes: readonly Change[];
  length: number;
}

/** Code to be judged; `input` are arguments of the candidate's own. */
export type Code =
  | ({ type: "run" | "submit"; source: string } & Place)
  | ({ type: "try"; source: string; input: string } & Place);

export type Command =
  | { type: "message"; id: string; text: string; spoken?: Spoken }
  | { type: "hint"; id: string }
  | ({ id: string } & Code);

export type ClientFrame =
  | Command
  | { type: "hello"; last: number; tab: string }
  | ({ type: "edits" } & Batch)
  | ({ type: "language" } & Place)
  | { type: "stop" }
  | { type: "draft"; seq: number; text: string }
  | SpeechCommand
  | { type: "ping"; t: number };

export interface Language {
  name: string;
  title: string;
  starter: string;
}

/** `language`: chosen when the state was sent; `example`: arguments to begin one's own input with. */
export interface Question {
  id: number;
  order: number;
  kind: string;
  title: string;
  has_code: boolean;
  language: string;
  entry_point: string;
  starter: string;
  example: string;
  languages: Language[];
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

export interface Buffer extends Place {
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

export type Mode = "run" | "try" | "submit";

export interface Verdict {
  mode: Mode;
  language: string;
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
  | { type: "saying"; line: number; piece: number; text: string }
  | { type: "saved"; draft: boolean; question: number | null; language: string; seq: number }
  | ({ type: "resync" } & Buffer)
  | ({ type: "chosen" } & Place)
  | { type: "queue"; number: number; before: number }
  | SpeechFrame | { type: "pong" }
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
  example: optional(string, ""),
  languages: optional(list(fields<Language>({ name: string, title: string, starter: string })), []),
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

const language = optional(string, "python");
const buffer = fields<Buffer>({ question: count, language, seq: count, text: string });

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
  mode: oneOf("run", "try", "submit"),
  language,
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
  saying: fields({ line: count, piece: count, text: string }),
  saved: fields({ draft: optional(boolean, false), question: nullable(count), language, seq: count }),
  resync: buffer,
  chosen: fields({ question: count, language: string }),
  queue: fields({ number: count, before: count }),
  ...SPEECH_FRAMES,
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
