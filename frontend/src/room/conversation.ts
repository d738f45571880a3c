import { announce, part } from "./elements";
import { Ledger } from "./ledger";
import { deliver, drawCommand, drawMessage, numberRules, refuse } from "./message-view";
import type { Piece } from "./pieces";
import type { Command, Message } from "./protocol";
import { Saying } from "./saying";
import { Scroller } from "./scroller";
import { word } from "./words";

const GROUP_MS = 3 * 60_000;

/** The log: numbered messages in order, each once; own ones stand at the end until they have their number. */
export class Conversation {
  readonly ledger = new Ledger();
  readonly #log = part("log", HTMLElement);
  readonly #list = part("messages", HTMLElement);
  readonly #typing = part("typing", HTMLElement);
  readonly #loading = part("loading", HTMLElement);
  readonly #scroller = new Scroller(this.#log, this.#list);
  readonly #own = new Map<string, HTMLElement>();
  readonly #saying = new Saying();
  readonly #giveBack: (text: string) => void;

  constructor(giveBack: (text: string) => void) {
    this.#giveBack = giveBack;
  }

  /** All that a welcome brings. The first one is not read out whole: only where the conversation stands. */
  fill(messages: readonly Message[]): void {
    const first = !this.#loading.hidden;
    this.#loading.hidden = true;
    for (const message of messages) this.show(message);
    if (!first) return;
    this.#scroller.toEnd();
    const last = messages.filter(({ speaker }) => speaker === "interviewer").at(-1);
    if (last) announce(messages.length > 2 ? word("restored", { text: last.text }) : last.text);
    // Where it begins only now, the greeting follows and is read out; what was filled in above is not.
    if (messages.length) requestAnimationFrame(() => this.#log.setAttribute("aria-live", "polite"));
    else this.#log.setAttribute("aria-live", "polite");
  }

  /** False for a number that is here already. */
  show(message: Message): boolean {
    const own = message.id === null ? undefined : this.#own.get(message.id);
    const fresh = this.ledger.take(message.number);
    if (!fresh && !own) return false;
    if (message.speaker === "interviewer") this.#saying.clear();
    const drawn = drawMessage(message);
    if (own) this.#own.delete(message.id ?? "");
    if (own) own.replaceWith(...drawn);
    this.#scroller.around(message.speaker === "candidate", () => this.#place(drawn, message.number));
    return fresh;
  }

  /** The person's own command, before the server has it. */
  expect(command: Command, at: number, waiting: boolean): void {
    const drawn = drawCommand(command, at, waiting);
    this.#own.set(command.id, drawn);
    this.#scroller.around(true, () => this.#list.append(drawn));
    this.#group();
  }

  setWaiting(waiting: boolean): void {
    const unsent = [...this.#own.values()].filter((drawn) => drawn.dataset["delivery"] !== "sent");
    for (const drawn of unsent) deliver(drawn, waiting ? "waiting" : "sending");
  }

  /** Acknowledged: the bubble gets its place; the server's own drawing of it may follow under the same number. */
  acknowledged(id: string, number: number): void {
    const own = this.#own.get(id);
    if (!own) return;
    if (!this.ledger.take(number)) {
      own.remove();
      return;
    }
    deliver(own, "sent");
    this.#place([own], number);
  }

  refused(command: Command, detail: string): void {
    const own = this.#own.get(command.id);
    this.#own.delete(command.id);
    if (!own) return;
    refuse(own, detail, command.type === "message" ? () => this.#handBack(own, command.text) : null);
  }

  #handBack(own: HTMLElement, text: string): void {
    own.remove();
    this.#giveBack(text);
  }

  /** Words of a line that is still being found. */
  says(piece: Piece): void {
    this.#scroller.around(
      false,
      () => {
        const drawn = this.#saying.take(piece);
        if (drawn) this.#list.append(drawn);
      },
      false,
    );
  }

  setThinking(on: boolean): void {
    if (!on) this.#saying.clear();
    if (this.#typing.hidden === !on) return;
    this.#scroller.around(false, () => (this.#typing.hidden = !on), false);
  }

  #place(drawn: readonly HTMLElement[], number: number): void {
    for (const element of drawn) element.dataset["number"] = String(number);
    const later = [...this.#list.children].find((other) => Number((other as HTMLElement).dataset["number"] ?? Infinity) > number);
    for (const element of drawn) {
      if (later) this.#list.insertBefore(element, later);
      else this.#list.append(element);
    }
    this.#group();
  }

  /** A message shortly after another of the same speaker stands closer and without the name. */
  #group(): void {
    numberRules(this.#list);
    let before: HTMLElement | null = null;
    for (const message of this.#list.children as HTMLCollectionOf<HTMLElement>) {
      const near = before && Number(message.dataset["at"]) - Number(before.dataset["at"]) < GROUP_MS;
      const same = message.dataset["speaker"] !== undefined && message.dataset["speaker"] === before?.dataset["speaker"];
      message.toggleAttribute("data-follows", Boolean(near && same));
      before = message;
    }
  }
}
