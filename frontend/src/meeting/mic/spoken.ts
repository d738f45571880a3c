import { onChosen } from "../../devices/chosen";
import type { Link } from "../../room/connection";
import type { RoomState, ServerFrame } from "../../room/protocol";
import type { Spoken as Origin } from "../../room/speech-frames";
import { meetingPart, meetingPartIfAny, meetingWord } from "../parts";
import { HearingBar } from "./bar";
import { GOES_ON } from "./hearing";
import type { Hearing, HearingPort, Trouble, Words } from "./hearing";
import { KeptWords } from "./kept";
import { Mute } from "./mute";

export interface SpokenPort {
  /** A way to hear that has not begun. */
  hearing(port: HearingPort): Hearing;
  /** Into the message box, for its speaker to mend. */
  dictate(text: string, origin: Origin): void;
  /** At once; false where something is in the box already. */
  say(text: string, origin: Origin): boolean;
  hush(): void;
  /** For the company to know that it was not the candidate's doing. */
  tell(trouble: Trouble): void;
}

const OVER: readonly Link[] = ["taken", "completed", "no_room"];

/** The answer by voice: switched on and off, written down, kept, and what to do where it fails. */
export class Spoken {
  readonly #port: SpokenPort;
  readonly #bar = new HearingBar();
  readonly #kept: KeptWords;
  readonly #mute = new Mute((on) => this.#muted(on));
  #hearing: Hearing | null = null;
  #on = false;
  #starting = false;
  #troubled = false;
  #met = false;

  constructor({ session }: DOMStringMap, port: SpokenPort) {
    this.#port = port;
    this.#kept = new KeptWords(session ?? "");
    this.#bar.button?.addEventListener("click", () => this.#pressed());
    meetingPartIfAny("mic-agree", HTMLButtonElement)?.addEventListener("click", () => void this.#begin());
    meetingPart("mic-finished").addEventListener("click", () => this.#hearing?.finish());
    onChosen("microphone", () => void this.#change());
    this.#mute.offer(false);
  }

  link(link: Link): void {
    if (OVER.includes(link)) this.#leave();
    else if (this.#on) this.#hearing?.link(link === "live");
  }

  /** The first time: what was heard before a reload is in the box, and the microphone on, as they were. */
  state({ phase }: RoomState): void {
    if (phase === "closed") {
      this.#kept.drop();
      return this.#leave();
    }
    if (this.#met) return;
    this.#met = true;
    const kept = this.#kept.take();
    if (kept) this.#port.dictate(kept.text, kept.origin);
    if (this.#kept.was("muted")) this.#mute.set(true);
    if (this.#kept.was("on") && this.#bar.button) void this.#begin();
  }

  frame(frame: ServerFrame): void {
    this.#hearing?.frame(frame);
    if (frame.type === "hush") this.#port.hush();
    else if (frame.type === "silent" && this.#on) this.#bar.note("mic_waiting");
    else if (frame.type === "deaf" && this.#on) this.#bar.note("mic_deaf");
  }

  #pressed(): void {
    if (this.#bar.button?.getAttribute("aria-disabled") === "true") return;
    if (this.#on) this.#off();
    else this.#ask();
  }

  /** What is done with the sound is said before the first of it is sent. */
  #ask(): void {
    const dialog = document.querySelector<HTMLDialogElement>("dialog#room-mic");
    if (dialog && !dialog.dataset["agreed"]) dialog.showModal();
    else void this.#begin();
  }

  async #begin(): Promise<void> {
    const dialog = document.querySelector<HTMLDialogElement>("dialog#room-mic");
    if (dialog) dialog.dataset["agreed"] = "true";
    dialog?.close();
    if (this.#on || this.#starting) return;
    this.#starting = true;
    this.#troubled = false;
    this.#bar.note("");
    this.#hearing = this.#port.hearing({
      level: (level) => this.#bar.level(level),
      trouble: (trouble) => this.#trouble(trouble),
      words: (words) => this.#words(words),
    });
    if (this.#mute.on) this.#hearing.mute(true);
    const begun = await this.#hearing.start();
    this.#starting = false;
    if (begun) this.#show(true);
    if (begun && this.#mute.on) this.#bar.note("mic_muted");
  }

  async #change(): Promise<void> {
    if (this.#on && !(await this.#hearing?.change())) this.#show(false);
  }

  #off(word = ""): void {
    if (this.#on) this.#hearing?.finish();
    this.#hearing?.stop();
    this.#show(false);
    this.#bar.note(word);
  }

  /** Another tab has the room, or it is over: no more is heard, and nothing of it is sent from here. */
  #leave(): void {
    this.#hearing?.stop();
    this.#hearing = null;
    this.#show(false);
  }

  #words({ state, turn, text, rough, good, missing }: Words): void {
    const { stream = "", by } = this.#hearing ?? {};
    const origin = { stream, turn, seen: true, ...(by && { by }) };
    const shown = state === "final" ? "" : text;
    this.#bar.said(shown && rough ? `${meetingWord("mic_roughly")} ${shown}` : shown);
    if (state === "began" && !this.#troubled) this.#bar.note("");
    if (state !== "final") return this.#kept.keep(text, origin);
    this.#kept.drop();
    if (missing) this.#bar.note("mic_missing");
    if (!text) return;
    // An answer that was broken off by a microphone that went away is its speaker's to finish.
    if (good && !this.#troubled && this.#port.say(text, { ...origin, seen: false })) return;
    this.#port.dictate(text, origin);
    if (!missing && !this.#troubled) this.#bar.note(rough ? "mic_rough" : "mic_mend");
  }

  #trouble(trouble: Trouble): void {
    this.#port.tell(trouble);
    if (GOES_ON.includes(trouble)) return this.#bar.note(`mic_${trouble}`);
    this.#troubled = true;
    this.#off(`mic_${trouble}`);
  }

  #muted(on: boolean): void {
    this.#bar.muted(on);
    this.#kept.set("muted", on);
    if (this.#on) this.#hearing?.mute(on);
    this.#bar.note(on ? "mic_muted" : "");
  }

  #show(on: boolean): void {
    this.#on = on;
    this.#kept.set("on", on);
    this.#bar.on(on);
    this.#mute.offer(on);
  }
}
