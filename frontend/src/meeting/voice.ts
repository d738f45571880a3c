import type { Message } from "../room/protocol";
import { Clips } from "./clips";
import type { Part } from "./clips";
import { meetingPart, meetingPartIfAny, meetingWord } from "./parts";
import { Player } from "./player";
import { VoiceSettings } from "./voice-settings";

export interface VoicePort {
  /** Whether the interviewer is heard at this moment. */
  speaking(on: boolean): void;
}

/** Reads aloud what the interviewer says, sentence by sentence, with its words beneath. Without sound all goes on. */
export class Voice {
  readonly #port: VoicePort;
  readonly #clips: Clips;
  readonly #player = new Player(meetingPart("voice") as HTMLAudioElement);
  readonly #caption = meetingPart("caption");
  readonly #settings = new VoiceSettings((choice) => choice.on || this.stop());
  readonly #there: boolean;
  #waiting: Message[] = [];
  #last: Message | null = null;
  #round = 0;
  #busy = false;
  #speaking = false;

  constructor(data: DOMStringMap, port: VoicePort) {
    this.#port = port;
    this.#clips = new Clips(data);
    this.#there = meetingPartIfAny("voice-on", HTMLInputElement) !== null;
    meetingPartIfAny("voice-again", HTMLElement)?.addEventListener("click", () => this.again());
    meetingPart("voice-play").addEventListener("click", () => this.again());
  }

  get speaking(): boolean {
    return this.#speaking;
  }

  /** `fresh`: said just now; what was said before a reload is only there to be heard again. */
  said(message: Message, fresh: boolean): void {
    if (message.speaker !== "interviewer" || !message.text || message.kind === "verdict") return;
    this.#last = message;
    if (!fresh || !this.#there || !this.#settings.choice.on) return;
    this.#waiting.push(message);
    void this.#run();
  }

  again(): void {
    if (!this.#last) return;
    this.stop();
    this.#waiting = [this.#last];
    void this.#run();
  }

  /** At once, and nothing of what waits. */
  stop(): void {
    this.#round += 1;
    this.#waiting = [];
    this.#player.stop();
  }

  async #run(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      for (let message = this.#waiting.shift(); message; message = this.#waiting.shift()) await this.#read(message);
      this.#note("");
    } catch (error) {
      this.#waiting = [];
      this.#note(error instanceof DOMException && error.name === "NotAllowedError" ? "voice_blocked" : "voice_down");
    } finally {
      this.#busy = false;
      this.#show(null);
    }
  }

  async #read(message: Message): Promise<void> {
    const round = this.#round;
    const parts = await this.#clips.parts(message.number);
    let next = this.#fetch(parts[0]);
    for (const [index, part] of parts.entries()) {
      const sound = await next;
      if (round !== this.#round) return;
      next = this.#fetch(parts[index + 1]); // made and fetched while this one is heard
      next.catch(() => undefined); // its failure is met when its turn comes
      this.#show(part);
      await (sound ? this.#player.play(sound) : this.#player.speak(part.spoken, Number(this.#settings.choice.speed)));
      if (round !== this.#round) return;
    }
  }

  #fetch(part: Part | undefined): Promise<string | null> {
    return part?.url ? this.#clips.sound(part.url, this.#settings.choice) : Promise.resolve(null);
  }

  #show(part: Part | null): void {
    this.#caption.hidden = part === null;
    this.#caption.textContent = part?.text ?? "";
    this.#speaking = part !== null;
    this.#port.speaking(this.#speaking);
  }

  #note(word: string): void {
    meetingPart("voice-notice").hidden = !word;
    meetingPart("voice-note").textContent = word && meetingWord(word);
    meetingPart("voice-play").hidden = word !== "voice_blocked";
  }
}
