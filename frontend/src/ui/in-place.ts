interface Swap {
  requestConfig: { elt: Element };
  target: Element;
  serverResponse?: string;
  shouldSwap?: boolean;
}

/** A form `data-in-place` whose answer lacks what it was to replace (another page: signed out) keeps its words. */
export function inPlace(): void {
  document.addEventListener("htmx:beforeSwap", (event) => {
    const swap = (event as CustomEvent<Swap>).detail;
    const form = swap.requestConfig.elt.closest<HTMLElement>("[data-in-place]");
    if (!form || swap.serverResponse?.includes(`id="${swap.target.id}"`)) return;
    swap.shouldSwap = false;
    tell(form);
  });
  for (const name of ["htmx:responseError", "htmx:sendError"]) {
    document.addEventListener(name, (event) => {
      const form = (event as CustomEvent<Swap>).detail.requestConfig.elt.closest<HTMLElement>("[data-in-place]");
      if (form) tell(form);
    });
  }
}

function tell(form: HTMLElement): void {
  const failed = form.querySelector<HTMLElement>("[data-in-place-failed]");
  if (failed) failed.hidden = false;
}
