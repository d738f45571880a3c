import type { ServerFrame } from "../../room/protocol";
import type { Heard } from "../../room/speech-frames";

/** `blocked`: it is open, and the browser waits for a click. `down`: whatever writes the words down does not answer. */
export type Trouble = "denied" | "none" | "busy" | "lost" | "silent" | "blocked" | "down" | "no_recogniser";
/** After these it goes on listening. */
export const GOES_ON: readonly Trouble[] = ["silent", "blocked"];

export type Words = Omit<Heard, "stream">;

export interface HearingPort {
  /** Root mean square, from 0 to 1. */
  level(level: number): void;
  trouble(trouble: Trouble): void;
  words(words: Words): void;
}

/** A way from the microphone to words, from its start to its stop. `stream` names it in what is sent. */
export interface Hearing {
  readonly stream: string;
  /** Who writes down, where it is not the server. */
  readonly by?: "browser";
  /** False where it could not begin; then `trouble` has said why. */
  start(): Promise<boolean>;
  stop(): void;
  /** Nothing more is waited for than the words of what was said. */
  finish(): void;
  /** Muted nothing is heard, and a turn that was begun waits. */
  mute(on: boolean): void;
  /** Another microphone was chosen. */
  change(): Promise<boolean>;
  link(live: boolean): void;
  frame(frame: ServerFrame): void;
}
