/** The element marked `data-room="name"`; its absence is a fault of the template, so it throws. */
export function part<T extends HTMLElement>(name: string, kind: new () => T, root: ParentNode = document): T {
  const found = root.querySelector(`[data-room="${name}"]`);
  if (!(found instanceof kind)) throw new Error(`the template lacks data-room="${name}"`);
  return found;
}

/** As `part`, for what not every interview has. */
export function partIfAny(name: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-room="${name}"]`);
}

/** A fresh copy of `<template data-room="name">`, which holds one element. */
export function copyOf(name: string): HTMLElement {
  const first = part(name, HTMLTemplateElement).content.firstElementChild;
  if (!first) throw new Error(`the template ${name} is empty`);
  return document.importNode(first, true) as HTMLElement;
}

export function slot(root: ParentNode, name: string): HTMLElement {
  const found = root.querySelector<HTMLElement>(`[data-slot="${name}"]`);
  if (!found) throw new Error(`no data-slot="${name}"`);
  return found;
}

const SVG = "http://www.w3.org/2000/svg";

/** An icon of the design system's sprite, hidden from assistive software: a word stands beside it. */
export function icon(name: string, size = 16): SVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("width", String(size));
  svg.setAttribute("height", String(size));
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${part("root", HTMLElement).dataset["icons"] ?? ""}#${name}`);
  svg.append(use);
  return svg;
}

/** Off without `disabled`, so that the focus stays; `reason` is what the description says. */
export function setOff(button: HTMLButtonElement, off: boolean): void {
  button.setAttribute("aria-disabled", String(off));
}

export function isOff(button: HTMLButtonElement): boolean {
  return button.getAttribute("aria-disabled") === "true";
}

/** Says something once to assistive software, in its own turn. */
export function announce(text: string): void {
  const live = part("announcer", HTMLElement);
  live.textContent = "";
  setTimeout(() => (live.textContent = text), 100);
}
