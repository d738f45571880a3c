import { onChosen } from "../devices/chosen";
import { announce } from "../room/elements";
import type { Link } from "../room/connection";
import type { RoomState } from "../room/protocol";
import { Recorder } from "./recorder";
import { openSending, placeOf, tellTrouble } from "./sending";
import type { ChunkStore } from "./store";
import type { Trouble, What } from "./types";
import type { Uploader } from "./uploader";

type Shown = "waiting" | "recording" | "off";

/** The recording of a meeting: begins with the room, says what it does, and leaves the interview alone whatever happens. */
export class MeetingRecording {
  readonly #element: HTMLElement;
  readonly #notice = document.querySelector<HTMLElement>("[data-recording-notice]");
  readonly #wanted: What;
  readonly #recorder: Recorder;
  #sending: { store: ChunkStore; uploader: Uploader } | null = null;
  #open: Promise<void>;
  #waiting = 0;
  #may = false;
  #over = false;
  #refused = false;
  #muted = false;
  #camera = true;
  #what: What = "sound";

  constructor(element: HTMLElement) {
    const place = placeOf(element);
    this.#element = element;
    this.#wanted = element.dataset["recording"] === "picture" ? "picture" : "sound";
    this.#recorder = new Recorder(place.session, {
      keep: async (chunk, part) => {
        await this.#open;
        await this.#sending?.store.add(chunk, part);
        this.#waiting += 1;
        void this.#sending?.uploader.wake();
      },
      ended: async (part) => {
        await this.#open;
        await this.#sending?.store.end(part);
        void this.#sending?.uploader.wake();
      },
      trouble: (kind) => {
        tellTrouble(place, kind);
        this.#failed(kind);
      },
      started: (what) => this.#started(what),
      stopped: () => this.#show("waiting", "recording_stopped"),
      picture: (stream) => void document.dispatchEvent(new CustomEvent("viva:picture", { detail: { stream } })),
    });
    this.#open = openSending(place, {
      waiting: (count, stuck) => this.#counted(count, stuck),
      closed: (code) => this.#closed(code),
    }).then((sending) => void (this.#sending = sending));
    this.#listen();
  }

  /** Only the tab that has the room records. */
  link(link: Link): void {
    if (link === "live") this.#begin();
    else if (link === "taken" || link === "completed" || link === "no_room") void this.#recorder.stop();
  }

  state(state: RoomState): void {
    this.#may = state.status === "in_progress" && state.phase !== "closed";
    this.#over = state.status === "completed" || state.phase === "closed";
    if (this.#over) void this.#recorder.stop();
    else this.#begin();
  }

  /** Before the page is left for good: the last slice is made and sent. */
  finish(): void {
    void this.#recorder.stop();
  }

  get unsent(): boolean {
    return !this.#refused && (this.#recorder.recording || this.#waiting > 0);
  }

  #begin(): void {
    const wanted = this.#camera ? this.#wanted : "sound";
    if (this.#may && !this.#over && !this.#refused && !this.#recorder.recording) void this.#recorder.start(wanted);
  }

  /** With what is chosen now: a part of its own. */
  async #again(): Promise<void> {
    await this.#recorder.stop();
    this.#begin();
  }

  #switchCamera(on: boolean): void {
    this.#camera = on;
    if (on) return void this.#again();
    this.#recorder.endPicture();
    if (this.#recorder.recording) this.#tell("sound");
  }

  #listen(): void {
    this.#notice?.querySelector("[data-recording-again]")?.addEventListener("click", () => this.#begin());
    // Said by whatever switches the microphone of this meeting.
    document.addEventListener("viva:microphone", (event) => {
      this.#muted = !(event as CustomEvent<{ on: boolean }>).detail.on;
      this.#recorder.muted = this.#muted;
      if (this.#element.dataset["state"] === "recording") this.#tell(this.#what);
    });
    document.addEventListener("viva:camera", (event) => {
      this.#switchCamera((event as CustomEvent<{ on: boolean }>).detail.on);
    });
    for (const kind of ["microphone", "camera"] as const) onChosen(kind, () => this.#recorder.recording && void this.#again());
    navigator.mediaDevices?.addEventListener("devicechange", () => {
      if (this.#element.dataset["state"] === "off") this.#begin();
    });
  }

  #started(what: What): void {
    if (this.#notice) this.#notice.hidden = true;
    this.#tell(what);
    announce(this.#word(this.#told));
  }

  #tell(what: What): void {
    this.#what = what;
    this.#show("recording", this.#told);
  }

  get #told(): string {
    return `recording_${this.#what}${this.#muted ? "_muted" : ""}`;
  }

  #failed(kind: Trouble): void {
    if (kind === "camera_missing" || kind === "chunk_lost") return; // it goes on
    this.#show("off", "recording_off");
    if (!this.#notice) return;
    this.#notice.hidden = false;
    const words = this.#notice.querySelector("[data-recording-why]");
    if (words) words.textContent = this.#word(kind);
  }

  #counted(count: number, stuck: boolean): void {
    this.#waiting = count;
    const held = this.#element.querySelector<HTMLElement>("[data-recording-held]");
    if (!held) return;
    held.hidden = !stuck || count === 0;
    held.textContent = held.hidden ? "" : this.#word("held").replace("{n}", String(count));
  }

  #closed(code: string): void {
    this.#refused = true;
    this.#waiting = 0;
    void this.#recorder.stop();
    if (code === "quota") this.#failed("storage_full");
  }

  #show(state: Shown, word: string): void {
    this.#element.dataset["state"] = state;
    const shown = this.#element.querySelector("[data-recording-word]");
    if (shown) shown.textContent = this.#word(word);
  }

  #word(name: string): string {
    const words = document.querySelector<HTMLTemplateElement>("template[data-recording-words]");
    return words?.content.querySelector(`[data-word="${name}"]`)?.textContent ?? "";
  }
}

/** null where nothing is recorded. */
export function meetingRecording(): MeetingRecording | null {
  const element = document.querySelector<HTMLElement>("[data-recording]");
  return element ? new MeetingRecording(element) : null;
}
