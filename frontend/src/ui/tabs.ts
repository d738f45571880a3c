interface Tab {
  link: HTMLAnchorElement;
  panel: HTMLElement;
}

function select(tabs: readonly Tab[], chosen: Tab): void {
  for (const tab of tabs) {
    const on = tab === chosen;
    tab.link.setAttribute("aria-selected", String(on));
    tab.link.tabIndex = on ? 0 : -1;
    tab.panel.hidden = !on;
  }
}

function step(tabs: readonly Tab[], from: Tab, key: string): Tab | undefined {
  const at = tabs.indexOf(from);
  const forward = document.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
  if (key === "Home") return tabs[0];
  if (key === "End") return tabs.at(-1);
  if (key === "ArrowRight" || key === "ArrowLeft") {
    return tabs[(at + (key === forward ? 1 : -1) + tabs.length) % tabs.length];
  }
  return undefined;
}

function wire(tabs: readonly Tab[], tab: Tab): void {
  tab.link.setAttribute("role", "tab");
  tab.link.setAttribute("aria-controls", tab.panel.id);
  tab.panel.setAttribute("role", "tabpanel");
  tab.panel.setAttribute("aria-labelledby", tab.link.id);
  tab.link.addEventListener("click", (event) => {
    event.preventDefault();
    select(tabs, tab);
  });
  tab.link.addEventListener("keydown", (event) => {
    const next = step(tabs, tab, event.key);
    if (!next) return;
    event.preventDefault();
    select(tabs, next);
    next.link.focus();
  });
}

/** `data-tabs` holds links to sections of the page; without this script all sections stand one below the other. */
export function tabs(root: ParentNode): void {
  for (const list of root.querySelectorAll<HTMLElement>("[data-tabs]")) {
    const found: Tab[] = [];
    for (const link of list.querySelectorAll<HTMLAnchorElement>("a[href^='#']")) {
      const panel = document.getElementById(link.hash.slice(1));
      if (panel) found.push({ link, panel });
    }
    const first = found.find((tab) => tab.link.hash === location.hash) ?? found[0];
    if (!first) continue;
    list.setAttribute("role", "tablist");
    for (const tab of found) wire(found, tab);
    select(found, first);
  }
}
