/** `data-dismiss` removes the nearest `data-dismissible`, and gives the focus to the main region so that it is not lost. */
export function dismissible(): void {
  for (const button of document.querySelectorAll<HTMLElement>("[data-dismiss]")) button.hidden = false;
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest("[data-dismiss]");
    if (!button) return;
    button.closest("[data-dismissible]")?.remove();
    document.querySelector<HTMLElement>("main")?.focus({ preventScroll: true });
  });
}
