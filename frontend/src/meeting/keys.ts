/** Alt with a letter presses the control that names it in `aria-keyshortcuts`, wherever one types. */
export function controlKeys(): void {
  document.addEventListener("keydown", (event) => {
    const letter = /^Key([A-Z])$/.exec(event.code)?.[1]; // by its place: with Alt some systems write another sign
    if (!letter || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.repeat) return;
    const control = document.querySelector<HTMLElement>(`[aria-keyshortcuts="Alt+${letter}"]`);
    if (!control || control.hidden || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    control.click();
  });
}
