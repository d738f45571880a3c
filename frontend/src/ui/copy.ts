const SHOWN_MS = 2000;

/** Without a secure connection the browser has no clipboard for scripts; its older way needs a selection. */
async function write(text: string, source: HTMLElement | null): Promise<void> {
  if (window.isSecureContext) return navigator.clipboard.writeText(text);
  if (source instanceof HTMLInputElement) source.select();
  else if (source) getSelection()?.selectAllChildren(source);
  if (!document.execCommand("copy")) throw new Error("the browser copies nothing here");
}

async function copy(button: HTMLElement): Promise<void> {
  const source = document.getElementById(button.dataset["copy"] ?? "");
  const status = button.querySelector<HTMLElement>("[data-copy-label]");
  const text = source instanceof HTMLInputElement ? source.value : (source?.textContent ?? "");
  if (!status) return;
  const before = status.textContent;
  try {
    await write(text, source);
    status.textContent = button.dataset["copied"] ?? before;
  } catch {
    status.textContent = button.dataset["copyFailed"] ?? before;
  }
  setTimeout(() => (status.textContent = before), SHOWN_MS);
}

/** A button `data-copy="id"` copies that element's text and says so in its `data-copy-label`. */
export function copyButtons(): void {
  reveal();
  document.addEventListener("htmx:afterSettle", reveal);
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-copy]");
    if (button && button.getAttribute("aria-disabled") !== "true") void copy(button);
  });
}

/** Without scripts there is nothing to press. */
function reveal(): void {
  for (const button of document.querySelectorAll<HTMLElement>("[data-copy]")) button.hidden = false;
}
