import { fields, list, nullable, string } from "../room/decode";
import type { VoiceChoice } from "./voice-settings";

/** A sentence: as shown, as read, and where it is heard; null where the browser itself reads. */
export interface Part {
  text: string;
  spoken: string;
  url: string | null;
}

const decode = fields<{ parts: Part[] }>({
  parts: list(fields<Part>({ text: string, spoken: string, url: nullable(string) })),
});
const PATIENCE_MS = 15_000;

/** Fetches what the interviewer says, as sentences and as sound. Rejects where the voice is down. */
export class Clips {
  readonly #path: string;
  readonly #ticket: string;

  constructor({ voicePath, soundTicket }: DOMStringMap) {
    this.#path = voicePath ?? "";
    this.#ticket = soundTicket ?? "";
  }

  async parts(number: number): Promise<Part[]> {
    const path = this.#path.replace(/\/0\/$/, `/${number}/`);
    const answer = await this.#fetch(path, {});
    return decode(await answer.json()).parts;
  }

  /** The address of the sound, fetched whole: not every browser plays a stream that it cannot ask for in ranges. */
  async sound(url: string, { voice, speed }: VoiceChoice): Promise<string> {
    const answer = await this.#fetch(url, { voice, speed });
    return URL.createObjectURL(await answer.blob());
  }

  async #fetch(path: string, query: Record<string, string>): Promise<Response> {
    const asked = new URLSearchParams(this.#ticket ? { ...query, ticket: this.#ticket } : query);
    const answer = await fetch(`${path}?${asked}`, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!answer.ok) throw new Error(`the voice answers ${answer.status}`);
    return answer;
  }
}
