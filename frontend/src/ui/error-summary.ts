/** After a refused form the summary has the focus, so that it is read first; its links go to the fields. */
export function errorSummary(): void {
  document.querySelector<HTMLElement>("[data-error-summary]")?.focus();
}
