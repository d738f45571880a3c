import { constrained, openDevices } from "../devices/chosen";
import { causeOf, word } from "./check";
import type { Check } from "./check";
import { decibels, Ear, endStream, measure, pause } from "./sound";
import type { Heard } from "./sound";

const LISTEN_MS = 10_000;
const LOOK_MS = 100;
const HEARD = 0.02; // speech near a microphone is well above
const LOUD_LOOKS = 8;
/** A voice that reaches the end of the scale in more than two samples of a hundred sounds broken. */
const CLIPPED = 0.02;

/** A bar that moves while something is heard. Nothing of it is recorded or sent. */
export async function testMicrophone(check: Check): Promise<void> {
  check.running();
  let stream: MediaStream;
  try {
    stream = await openDevices({ audio: constrained("microphone") });
  } catch (error) {
    return check.failed(causeOf(error));
  }
  const meter = document.createElement("meter");
  Object.assign(meter, { max: 0.3, ariaLabel: word("speak") });
  check.show(word("speak"), meter);
  const heard = await listen(stream, (level) => (meter.value = level));
  endStream(stream);
  check.show();
  const figures = { level_db: decibels(heard.level), peak_db: decibels(heard.peak), clipped: heard.clipped };
  if (heard.level < HEARD) check.failed("silent", figures);
  else if (heard.clipped > CLIPPED) check.failed("clipping", figures);
  else check.passed(figures);
}

/** The loudest it gets, until enough was heard or the time is over. */
async function listen(stream: MediaStream, shown: (level: number) => void): Promise<Heard> {
  const ear = new Ear(stream);
  await ear.open();
  const most: Heard = { level: 0, peak: 0, clipped: 0 };
  const until = Date.now() + LISTEN_MS;
  for (let loud = 0; Date.now() < until && loud < LOUD_LOOKS; await pause(LOOK_MS)) {
    const heard = measure(ear.samples);
    shown(heard.level);
    most.level = Math.max(most.level, heard.level);
    most.peak = Math.max(most.peak, heard.peak);
    if (heard.level < HEARD) continue;
    loud += 1;
    most.clipped += (heard.clipped - most.clipped) / loud; // over all that was heard: a single crack is none
  }
  await ear.close();
  return most;
}
