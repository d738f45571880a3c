/** Lists swapped by htmx (`data-results`): an announcement of the new count, since the page itself did not change. */
export function resultsFocus(): void {
  document.addEventListener("htmx:afterSettle", (event) => {
    const results = (event.target as Element | null)?.closest<HTMLElement>("[data-results]");
    const live = document.querySelector<HTMLElement>("[data-results-live]");
    if (results && live) live.textContent = results.dataset["results"] ?? "";
  });
}
