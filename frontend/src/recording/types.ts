export type What = "sound" | "picture";

/** A slice of a recording on its way. `session` is the room it belongs to; times in ms on the part's own clock. */
export interface Chunk {
  session: string;
  part: string;
  number: number;
  type: string;
  sha256: string;
  from: number;
  to: number;
  /** When the part began, ms since 1970 by this device, good for saying how long ago that was. */
  startedAt: number;
  content: ArrayBuffer;
}

/** What one recorder has made so far; `ended` once it makes no more. */
export interface Part {
  session: string;
  part: string;
  startedAt: number;
  total: number;
  reached: number;
  ended: boolean;
}

export type Trouble =
  | "microphone_denied"
  | "microphone_missing"
  | "microphone_lost"
  | "camera_missing"
  | "recorder_failed"
  | "recorder_unsupported"
  | "chunk_lost"
  | "storage_full";

/** The device's clock without the jumps that a clock that is set makes while the page is open. */
export function deviceNow(): number {
  return performance.timeOrigin + performance.now();
}
