export type Trouble = "denied" | "none" | "busy" | "lost" | "silent";

export interface MicrophonePort {
  frame(pcm: Uint8Array): void;
  trouble(trouble: Trouble): void;
}

/** Frames of nothing but zeros: a muted device, not a quiet room. Five seconds of them. */
const SILENT_FRAMES = 250;
const CONSTRAINTS = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 };

/** The microphone while it is in use; given back at `stop`. */
export class Microphone {
  readonly #worklet: string;
  readonly #port: MicrophonePort;
  #context: AudioContext | null = null;
  #stream: MediaStream | null = null;
  #silent = 0;

  constructor(worklet: string, port: MicrophonePort) {
    this.#worklet = worklet;
    this.#port = port;
  }

  /** False where it could not be had; then `trouble` has said why. */
  async start(): Promise<boolean> {
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({ audio: CONSTRAINTS });
      await this.#listen(this.#stream);
      return true;
    } catch (error) {
      this.stop();
      this.#port.trouble(troubleOf(error));
      return false;
    }
  }

  stop(): void {
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
    stream.getAudioTracks()[0]?.addEventListener("ended", () => this.#lost());
    await context.resume();
  }

  #heard(pcm: Uint8Array): void {
    this.#silent = pcm.some((byte) => byte !== 0) ? 0 : this.#silent + 1;
    if (this.#silent === SILENT_FRAMES) this.#port.trouble("silent");
    this.#port.frame(pcm);
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
