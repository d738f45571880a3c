import type { Message, RoomState } from "../room/protocol";
import { meetingPart } from "./parts";

/** The question in sight above the meeting, and how far it has come. A coding problem stands beside its editor. */
export class Asked {
  readonly #shown = meetingPart("asked");
  readonly #progress = meetingPart("progress") as HTMLProgressElement;
  readonly #texts = new Map<number, string>();
  #question: RoomState["question"] = null;

  remember(message: Message): void {
    if (message.kind !== "question" || message.question === null) return;
    this.#texts.set(message.question, message.html);
    this.#draw();
  }

  show({ question, total, phase }: RoomState): void {
    this.#question = phase === "closed" ? null : question;
    this.#progress.max = total;
    this.#progress.value = phase === "closed" ? total : (question?.order ?? 0);
    this.#draw();
  }

  #draw(): void {
    const question = this.#question;
    const html = question && !question.has_code ? this.#texts.get(question.id) : undefined;
    this.#shown.hidden = html === undefined;
    if (html !== undefined && this.#shown.innerHTML !== html) this.#shown.innerHTML = html; // the server's own rendering
  }
}
