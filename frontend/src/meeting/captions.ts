import { readKept, writeKept } from "../devices/kept";

const KEY = "viva.captions";

/** What both say, in writing as it is said: on unless switched off on this device. The conversation stays. */
export function captions(root: HTMLElement): void {
  const switches = [...document.querySelectorAll<HTMLElement>("[data-captions-switch]")];
  const draw = (on: boolean): void => {
    root.dataset["captions"] = on ? "on" : "off";
    for (const each of switches) {
      if (each instanceof HTMLInputElement) each.checked = on;
      else each.setAttribute("aria-pressed", String(on));
    }
  };
  const set = (on: boolean): void => {
    writeKept(KEY, { on });
    draw(on);
  };
  draw(readKept<{ on: boolean }>(KEY).on ?? true);
  for (const each of switches) {
    if (each instanceof HTMLInputElement) each.addEventListener("change", () => set(each.checked));
    else each.addEventListener("click", () => set(root.dataset["captions"] === "off"));
  }
}
