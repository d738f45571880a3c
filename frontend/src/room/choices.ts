import { boolean, fields, Misfit, string } from "./decode";
import type { Mirror } from "./mirror";
import type { Place, Question } from "./protocol";

interface Choice {
  language: string;
  sent: boolean;
}

const PREFIX = "language:";
const choice = fields<Choice>({ language: string, sent: boolean });

function readChoice(kept: unknown): Choice | null {
  try {
    return kept === null ? null : choice(kept);
  } catch (error) {
    if (error instanceof Misfit) return null;
    throw error;
  }
}

/** Which language each question is answered in: the one chosen here, as long as the server does not know it yet. */
export class Choices {
  readonly #mirror: Pick<Mirror, "read" | "write" | "parts">;
  readonly #send: (place: Place) => boolean;
  readonly #chosen = new Map<number, Choice>();

  constructor(mirror: Pick<Mirror, "read" | "write" | "parts">, send: (place: Place) => boolean) {
    this.#mirror = mirror;
    this.#send = send;
    for (const part of mirror.parts(PREFIX)) {
      const kept = readChoice(mirror.read(part));
      if (kept && !kept.sent) this.#chosen.set(Number(part.slice(PREFIX.length)), kept);
    }
  }

  of(question: Question): string {
    const mine = this.#chosen.get(question.id)?.language;
    return question.languages.some(({ name }) => name === mine) ? (mine as string) : question.language;
  }

  choose(place: Place): void {
    this.#keep(place.question, { language: place.language, sent: false });
    this.#send(place);
  }

  /** The server has stored it; a later choice that is on its way stands. */
  stored({ question, language }: Place): void {
    if (this.#chosen.get(question)?.language === language) this.#keep(question, { language, sent: true });
  }

  /** After a welcome, which tells what the server has: what it has not heard of is sent again, the rest is its own. */
  meet(): void {
    for (const [question, { language, sent }] of this.#chosen) {
      if (sent) this.#chosen.delete(question);
      else this.#send({ question, language });
    }
  }

  #keep(question: number, kept: Choice): void {
    this.#chosen.set(question, kept);
    this.#mirror.write(`${PREFIX}${question}`, kept);
  }
}
