const SHOWN_MS = 2000;

async function copy(button: HTMLElement): Promise<void> {
  const source = document.getElementById(button.dataset["copy"] ?? "");
  const status = button.querySelector<HTMLElement>("[data-copy-label]");
  const text = source instanceof HTMLInputElement ? source.value : (source?.textContent ?? "");
  if (!status) return;
  const before = status.textContent;
  try {
    await navigator.clipboard.writeText(text);
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
