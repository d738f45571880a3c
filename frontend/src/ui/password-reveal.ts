function toggle(button: HTMLElement, input: HTMLInputElement): void {
  const show = input.type === "password";
  input.type = show ? "text" : "password";
  button.setAttribute("aria-pressed", String(show));
  const label = button.querySelector("[data-reveal-label]");
  if (label) label.textContent = (show ? button.dataset["hideLabel"] : button.dataset["showLabel"]) ?? "";
}

/** `data-reveal="id"` shows and hides that password. It is hidden again before the form is sent. */
export function passwordReveal(root: ParentNode): void {
  for (const button of root.querySelectorAll<HTMLElement>("[data-reveal]")) {
    const input = document.getElementById(button.dataset["reveal"] ?? "");
    if (!(input instanceof HTMLInputElement)) continue;
    button.hidden = false;
    button.addEventListener("click", () => toggle(button, input));
    input.form?.addEventListener("submit", () => (input.type = "password"));
  }
}
