import { constrained, openDevices } from "../devices/chosen";
import { causeOf, word } from "./check";
import type { Check } from "./check";
import { endStream } from "./sound";

const SHOW_MS = 10_000;

/** What the camera shows, for a moment. */
export async function testCamera(check: Check): Promise<void> {
  check.running();
  let stream: MediaStream;
  try {
    stream = await openDevices({ video: constrained("camera") });
  } catch (error) {
    return check.failed(causeOf(error));
  }
  const video = document.createElement("video");
  Object.assign(video, { srcObject: stream, muted: true, playsInline: true, className: "check-video" });
  check.show(word("seen"), video);
  await video.play().catch(() => undefined);
  const figures = { width: video.videoWidth, height: video.videoHeight };
  if (video.videoWidth > 0) check.passed(figures);
  else check.failed("silent", figures);
  setTimeout(() => {
    endStream(stream);
    check.show();
  }, SHOW_MS);
}
