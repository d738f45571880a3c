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
    if (this.#may && !this.#over && !this.#refused && !this.#recorder.recording) void this.#recorder.start(this.#wanted);
  }

  #listen(): void {
    this.#notice?.querySelector("[data-recording-again]")?.addEventListener("click", () => this.#begin());
    // Said by whatever switches the microphone of this meeting.
    document.addEventListener("viva:microphone", (event) => {
      this.#recorder.muted = !(event as CustomEvent<{ on: boolean }>).detail.on;
    });
    navigator.mediaDevices?.addEventListener("devicechange", () => {
      if (this.#element.dataset["state"] === "off") this.#begin();
    });
  }

  #started(what: What): void {
    if (this.#notice) this.#notice.hidden = true;
    const word = what === "picture" ? "recording_picture" : "recording_sound";
    this.#show("recording", word);
    announce(this.#word(word));
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
