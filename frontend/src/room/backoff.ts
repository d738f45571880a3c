const STEPS_MS = [500, 1_000, 2_000, 4_000, 8_000];
const JITTER = 0.25;

/** How long to wait before the next try, in ms: 0.5 s doubling to 8 s, give or take a quarter. `random` is in 0..1. */
export function backoff(failures: number, random: number): number {
  const step = STEPS_MS[Math.min(Math.max(failures, 1), STEPS_MS.length) - 1] ?? 8_000;
  return Math.round(step * (1 + JITTER * (2 * random - 1)));
}
