const OFF = "viva.review-keys-off";

/** `data-review-keys`: j and k follow the links of those keys, until its switch (remembered) turns them off. */
export function reviewKeys(): void {
  const nav = document.querySelector<HTMLElement>("[data-review-keys]");
  const toggle = nav?.querySelector<HTMLButtonElement>("[data-keys-switch]");
  if (!nav || !toggle) return;
  const show = (on: boolean): void => toggle.setAttribute("aria-pressed", String(on));
  const isOn = (): boolean => toggle.getAttribute("aria-pressed") === "true";
  toggle.hidden = false;
  show(localStorage.getItem(OFF) === null);
  toggle.addEventListener("click", () => {
    show(!isOn());
    if (isOn()) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  });
  document.addEventListener("keydown", (event) => {
    if (!isOn() || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const key = event.key === "j" || event.key === "k" ? event.key : "";
    if (key) nav.querySelector<HTMLAnchorElement>(`[data-key="${key}"]`)?.click();
  });
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}
