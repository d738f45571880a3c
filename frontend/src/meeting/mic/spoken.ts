import { uuid } from "../../room/ids";
import type { ClientFrame, ServerFrame } from "../../room/protocol";
import type { Spoken as Origin } from "../../room/speech-frames";
import { meetingPart, meetingPartIfAny, meetingWord } from "../parts";
import { levelOf } from "./framer";
import { Microphone } from "./microphone";
import type { Trouble } from "./microphone";
import { Uplink } from "./uplink";

export interface SpokenPort {
  send(frame: ClientFrame): boolean;
  sendSound(message: ArrayBuffer): boolean;
  /** Into the message box, for its speaker to mend. */
  dictate(text: string, origin: Origin): void;
  /** At once; false where something is in the box already. */
  say(text: string, origin: Origin): boolean;
  voice(): boolean;
  hush(): void;
}

type Speech = Extract<ServerFrame, { type: "speech" }>;
const METER_MS = 100;

/** The answer by voice: the button, the meter, what has been understood, and what to do where it fails. */
export class Spoken {
  readonly #port: SpokenPort;
  readonly #button = meetingPartIfAny("mic", HTMLButtonElement);
  readonly #bar = meetingPart("hearing");
  readonly #said = meetingPart("hearing-said");
  readonly #meter = meetingPart("mic-level") as HTMLMeterElement;
  readonly #microphone: Microphone;
  #uplink: Uplink | null = null;
  #stream = "";
  #live = false;
  #metered = 0;
  #opening = false;

  constructor({ micWorklet }: DOMStringMap, port: SpokenPort) {
    this.#port = port;
    this.#microphone = new Microphone(micWorklet ?? "", {
      frame: (pcm) => this.#frame(pcm),
      trouble: (trouble) => this.#trouble(trouble),
    });
    this.#button?.addEventListener("click", () => void (this.#uplink ? this.#off() : this.#ask()));
    meetingPartIfAny("mic-agree", HTMLButtonElement)?.addEventListener("click", () => void this.#on());
    meetingPart("mic-finished").addEventListener("click", () => this.#finish());
  }

  link(live: boolean): void {
    this.#live = live;
    if (live) this.#open();
    else this.#uplink?.closed();
  }

  frame(frame: ServerFrame): void {
    if (frame.type === "heard" && frame.stream === this.#stream) this.#heard(frame.next);
    else if (frame.type === "speech") this.#speech(frame);
    else if (frame.type === "hush") this.#port.hush();
    else if (frame.type === "silent") this.#note("mic_waiting");
    else if (frame.type === "deaf") this.#note("mic_deaf");
    else if (frame.type === "error" && frame.code === "no_recogniser") this.#off("mic_no_recogniser");
    else if (frame.type === "error" && frame.code === "not_listening") this.#open();
  }

  /** What is done with the sound is said before the first of it is sent. */
  #ask(): void {
    const dialog = document.querySelector<HTMLDialogElement>("dialog#room-mic");
    if (dialog && !dialog.dataset["agreed"]) dialog.showModal();
    else void this.#on();
  }

  async #on(): Promise<void> {
    const dialog = document.querySelector<HTMLDialogElement>("dialog#room-mic");
    if (dialog) dialog.dataset["agreed"] = "true";
    dialog?.close();
    this.#note("");
    if (this.#uplink || !(await this.#microphone.start())) return;
    this.#stream = uuid();
    this.#uplink = new Uplink(this.#stream, { send: (message) => this.#port.sendSound(message) });
    this.#open();
    this.#show(true);
  }

  #off(word = ""): void {
    this.#finish();
    this.#microphone.stop();
    this.#uplink = null;
    this.#show(false);
    this.#note(word);
  }

  #open(): void {
    this.#opening = true;
    if (this.#live && this.#uplink) this.#port.send({ type: "listen", stream: this.#stream, first: this.#uplink.first });
  }

  #heard(next: number): void {
    if (this.#opening) this.#uplink?.opened(next);
    else this.#uplink?.acknowledged(next);
    this.#opening = false;
  }

  #finish(): void {
    this.#uplink?.flush();
    if (this.#uplink) this.#port.send({ type: "finished", stream: this.#stream, drop: false });
  }

  #frame(pcm: Uint8Array): void {
    this.#uplink?.push(pcm, this.#port.voice());
    const now = performance.now();
    if (now - this.#metered < METER_MS) return;
    this.#metered = now;
    this.#meter.value = levelOf(pcm);
  }

  #speech({ state, turn, text, rough, good, missing }: Speech): void {
    const shown = state === "final" ? "" : text;
    this.#said.textContent = shown && rough ? `${meetingWord("mic_roughly")} ${shown}` : shown;
    if (state === "began") this.#note("");
    if (state !== "final") return;
    if (missing) this.#note("mic_missing");
    if (!text) return;
    const origin = { stream: this.#stream, turn, seen: true };
    if (good && this.#port.say(text, { ...origin, seen: false })) return;
    this.#port.dictate(text, origin);
    if (!missing) this.#note(rough ? "mic_rough" : "mic_mend");
  }

  #trouble(trouble: Trouble): void {
    if (trouble === "silent") this.#note("mic_silent");
    else this.#off(`mic_${trouble}`);
  }

  #show(on: boolean): void {
    this.#button?.setAttribute("aria-pressed", String(on));
    const label = this.#button?.querySelector("span");
    if (label) label.textContent = meetingWord(on ? "mic_on" : "mic_off");
    this.#bar.hidden = !on;
    this.#said.textContent = "";
    this.#meter.value = 0;
  }

  #note(word: string): void {
    const note = meetingPart("mic-note");
    note.hidden = !word;
    note.textContent = word && meetingWord(word);
  }
}
