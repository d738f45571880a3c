import { constrained, openDevices } from "../devices/chosen";
import { uuid } from "../room/ids";
import { deviceNow } from "./types";
import type { Chunk, Part, Trouble, What } from "./types";

const SLICE_MS = 4_000;
const TYPES: Record<What, string[]> = {
  sound: ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"],
  picture: ["video/webm;codecs=vp8,opus", "video/webm", "video/mp4"],
};
const BITS = { audioBitsPerSecond: 48_000, videoBitsPerSecond: 450_000 };
const SOUND: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
const PICTURE: MediaTrackConstraints = { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 15 } };

export interface RecorderPort {
  /** A slice is there: to be kept before anything else is done with it. */
  keep(chunk: Chunk, part: Part): Promise<void>;
  ended(part: Part): Promise<void>;
  trouble(kind: Trouble): void;
  started(what: What): void;
  stopped(): void;
  /** What the camera shows while it is recorded; null when it is not any more. */
  picture(stream: MediaStream | null): void;
}

/** Records microphone and, where it is agreed to, camera in slices, each start a part of its own. Never throws. */
export class Recorder {
  readonly #session: string;
  readonly #port: RecorderPort;
  #recorder: MediaRecorder | null = null;
  #stream: MediaStream | null = null;
  #part: Part | null = null;
  #begun = 0;
  #kept: Promise<void> = Promise.resolve();
  #starting = false;
  #muted = false;
  #release: () => void = () => undefined;

  constructor(session: string, port: RecorderPort) {
    this.#session = session;
    this.#port = port;
  }

  get recording(): boolean {
    return this.#recorder !== null || this.#starting;
  }

  async start(wanted: What): Promise<void> {
    if (this.recording) return;
    if (!("MediaRecorder" in window) || !navigator.mediaDevices) return this.#port.trouble("recorder_unsupported");
    this.#starting = true;
    try {
      const stream = await this.#devices(wanted);
      if (!this.#starting) return end(stream); // stopped while the browser asked
      this.#begin(stream);
    } catch (error) {
      this.#port.trouble(troubleOf(error));
    } finally {
      this.#starting = false;
    }
  }

  /** Off: what is recorded is silence, as the person expects of a microphone that is switched off. */
  set muted(muted: boolean) {
    this.#muted = muted;
    for (const track of this.#stream?.getAudioTracks() ?? []) track.enabled = !muted;
  }

  /** The camera is given back; the sound is recorded on. */
  endPicture(): void {
    for (const track of this.#stream?.getVideoTracks() ?? []) track.stop();
    this.#port.picture(null);
  }

  /** Resolves once the last slice is kept. */
  async stop(): Promise<void> {
    this.#starting = false;
    const recorder = this.#recorder;
    if (recorder && recorder.state !== "inactive") {
      const stopped = new Promise((resolve) => recorder.addEventListener("stop", resolve, { once: true }));
      recorder.stop();
      await stopped;
    }
    await this.#kept;
  }

  async #devices(wanted: What): Promise<MediaStream> {
    const sound = constrained("microphone", SOUND);
    if (wanted === "picture") {
      try {
        return await openDevices({ audio: sound, video: constrained("camera", PICTURE) });
      } catch {
        this.#port.trouble("camera_missing");
      }
    }
    return openDevices({ audio: sound });
  }

  #begin(stream: MediaStream): void {
    const what: What = stream.getVideoTracks().length > 0 ? "picture" : "sound";
    const mimeType = TYPES[what].find((type) => MediaRecorder.isTypeSupported(type));
    const recorder = new MediaRecorder(stream, { ...BITS, ...(mimeType ? { mimeType } : {}) });
    [this.#recorder, this.#stream] = [recorder, stream];
    this.muted = this.#muted;
    recorder.addEventListener("start", () => this.#started(what));
    recorder.addEventListener("dataavailable", ({ data }) => this.#slice(data, recorder.mimeType));
    recorder.addEventListener("error", () => this.#port.trouble("recorder_failed"));
    recorder.addEventListener("stop", () => this.#stopped());
    for (const track of stream.getTracks()) track.addEventListener("ended", () => this.#lost(track));
    recorder.start(SLICE_MS);
  }

  #started(what: What): void {
    this.#begun = performance.now();
    const part = uuid();
    this.#part = { session: this.#session, part, startedAt: deviceNow(), total: 0, reached: 0, ended: false };
    this.#hold(part);
    if (what === "picture") this.#port.picture(this.#stream);
    this.#port.started(what);
  }

  /** While this tab lives, others see that the part is not over. */
  #hold(part: string): void {
    void navigator.locks?.request(`viva-part-${part}`, () => new Promise<void>((resolve) => (this.#release = resolve)));
  }

  #slice(data: Blob, type: string): void {
    const part = this.#part;
    if (!part || data.size === 0) return;
    const [number, from, to] = [part.total, part.reached, Math.round(performance.now() - this.#begun)];
    this.#part = { ...part, total: number + 1, reached: to };
    const { session, startedAt } = part;
    const now = this.#part;
    const keep = async (): Promise<void> => {
      const content = await data.arrayBuffer();
      const chunk = { session, part: part.part, number, type, sha256: await hash(content), from, to, startedAt, content };
      await this.#port.keep(chunk, now);
    };
    this.#kept = this.#kept.then(keep).catch(() => this.#port.trouble("chunk_lost"));
  }

  #lost(track: MediaStreamTrack): void {
    if (track.kind === "video") {
      this.#port.trouble("camera_missing"); // the sound goes on
      return this.#port.picture(null);
    }
    this.#port.trouble("microphone_lost");
    void this.stop();
  }

  #stopped(): void {
    const part = this.#part;
    if (this.#stream) end(this.#stream);
    [this.#recorder, this.#stream, this.#part] = [null, null, null];
    this.#release();
    this.#port.picture(null);
    if (part) this.#kept = this.#kept.then(() => this.#port.ended(part)).catch(() => undefined);
    this.#port.stopped();
  }
}

function end(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

async function hash(content: ArrayBuffer): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function troubleOf(error: unknown): Trouble {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "microphone_denied";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "microphone_missing";
  return "recorder_failed";
}
