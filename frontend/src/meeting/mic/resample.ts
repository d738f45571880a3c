/** From the rate of a device (44.1 or 48 kHz) to 16 kHz, in pieces of any size: a low-pass filter, then interpolation. */
export const RATE = 16_000;
const HALF = 32;
const CUTOFF_HZ = 7_000;

export class Resampler {
  readonly #step: number;
  readonly #taps: Float32Array;
  #rest = new Float32Array(2 * HALF);
  #at = 0;

  constructor(rate: number) {
    this.#step = rate / RATE;
    this.#taps = lowPass(Math.min(CUTOFF_HZ / rate, 0.5));
  }

  push(input: Float32Array): Float32Array {
    const samples = new Float32Array(this.#rest.length + input.length);
    samples.set(this.#rest);
    samples.set(input, this.#rest.length);
    const out: number[] = [];
    while (Math.floor(this.#at) + 1 + 2 * HALF < samples.length) {
      const [whole, part] = [Math.floor(this.#at), this.#at % 1];
      out.push((1 - part) * this.#filtered(samples, whole) + part * this.#filtered(samples, whole + 1));
      this.#at += this.#step;
    }
    const used = Math.min(Math.floor(this.#at), samples.length);
    this.#rest = samples.slice(used);
    this.#at -= used;
    return Float32Array.from(out);
  }

  #filtered(samples: Float32Array, start: number): number {
    let sum = 0;
    for (let tap = 0; tap < this.#taps.length; tap += 1) sum += (this.#taps[tap] ?? 0) * (samples[start + tap] ?? 0);
    return sum;
  }
}

/** A windowed sinc (Hann) of unit gain; `cutoff` as a share of the rate. */
function lowPass(cutoff: number): Float32Array {
  const taps = Float32Array.from({ length: 2 * HALF + 1 }, (_, index) => {
    const x = index - HALF;
    const sinc = x === 0 ? 2 * cutoff : Math.sin(2 * Math.PI * cutoff * x) / (Math.PI * x);
    return sinc * (0.5 + 0.5 * Math.cos((Math.PI * x) / (HALF + 1)));
  });
  const gain = taps.reduce((sum, tap) => sum + tap, 0);
  return taps.map((tap) => tap / gain);
}
