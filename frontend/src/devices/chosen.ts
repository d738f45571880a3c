import { readKept, writeKept } from "./kept";

export type Kind = "microphone" | "camera" | "speaker";
type Choices = Partial<Record<Kind, string>>;

const KEY = "viva.devices";
/** Said on the document when another device is chosen: what is open is opened anew with it. */
export const CHOSEN = "viva:device";
const AWAY = ["OverconstrainedError", "NotFoundError"];
/** Said when a device was opened: only then do browsers tell the names of devices. */
export const OPENED = "viva:opened";

let choices: Choices = readKept<Record<Kind, string>>(KEY);

/** The device's id as the browser gives it to this site; "" for the one that the system uses. */
export function chosen(kind: Kind): string {
  return choices[kind] ?? "";
}

export function choose(kind: Kind, id: string): void {
  choices = { ...choices, [kind]: id };
  writeKept(KEY, choices);
  document.dispatchEvent(new CustomEvent(CHOSEN, { detail: { kind } }));
}

export function onChosen(wanted: Kind, act: () => void): void {
  document.addEventListener(CHOSEN, (event) => {
    if ((event as CustomEvent<{ kind: Kind }>).detail.kind === wanted) act();
  });
}

/** With the chosen device: a mere wish (`ideal`) is passed over by Chrome, for a microphone. */
export function constrained(kind: "microphone" | "camera", wanted: MediaTrackConstraints = {}): MediaTrackConstraints {
  const id = chosen(kind);
  return id ? { ...wanted, deviceId: { exact: id } } : wanted;
}

/** As `getUserMedia`, which rejects where there is none to ask; with another device where the chosen one is away. The
 * menus hear of it. */
export async function openDevices(wanted: MediaStreamConstraints): Promise<MediaStream> {
  if (!navigator.mediaDevices) throw new DOMException("no devices without a secure address", "NotFoundError");
  const stream = await navigator.mediaDevices.getUserMedia(wanted).catch((error: unknown) => {
    if (!(error instanceof DOMException && AWAY.includes(error.name))) throw error;
    return navigator.mediaDevices.getUserMedia({ ...any("audio", wanted.audio), ...any("video", wanted.video) });
  });
  document.dispatchEvent(new CustomEvent(OPENED));
  return stream;
}

function any(name: "audio" | "video", wanted: boolean | MediaTrackConstraints | undefined): MediaStreamConstraints {
  if (typeof wanted !== "object") return wanted === undefined ? {} : { [name]: wanted };
  const { deviceId: _, ...rest } = wanted;
  return { [name]: rest };
}
