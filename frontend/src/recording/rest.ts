import { openSending, placeOf } from "./sending";

/** Outside the room: what this device still holds of the recording is handed in, and it is said when all is there. */
export function sendTheRest(): void {
  const element = document.querySelector<HTMLElement>("[data-recording-rest]");
  if (!element) return;
  const words = (name: string, n = 0): string => (element.dataset[name] ?? "").replace("{n}", String(n));
  let had = false;
  void openSending(placeOf(element), {
    waiting: (count) => {
      had ||= count > 0;
      element.hidden = !had;
      element.textContent = count > 0 ? words("left", count) : words("done");
    },
    closed: () => (element.hidden = true),
  });
}
