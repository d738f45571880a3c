/** 20 ms at 16 kHz. */
export const FRAME_SAMPLES = 320;

/** Cuts a stream of samples into whole frames of 16-bit PCM, little-endian. */
export class Framer {
  #rest: number[] = [];

  push(samples: Float32Array): Uint8Array[] {
    this.#rest.push(...samples);
    const frames: Uint8Array[] = [];
    while (this.#rest.length >= FRAME_SAMPLES) frames.push(pcm(this.#rest.splice(0, FRAME_SAMPLES)));
    return frames;
  }
}

function pcm(samples: readonly number[]): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(samples.length * 2));
  samples.forEach((sample, index) => {
    const held = Math.max(-1, Math.min(1, sample));
    bytes.setInt16(index * 2, Math.round(held < 0 ? held * 32_768 : held * 32_767), true);
  });
  return new Uint8Array(bytes.buffer);
}

/** Root mean square of a frame, from 0 to 1. */
export function levelOf(frame: Uint8Array): number {
  const samples = new Int16Array(frame.buffer, frame.byteOffset, frame.byteLength / 2);
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return Math.sqrt(sum / samples.length) / 32_768;
}
