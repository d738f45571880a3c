/** The frames of a spoken answer, beside those of binary sound. */
import { boolean, count, fields, oneOf, optional, string } from "./decode";

/** Words that were written down, by the server unless it says who; `seen`: their speaker had them to mend. */
export interface Spoken {
  stream: string;
  turn: number;
  seen: boolean;
  by?: "browser";
}

/** What was understood of the spoken answer of a stream, so far or for good; `good`: it may be sent unread. */
export interface Heard {
  stream: string;
  state: "began" | "partial" | "final";
  turn: number;
  text: string;
  rough: boolean;
  good: boolean;
  missing: number;
}

export type SpeechCommand =
  | { type: "listen"; stream: string; first: number }
  | { type: "finished"; stream: string; drop: boolean };

export type SpeechFrame =
  | { type: "heard"; stream: string; next: number }
  | ({ type: "speech" } & Heard)
  | { type: "hush" }
  | { type: "silent" }
  | { type: "deaf" };

export const SPEECH_FRAMES = {
  heard: fields<{ stream: string; next: number }>({ stream: string, next: count }),
  speech: fields<Heard>({
    stream: string,
    state: oneOf("began", "partial", "final"),
    turn: count,
    text: string,
    rough: boolean,
    good: boolean,
    missing: optional(count, 0),
  }),
  hush: fields({}),
  silent: fields({}),
  deaf: fields({}),
};
