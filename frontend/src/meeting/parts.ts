/** The element marked `data-meeting="name"`; its absence is a fault of the template, so it throws. */
export function meetingPart(name: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(`[data-meeting="${name}"]`);
  if (!found) throw new Error(`the template lacks data-meeting="${name}"`);
  return found;
}

/** The same where the page may go without it. */
export function meetingPartIfAny<T extends HTMLElement>(name: string, type: new () => T): T | null {
  const found = document.querySelector(`[data-meeting="${name}"]`);
  return found instanceof type ? found : null;
}

/** A sentence of the template's words. */
export function meetingWord(name: string): string {
  const words = document.querySelector<HTMLTemplateElement>("template[data-meeting='words']");
  return words?.content.querySelector(`[data-word="${name}"]`)?.textContent ?? "";
}
