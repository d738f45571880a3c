import { chosen } from "../devices/chosen";
import { canChooseSpeaker, soundWhereChosen } from "../devices/output";

/** What a microphone gives, measured; all levels are of a signal from -1 to 1. */

export interface Heard {
  /** Root mean square of the loudest tenth of a second. */
  level: number;
  peak: number;
  /** The share of samples at the very end of the scale: 0 to 1. */
  clipped: number;
}

const FULL = 0.985;
const QUIETEST_DB = -120;

export function decibels(level: number): number {
  return level > 0 ? Math.max(QUIETEST_DB, Math.round(200 * Math.log10(Math.min(1, level))) / 10) : QUIETEST_DB;
}

export function measure(samples: Float32Array): Heard {
  let [squares, peak, full] = [0, 0, 0];
  for (const sample of samples) {
    const size = Math.abs(sample);
    squares += size * size;
    if (size > peak) peak = size;
    if (size >= FULL) full += 1;
  }
  return { level: Math.sqrt(squares / samples.length), peak, clipped: full / samples.length };
}

/** How strong one frequency is in the samples (Goertzel's algorithm), as the amplitude of its sine. */
export function strength(samples: Float32Array, frequency: number, rate: number): number {
  const turn = 2 * Math.cos((2 * Math.PI * frequency) / rate);
  let [before, last] = [0, 0];
  for (const sample of samples) [before, last] = [last, sample + turn * last - before];
  const power = before * before + last * last - turn * before * last;
  return (2 * Math.sqrt(Math.max(0, power))) / samples.length;
}

export function endStream(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** Samples of the stream, as many as asked for at a time; `close` when done. */
export class Ear {
  readonly #context = new AudioContext();
  readonly #analyser = this.#context.createAnalyser();

  constructor(stream: MediaStream, size = 4096) {
    this.#analyser.fftSize = size;
    this.#context.createMediaStreamSource(stream).connect(this.#analyser);
  }

  get rate(): number {
    return this.#context.sampleRate;
  }

  get samples(): Float32Array {
    const samples = new Float32Array(this.#analyser.fftSize);
    this.#analyser.getFloatTimeDomainData(samples);
    return samples;
  }

  async open(): Promise<void> {
    await this.#context.resume();
  }

  async close(): Promise<void> {
    await this.#context.close();
  }
}

/** Where a context sounds: by itself, or through an element at the speaker that was chosen. */
async function outlet(context: AudioContext): Promise<AudioNode> {
  if (!chosen("speaker") || !canChooseSpeaker()) return context.destination;
  const [out, element] = [context.createMediaStreamDestination(), new Audio()];
  element.srcObject = out.stream;
  await soundWhereChosen(element);
  await element.play();
  return out;
}

/** A tone for so long; resolves when it is over. */
export async function play(frequency: number, seconds: number): Promise<void> {
  const context = new AudioContext();
  await context.resume();
  const [tone, volume] = [context.createOscillator(), context.createGain()];
  tone.frequency.value = frequency;
  volume.gain.value = 0.2;
  tone.connect(volume).connect(await outlet(context));
  tone.start();
  tone.stop(context.currentTime + seconds);
  await new Promise((resolve) => tone.addEventListener("ended", resolve));
  await context.close();
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
