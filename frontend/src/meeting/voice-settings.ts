import { readKept, writeKept } from "../devices/kept";
import { meetingPartIfAny } from "./parts";

const KEY = "viva.voice";

export interface VoiceChoice {
  on: boolean;
  voice: string;
  speed: string;
}

/** What the candidate chose in the dialog, kept on this device for the next interview too. */
export class VoiceSettings {
  readonly #on = meetingPartIfAny("voice-on", HTMLInputElement);
  readonly #voice = meetingPartIfAny("voice-name", HTMLSelectElement);
  readonly #speed = meetingPartIfAny("voice-speed", HTMLSelectElement);

  constructor(changed: (choice: VoiceChoice) => void) {
    const kept = readKept<VoiceChoice>(KEY);
    if (this.#on) this.#on.checked = kept.on ?? true;
    if (this.#voice) choose(this.#voice, kept.voice);
    if (this.#speed) choose(this.#speed, kept.speed);
    for (const field of [this.#on, this.#voice, this.#speed]) {
      field?.addEventListener("change", () => {
        writeKept(KEY, this.choice);
        changed(this.choice);
      });
    }
  }

  get choice(): VoiceChoice {
    return { on: this.#on?.checked ?? false, voice: this.#voice?.value ?? "", speed: this.#speed?.value ?? "1" };
  }
}

/** A voice of yesterday may be gone: then the first one stands. */
function choose(field: HTMLSelectElement, value: string | undefined): void {
  if ([...field.options].some((option) => option.value === value)) field.value = value ?? "";
}
