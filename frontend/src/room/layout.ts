import { part, partIfAny } from "./elements";

const KEY = "viva-room-split";
const [LEAST, MOST, USUAL, STEP] = [25, 70, 42, 2];
const NARROW = "(width < 56.25em)";

function remembered(): number {
  try {
    return Number(localStorage.getItem(KEY)) || USUAL;
  } catch {
    return USUAL; // storage is refused in some private windows
  }
}

function remember(percent: number): void {
  try {
    localStorage.setItem(KEY, String(percent));
  } catch {
    // It holds for this page alone.
  }
}

/** A phone's keyboard covers the page without changing `dvh`: the room takes what stays in view. */
function followKeyboard(): void {
  const view = window.visualViewport;
  view?.addEventListener("resize", () => {
    if (view.scale !== 1) return; // zoomed in by the person, not covered
    document.documentElement.style.setProperty("--room-height", `${view.height}px`);
    scrollTo(0, 0);
  });
}

/** The zones: side by side with a divider, or from 900 px down one at a time behind tabs. */
export class Layout {
  readonly #root = part("root", HTMLElement);
  readonly #zones = part("zones", HTMLElement);
  readonly #chat = part("chat", HTMLElement);
  readonly #code = partIfAny("code");
  readonly #divider = partIfAny("divider");
  readonly #tabs = partIfAny("tabs");
  readonly #unread = partIfAny("unread");
  readonly #narrow = matchMedia(NARROW);
  #hasCode = false;
  #shown: "chat" | "code" = "chat";
  #percent = USUAL;

  constructor() {
    this.#narrow.addEventListener("change", () => this.#arrange());
    this.#wireTabs();
    this.#wireDivider();
    this.#split(remembered());
    followKeyboard();
  }

  /** Whether the present question has an editor. */
  set hasCode(hasCode: boolean) {
    if (this.#hasCode === hasCode || !this.#code) return;
    this.#hasCode = hasCode;
    if (!hasCode) this.#shown = "chat";
    this.#arrange();
  }

  /** A new message: marked on the tab where the conversation is out of sight. */
  news(): void {
    if (this.#unread && this.#narrow.matches && this.#shown === "code") this.#unread.hidden = false;
  }

  show(zone: "chat" | "code"): void {
    this.#shown = zone;
    this.#arrange();
  }

  #arrange(): void {
    const tabbed = this.#hasCode && this.#narrow.matches;
    this.#root.dataset["code"] = this.#hasCode ? "on" : "off";
    this.#chat.hidden = tabbed && this.#shown !== "chat";
    if (this.#code) this.#code.hidden = !this.#hasCode || (tabbed && this.#shown !== "code");
    if (this.#divider) this.#divider.hidden = !this.#hasCode || tabbed;
    if (this.#tabs) this.#tabs.hidden = !tabbed;
    if (this.#unread && (!tabbed || this.#shown === "chat")) this.#unread.hidden = true;
    this.#name(this.#chat, "chat", tabbed);
    if (this.#code) this.#name(this.#code, "code", tabbed);
  }

  #name(zone: HTMLElement, name: string, tabbed: boolean): void {
    if (tabbed) zone.setAttribute("role", "tabpanel");
    else zone.removeAttribute("role");
    const tab = document.getElementById(`room-tab-${name}`);
    const on = this.#shown === name;
    tab?.setAttribute("aria-selected", String(on));
    if (tab) tab.tabIndex = on ? 0 : -1;
  }

  #wireTabs(): void {
    this.#tabs?.addEventListener("click", (event) => {
      const tab = (event.target as Element).closest<HTMLElement>("[role=tab]");
      if (tab) this.show(tab.id === "room-tab-code" ? "code" : "chat");
    });
    this.#tabs?.addEventListener("keydown", (event) => {
      if (!["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) return;
      event.preventDefault();
      const first = event.key === "Home" || (event.key !== "End" && this.#shown === "code");
      this.show(first ? "chat" : "code");
      document.getElementById(`room-tab-${this.#shown}`)?.focus();
    });
  }

  #wireDivider(): void {
    const divider = this.#divider;
    if (!divider) return;
    divider.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      divider.setPointerCapture(event.pointerId);
      divider.focus();
    });
    divider.addEventListener("pointermove", (event) => {
      if (divider.hasPointerCapture(event.pointerId)) this.#split(this.#percentAt(event.clientX));
    });
    divider.addEventListener("lostpointercapture", () => remember(this.#percent));
    divider.addEventListener("dblclick", () => this.#settle(USUAL));
    divider.addEventListener("keydown", (event) => this.#keyed(event));
  }

  #percentAt(x: number): number {
    const box = this.#zones.getBoundingClientRect();
    const from = document.dir === "rtl" ? box.right - x : x - box.left;
    return (100 * from) / box.width;
  }

  #keyed(event: KeyboardEvent): void {
    const forward = document.dir === "rtl" ? -STEP : STEP;
    const to: Record<string, number> = {
      ArrowRight: this.#percent + forward,
      ArrowLeft: this.#percent - forward,
      Home: LEAST,
      End: MOST,
    };
    const percent = to[event.key];
    if (percent === undefined) return;
    event.preventDefault();
    this.#settle(percent);
  }

  #settle(percent: number): void {
    this.#split(percent);
    remember(this.#percent);
  }

  #split(percent: number): void {
    this.#percent = Math.round(Math.min(MOST, Math.max(LEAST, percent)));
    this.#root.style.setProperty("--room-split", `${this.#percent}%`);
    this.#divider?.setAttribute("aria-valuenow", String(this.#percent));
  }
}
