// Loaded blocking in the head: the chosen theme must stand before the first paint.
const chosen = ((): string | null => {
  try {
    return localStorage.getItem("viva-theme");
  } catch {
    return null; // storage is refused in some private windows
  }
})();

if (chosen === "light" || chosen === "dark") document.documentElement.dataset["theme"] = `viva-${chosen}`;
