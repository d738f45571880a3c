type Choice = "system" | "light" | "dark";

const KEY = "viva-theme";

function read(): Choice {
  try {
    const stored = localStorage.getItem(KEY);
    return stored === "light" || stored === "dark" ? stored : "system";
  } catch {
    return "system";
  }
}

function store(choice: Choice): void {
  try {
    if (choice === "system") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, choice);
  } catch {
    // Storage refused: the choice holds for this page alone.
  }
}

function apply(choice: Choice): void {
  const root = document.documentElement;
  if (choice === "system") delete root.dataset["theme"];
  else root.dataset["theme"] = `viva-${choice}`;
  for (const button of document.querySelectorAll<HTMLElement>("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset["themeChoice"] === choice));
  }
  document.dispatchEvent(new CustomEvent("viva:theme", { detail: choice }));
}

/** Buttons `data-theme-choice="system|light|dark"`; announces each change as the document event `viva:theme`. */
export function themeSwitch(): void {
  apply(read());
  for (const group of document.querySelectorAll<HTMLElement>("[data-theme-switch]")) group.hidden = false;
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-theme-choice]");
    if (!button) return;
    const choice = button.dataset["themeChoice"] as Choice;
    store(choice);
    apply(choice);
  });
}
