/** Run once the document is parsed: elements are upgraded at their start tag, before their children exist. */
export function whenParsed(action: () => void): void {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", action, { once: true });
  else action();
}
