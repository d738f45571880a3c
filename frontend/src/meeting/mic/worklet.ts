/** Runs beside the page, on the audio thread: what the microphone hears becomes numbered-to-be frames. */
import { Framer } from "./framer";
import { Resampler } from "./resample";

declare const sampleRate: number;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

class MicrophoneProcessor extends AudioWorkletProcessor {
  readonly #resampler = new Resampler(sampleRate);
  readonly #framer = new Framer();

  process([channels]: Float32Array[][]): boolean {
    const samples = channels?.[0];
    if (samples) for (const frame of this.#framer.push(this.#resampler.push(samples))) this.port.postMessage(frame, [frame.buffer]);
    return true;
  }
}

registerProcessor("microphone", MicrophoneProcessor);
