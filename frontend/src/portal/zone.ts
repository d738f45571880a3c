function format(at: Date, zone: string): string {
  const options = { dateStyle: "full", timeStyle: "short", timeZone: zone } as const;
  return new Intl.DateTimeFormat(document.documentElement.lang || "en", options).format(at);
}

function filled(element: HTMLElement, places: Record<string, string>): string {
  return (element.dataset["words"] ?? "").replace(/\{(\w+)\}/g, (whole, name: string) => places[name] ?? whole);
}

function named(zone: string): string {
  return zone.replaceAll("_", " ");
}

const own = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The interview's time in the zone of this device, where its clocks show another one. */
export function ownZone(): void {
  const time = document.querySelector<HTMLTimeElement>("time[data-moment]");
  const line = document.querySelector<HTMLElement>("[data-own-zone]");
  if (!time || !line) return;
  const at = new Date(time.dateTime);
  if (format(at, own) === format(at, line.dataset["ownZone"] ?? "UTC")) return;
  line.textContent = filled(line, { zone: named(own), time: format(at, own) });
  line.hidden = false;
}

/** Times to choose from are grouped by day on the server: a link asks for them in the zone of this device. */
export function slotZone(): void {
  const line = document.querySelector<HTMLElement>("[data-zone-shown]");
  const link = document.querySelector<HTMLAnchorElement>("[data-zone-link]");
  if (!line || !link || line.dataset["zoneShown"] === own) return;
  const address = new URL(link.href);
  address.searchParams.set("zone", own);
  link.href = address.href;
  link.textContent = filled(link, { zone: named(own) });
  link.hidden = false;
  if (!new URL(location.href).searchParams.has("zone")) location.replace(address.href);
}
