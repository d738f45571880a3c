import { count, fields, Misfit, nullable, string } from "./decode";
import { applyChanges, difference, inPieces } from "./difference";
import type { Batch, Change, Place } from "./protocol";

/** Units inserted by one batch: six bytes each at worst, which leaves room in a frame of 128 KiB. */
const BATCH_UNITS = 16_000;
const BATCH_CHANGES = 1_000;

/** What the mirror keeps: the text, and what the server is known (and may be found) to have. */
export interface Snapshot {
  text: string;
  seq: number;
  stored: string | null;
  sent: string | null;
}

interface Flight {
  seq: number;
  text: string;
  batch: Batch | null;
}

/** Whose text stands after the server has told what it has; `lost` is what was typed here meanwhile and gave way. */
export type Meeting = { text: "ours" } | { text: "theirs"; lost: string | null };

const snapshot = fields<Snapshot>({ text: string, seq: count, stored: nullable(string), sent: nullable(string) });

export function readSnapshot(kept: unknown): Snapshot | null {
  try {
    return nullable(snapshot)(kept);
  } catch (error) {
    if (error instanceof Misfit) return null;
    throw error;
  }
}

/** One question's code in one language: what is here, what the server has, and the edits between the two. */
export class EditBuffer {
  readonly #place: Place;
  #text: string;
  #seq = 0;
  #stored: string;
  #pending: Change[] = [];
  #flight: Flight | null = null;

  constructor(place: Place, starter: string, kept: Snapshot | null = null) {
    this.#place = { question: place.question, language: place.language };
    this.#text = kept?.text ?? starter;
    this.#seq = kept?.seq ?? 0;
    this.#stored = kept ? (kept.stored ?? kept.text) : starter;
    if (kept && kept.sent !== null) this.#flight = { seq: kept.seq + 1, text: kept.sent, batch: null };
    this.#catchUp(this.#flight?.text ?? this.#stored, 0);
  }

  get text(): string {
    return this.#text;
  }

  get unsaved(): boolean {
    return this.#flight !== null || this.#pending.length > 0;
  }

  get snapshot(): Snapshot {
    const stored = this.#stored === this.#text ? null : this.#stored;
    return { text: this.#text, seq: this.#seq, stored, sent: this.#flight?.text ?? null };
  }

  record(changes: readonly Change[]): void {
    this.#text = applyChanges(this.#text, changes);
    this.#pending.push(...changes.flatMap((change) => inPieces(change, BATCH_UNITS)));
  }

  /** The next batch to send, or null while one is on its way or nothing is to be sent. */
  take(): Batch | null {
    if (this.#flight || !this.#pending.length) return null;
    const changes = this.#pending.splice(0, this.#fitting());
    const text = applyChanges(this.#stored, changes);
    const batch = { ...this.#place, seq: this.#seq + 1, changes, length: text.length };
    this.#flight = { seq: batch.seq, text, batch };
    return batch;
  }

  /** What is on its way, to be sent again as it is after a lost connection. */
  again(): Batch | null {
    return this.#flight?.batch ?? null;
  }

  saved(seq: number): void {
    if (!this.#flight || seq < this.#flight.seq) return;
    this.#seq = this.#flight.seq;
    this.#stored = this.#flight.text;
    this.#flight = null;
  }

  /** The server could not apply a batch: one edit leads from what it has to what is here. */
  resync(seq: number, text: string, t: number): void {
    this.#seq = seq;
    this.#stored = text;
    this.#flight = null;
    this.#catchUp(text, t);
  }

  /** After a connection: the server has nothing of this yet, so what an earlier visit sent never came there. */
  meetNothing(t: number): void {
    if (this.#seq === 0 && this.#flight && !this.#flight.batch) this.resync(0, this.#stored, t);
  }

  /** After a connection: `seq` and `text` are what the server has now. */
  meet(seq: number, text: string, t: number): Meeting {
    const landed = this.#flight !== null && seq === this.#flight.seq && text === this.#flight.text;
    const known = seq === this.#seq && text === this.#stored;
    if (landed) this.saved(seq);
    else if (seq < this.#seq) this.resync(seq, text, t);
    else if (!known) return this.#yield(seq, text);
    else if (this.#flight && !this.#flight.batch) this.resync(seq, text, t);
    return { text: "ours" };
  }

  #yield(seq: number, text: string): Meeting {
    const lost = this.unsaved && this.#text !== text ? this.#text : null;
    this.#text = text;
    this.resync(seq, text, 0);
    return { text: "theirs", lost };
  }

  #catchUp(from: string, t: number): void {
    const change = difference(from, this.#text, t);
    this.#pending = change ? inPieces(change, BATCH_UNITS) : [];
  }

  #fitting(): number {
    let units = 0;
    const over = this.#pending.findIndex(
      ([, , , insert], index) => (units += insert.length) > BATCH_UNITS || index === BATCH_CHANGES,
    );
    return over === -1 ? this.#pending.length : Math.max(1, over);
  }
}
