import { constrained, openDevices } from "../devices/chosen";
import { causeOf, word } from "./check";
import type { Check } from "./check";
import { decibels, Ear, endStream, pause, play, strength } from "./sound";

/** High enough to stand out of a voice, low enough for any loudspeaker. */
const FREQUENCY = 1_320;
const SECONDS = 1.5;
/** By how much the tone must stand out of what was there before it, and how strong it must be at all. */
const OUT_OF_DB = 12;
const LEAST = 0.003;

/** Whether the microphone hears the loudspeaker, with the browser's own cancelling on as in the interview. */
export async function testEcho(check: Check): Promise<void> {
  check.running();
  let stream: MediaStream;
  try {
    stream = await openDevices({ audio: constrained("microphone", { echoCancellation: true }) });
  } catch (error) {
    return check.failed(causeOf(error));
  }
  check.show(word("hush"));
  const ear = new Ear(stream, 16_384);
  await ear.open();
  const before = await strongest(ear, 600);
  const [during] = await Promise.all([strongest(ear, SECONDS * 1000), play(FREQUENCY, SECONDS)]);
  await ear.close();
  endStream(stream);
  check.show();
  const db = decibels(during);
  if (during > LEAST && db - decibels(before) > OUT_OF_DB) check.failed("echo", { db });
  else check.passed({ db });
}

async function strongest(ear: Ear, ms: number): Promise<number> {
  const until = Date.now() + ms;
  let found = 0;
  while (Date.now() < until) {
    await pause(100);
    found = Math.max(found, strength(ear.samples, FREQUENCY, ear.rate));
  }
  return found;
}
