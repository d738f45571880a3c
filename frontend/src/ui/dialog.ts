/** A button `data-dialog-open="id"` shows that `<dialog>`; `data-dialog-close` inside hides it. The browser keeps the focus. */
export function dialogs(): void {
  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    const opener = target.closest<HTMLElement>("[data-dialog-open]");
    if (opener) {
      const dialog = document.getElementById(opener.dataset["dialogOpen"] ?? "");
      if (dialog instanceof HTMLDialogElement) dialog.showModal();
      return;
    }
    target.closest("[data-dialog-close]")?.closest("dialog")?.close();
  });
}
