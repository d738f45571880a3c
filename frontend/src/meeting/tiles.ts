import type { Link } from "../room/connection";
import type { Message, RoomState } from "../room/protocol";
import { meetingPart, meetingWord } from "./parts";

type Doing = "asks" | "thinks" | "listens" | "closed" | "away";

/** About as long as the words take to read. */
const MS_PER_SIGN = 45;
const [LEAST_MS, MOST_MS] = [1_500, 12_000];
const TYPING_MS = 2_000;

/** What interviewer and candidate are doing, in a word on each tile. Not announced: the conversation is. */
export class Tiles {
  readonly #tile = meetingPart("interviewer");
  readonly #doing = meetingPart("doing");
  readonly #own = meetingPart("own-doing");
  #thinking = false;
  #closed = false;
  #live = false;
  #heard = false;
  #asking: ReturnType<typeof setTimeout> | undefined;
  #typing: ReturnType<typeof setTimeout> | undefined;

  said(message: Message): void {
    if (message.speaker !== "interviewer" || !message.text) return;
    clearTimeout(this.#asking);
    const ms = Math.min(MOST_MS, Math.max(LEAST_MS, message.text.length * MS_PER_SIGN));
    this.#asking = setTimeout(() => {
      this.#asking = undefined;
      this.#draw();
    }, ms);
    this.#draw();
  }

  /** While the words are heard. */
  speaks(on: boolean): void {
    this.#heard = on;
    this.#draw();
  }

  thinks(on: boolean): void {
    this.#thinking = on;
    this.#draw();
  }

  show(state: RoomState): void {
    this.#closed = state.phase === "closed";
    this.#draw();
  }

  link(link: Link): void {
    this.#live = link === "live";
    this.#draw();
  }

  typed(): void {
    clearTimeout(this.#typing);
    this.#own.textContent = meetingWord("typing");
    this.#typing = setTimeout(() => (this.#own.textContent = ""), TYPING_MS);
  }

  #now(): Doing {
    if (!this.#live) return "away";
    if (this.#thinking) return "thinks";
    if (this.#heard || this.#asking !== undefined) return "asks";
    return this.#closed ? "closed" : "listens";
  }

  #draw(): void {
    const doing = this.#now();
    if (this.#tile.dataset["doing"] === doing) return;
    this.#tile.dataset["doing"] = doing;
    this.#doing.textContent = meetingWord(doing);
  }
}
