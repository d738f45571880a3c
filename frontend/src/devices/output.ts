import { chosen, onChosen } from "./chosen";

/** Whether this browser lets a page choose where it sounds. */
export function canChooseSpeaker(): boolean {
  return "setSinkId" in HTMLMediaElement.prototype;
}

/** The element sounds where the person chose; a speaker that is gone leaves it where the system sounds. */
export async function soundWhereChosen(element: HTMLMediaElement): Promise<void> {
  if (!canChooseSpeaker()) return;
  await element.setSinkId(chosen("speaker")).catch(() => undefined);
}

export function followSpeaker(element: HTMLMediaElement): void {
  if (chosen("speaker")) void soundWhereChosen(element);
  onChosen("speaker", () => void soundWhereChosen(element));
}
