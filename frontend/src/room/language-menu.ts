import { part } from "./elements";
import type { Question } from "./protocol";

/** The languages of the question: a menu where there is a choice, else only the name. */
export class LanguageMenu {
  readonly #menu = part("language-menu", HTMLSelectElement);
  readonly #field = part("language-field", HTMLElement);
  readonly #name = part("language", HTMLElement);

  constructor(chosen: (language: string) => void) {
    this.#menu.addEventListener("change", () => chosen(this.#menu.value));
  }

  show({ languages }: Question, language: string): void {
    const title = languages.find(({ name }) => name === language)?.title ?? language;
    this.#field.hidden = languages.length < 2;
    this.#name.hidden = languages.length >= 2;
    this.#name.textContent = title;
    const offered = languages.map(({ name }) => name).join();
    if (this.#menu.dataset["offered"] !== offered) {
      this.#menu.replaceChildren(...languages.map(({ name, title }) => new Option(title, name)));
      this.#menu.dataset["offered"] = offered;
    }
    this.#menu.value = language;
  }
}
