/** What was chosen on this device, kept for the next interview too: a small object under a name of its own. */
export function readKept<T extends object>(key: string): Partial<T> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? "{}");
    return typeof kept === "object" && kept !== null ? kept : {};
  } catch {
    return {}; // storage is off, or another program wrote there
  }
}

export function writeKept(key: string, value: object): void {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // storage is off: the choice holds for this page
  }
}
