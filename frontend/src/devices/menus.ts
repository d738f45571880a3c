import { choose, chosen, OPENED } from "./chosen";
import type { Kind } from "./chosen";
import { canChooseSpeaker } from "./output";

const KINDS: Record<Kind, MediaDeviceKind> = {
  microphone: "audioinput",
  camera: "videoinput",
  speaker: "audiooutput",
};
/** Chrome lists these beside the devices that they stand for. */
const ALIASES = ["default", "communications"];

/** The menus `select[data-device]`: which microphone, camera and speaker. One without a choice is not shown. */
export function deviceMenus(): void {
  const menus = [...document.querySelectorAll<HTMLSelectElement>("select[data-device]")];
  if (!menus.length || !navigator.mediaDevices?.enumerateDevices) return;
  for (const menu of menus) menu.addEventListener("change", () => choose(kindOf(menu), menu.value));
  const fill = (): void => void fillAll(menus);
  document.addEventListener(OPENED, fill);
  navigator.mediaDevices.addEventListener("devicechange", fill);
  fill();
}

async function fillAll(menus: readonly HTMLSelectElement[]): Promise<void> {
  const devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
  for (const menu of menus) {
    const kind = kindOf(menu);
    const own = devices.filter((device) => device.kind === KINDS[kind] && usable(device));
    const offered = own.length > 0 && (kind !== "speaker" || canChooseSpeaker());
    menu.closest<HTMLElement>("[data-device-field]")?.toggleAttribute("hidden", !offered);
    draw(menu, own);
  }
}

/** Before a permission a browser tells that there are devices, and not which. */
function usable({ deviceId }: MediaDeviceInfo): boolean {
  return deviceId !== "" && !ALIASES.includes(deviceId);
}

/** The first option, the system's own device, is the template's. */
function draw(menu: HTMLSelectElement, devices: readonly MediaDeviceInfo[]): void {
  while (menu.options.length > 1) menu.remove(1);
  devices.forEach(({ deviceId, label }, index) => {
    menu.add(new Option(label || (menu.dataset["unnamed"] ?? "").replace("{n}", String(index + 1)), deviceId));
  });
  menu.value = chosen(kindOf(menu));
  if (menu.selectedIndex < 0) menu.selectedIndex = 0; // its device is away just now; the choice stays
}

function kindOf(menu: HTMLSelectElement): Kind {
  return menu.dataset["device"] as Kind;
}
