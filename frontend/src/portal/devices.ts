import { word } from "./check";
import type { Check } from "./check";

const LISTEN_MS = 10_000;
const SHOW_MS = 10_000;
const HEARD = 0.02; // root mean square of a signal from -1 to 1: speech near a microphone is well above

function end(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

function show(check: Check, ...parts: (Node | string)[]): void {
  check.live.hidden = parts.length === 0;
  check.live.replaceChildren(...parts);
}

/** A bar that moves while something is heard. Nothing is recorded or sent. */
export async function testMicrophone(check: Check): Promise<void> {
  check.result("running");
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const meter = document.createElement("meter");
    meter.max = 0.3;
    meter.ariaLabel = word("speak");
    show(check, word("speak"), meter);
    const heard = await listen(stream, meter);
    end(stream);
    show(check);
    check.result(heard ? "passed" : "failed");
  } catch {
    show(check);
    check.result("failed"); // refused, or there is none
  }
}

async function listen(stream: MediaStream, meter: HTMLMeterElement): Promise<boolean> {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const until = Date.now() + LISTEN_MS;
  let loud = 0;
  while (Date.now() < until && loud < 5) {
    analyser.getFloatTimeDomainData(samples);
    const level = Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length);
    meter.value = level;
    if (level > HEARD) loud += 1;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await context.close();
  return loud >= 5;
}

export async function testCamera(check: Check): Promise<void> {
  check.result("running");
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ video: true });
    const video = document.createElement("video");
    Object.assign(video, { srcObject: stream, muted: true, playsInline: true, className: "check-video" });
    show(check, word("seen"), video);
    await video.play();
    check.result(video.videoWidth > 0 ? "passed" : "failed");
    setTimeout(() => {
      end(stream);
      show(check);
    }, SHOW_MS);
  } catch {
    show(check);
    check.result("failed");
  }
}

/** A short sound, and the question whether it was heard: nobody else can know. */
export async function testSpeaker(check: Check): Promise<void> {
  check.result("running");
  try {
    await sound();
  } catch {
    return check.result("failed");
  }
  const buttons = [answer(check, "yes", "passed"), answer(check, "no", "failed")];
  show(check, word("heard"), ...buttons);
}

function answer(check: Check, name: string, result: "passed" | "failed"): HTMLElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-secondary btn-sm";
  button.textContent = word(name);
  button.addEventListener("click", () => {
    show(check);
    check.result(result);
  });
  return button;
}

async function sound(): Promise<void> {
  const context = new AudioContext();
  await context.resume();
  const [tone, volume] = [context.createOscillator(), context.createGain()];
  volume.gain.value = 0.2;
  tone.connect(volume).connect(context.destination);
  tone.start();
  tone.stop(context.currentTime + 0.6);
  await new Promise((resolve) => tone.addEventListener("ended", resolve));
  await context.close();
}
