import { constrained, openDevices } from "../../devices/chosen";
import type { Trouble } from "./hearing";

export interface MicrophonePort {
  frame(pcm: Uint8Array): void;
  trouble(trouble: Trouble): void;
}

/** Frames of nothing but zeros: a muted device, not a quiet room. Five seconds of them. */
const SILENT_FRAMES = 250;
const BLOCKED_MS = 1_000;
const CONSTRAINTS = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 };

/** The microphone while it is in use; given back at `stop`. */
export class Microphone {
  readonly #worklet: string;
  readonly #port: MicrophonePort;
  readonly #changed = (): void => void this.#look();
  readonly #clicked = (): void => void this.#context?.resume();
  #context: AudioContext | null = null;
  #stream: MediaStream | null = null;
  #silent = 0;
  #muted = false;

  constructor(worklet: string, port: MicrophonePort) {
    this.#worklet = worklet;
    this.#port = port;
  }

  set muted(on: boolean) {
    this.#muted = on;
    this.#silent = 0;
    for (const track of this.#stream?.getAudioTracks() ?? []) track.enabled = !on;
  }

  /** False where it could not be had; then `trouble` has said why. */
  async start(): Promise<boolean> {
    try {
      this.#stream = await openDevices({ audio: constrained("microphone", CONSTRAINTS) });
      await this.#listen(this.#stream);
      this.muted = this.#muted;
      return true;
    } catch (error) {
      this.stop();
      this.#port.trouble(troubleOf(error));
      return false;
    }
  }

  stop(): void {
    navigator.mediaDevices?.removeEventListener("devicechange", this.#changed);
    document.removeEventListener("pointerdown", this.#clicked);
    document.removeEventListener("keydown", this.#clicked);
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    void this.#context?.close();
    this.#stream = this.#context = null;
  }

  async #listen(stream: MediaStream): Promise<void> {
    const context = (this.#context = new AudioContext());
    await context.audioWorklet.addModule(this.#worklet);
    const node = new AudioWorkletNode(context, "microphone", { numberOfOutputs: 0 });
    node.port.onmessage = ({ data }: MessageEvent<Uint8Array>) => this.#heard(data);
    context.createMediaStreamSource(stream).connect(node);
    const track = stream.getAudioTracks()[0];
    track?.addEventListener("ended", () => this.#lost());
    track?.addEventListener("mute", () => this.#muted || this.#port.trouble("silent")); // by a switch of the device
    navigator.mediaDevices.addEventListener("devicechange", this.#changed);
    await this.#wake(context);
  }

  /** After a reload a browser may wait for a click before anything sounds or listens. */
  async #wake(context: AudioContext): Promise<void> {
    const late = new Promise((resolve) => setTimeout(resolve, BLOCKED_MS));
    await Promise.race([context.resume(), late]);
    if (context.state === "running" || context !== this.#context) return;
    document.addEventListener("pointerdown", this.#clicked);
    document.addEventListener("keydown", this.#clicked);
    this.#port.trouble("blocked");
  }

  #heard(pcm: Uint8Array): void {
    if (this.#muted || !this.#stream) return;
    this.#silent = pcm.some((byte) => byte !== 0) ? 0 : this.#silent + 1;
    if (this.#silent === SILENT_FRAMES) this.#port.trouble("silent");
    this.#port.frame(pcm);
  }

  /** Not every browser ends the track of a device that was pulled out. */
  async #look(): Promise<void> {
    const track = this.#stream?.getAudioTracks()[0];
    const id = track?.getSettings().deviceId;
    const devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
    if (!track || track !== this.#stream?.getAudioTracks()[0]) return;
    const known = devices.filter(({ kind, deviceId }) => kind === "audioinput" && deviceId !== "");
    if (track.readyState === "ended" || (id && !known.some(({ deviceId }) => deviceId === id))) this.#lost();
  }

  /** Unplugged, or taken back: not by us. */
  #lost(): void {
    if (!this.#stream) return;
    this.stop();
    this.#port.trouble("lost");
  }
}

function troubleOf(error: unknown): Trouble {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "none";
  return navigator.mediaDevices ? "busy" : "none";
}
