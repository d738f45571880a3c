import { constrained, onChosen, openDevices } from "../devices/chosen";
import { meetingPart, meetingPartIfAny, meetingWord } from "./parts";

const PICTURE: MediaTrackConstraints = { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 15 } };
const NOTES: Record<string, string> = { NotAllowedError: "camera_denied", NotFoundError: "camera_none" };

/** The candidate's own picture: what is recorded, or, where it is not, for themselves alone. */
export class Camera {
  readonly #button = meetingPartIfAny("camera", HTMLButtonElement);
  readonly #video = meetingPartIfAny("own-picture", HTMLVideoElement);
  readonly #recorded = document.querySelector("[data-recording='picture']") !== null;
  #own: MediaStream | null = null;
  #opening = false;

  constructor() {
    if (!this.#button || !this.#video) return;
    this.#button.addEventListener("click", () => void this.#toggle());
    document.addEventListener("viva:picture", (event) => {
      this.#show((event as CustomEvent<{ stream: MediaStream | null }>).detail.stream);
    });
    onChosen("camera", () => void (this.#own && this.#again()));
  }

  /** The room is left to another tab, or over. */
  leave(): void {
    this.#close();
    this.#show(null);
  }

  get #on(): boolean {
    return this.#button?.getAttribute("aria-pressed") === "true";
  }

  async #toggle(): Promise<void> {
    const on = !this.#on;
    this.#note("");
    if (this.#recorded) return void document.dispatchEvent(new CustomEvent("viva:camera", { detail: { on } }));
    if (!on) return this.leave();
    await this.#open();
  }

  async #again(): Promise<void> {
    this.#close();
    await this.#open();
  }

  async #open(): Promise<void> {
    if (this.#opening) return;
    this.#opening = true;
    try {
      this.#own = await openDevices({ video: constrained("camera", PICTURE) });
      this.#own.getVideoTracks()[0]?.addEventListener("ended", () => this.#lost());
      this.#show(this.#own);
    } catch (error) {
      this.#show(null);
      this.#note(NOTES[error instanceof DOMException ? error.name : ""] ?? "camera_busy");
    } finally {
      this.#opening = false;
    }
  }

  #close(): void {
    for (const track of this.#own?.getTracks() ?? []) track.stop();
    this.#own = null;
  }

  #lost(): void {
    if (!this.#own) return;
    this.leave();
    this.#note("camera_lost");
  }

  #show(stream: MediaStream | null): void {
    if (!this.#button || !this.#video) return;
    this.#button.setAttribute("aria-pressed", String(stream !== null));
    this.#video.srcObject = stream;
    this.#video.hidden = stream === null;
    if (stream) void this.#video.play().catch(() => undefined);
  }

  #note(word: string): void {
    const note = meetingPart("camera-note");
    note.hidden = !word;
    note.textContent = word && meetingWord(word);
  }
}
