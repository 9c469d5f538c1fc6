/**
 * What templates take for granted and the frame's sandbox does not give: alert, confirm, and a storage, here one that the
 * page forgets. A confirm cannot wait: it says no, asks, and after a yes does once more what was just done.
 */

const agreed = new Set<string>();

export function givePowers(): void {
  window.alert = (words?: unknown) => void ask(String(words ?? ""), ["OK"]);
  window.confirm = (words?: string) => sure(String(words ?? ""), window.event);
  for (const name of ["localStorage", "sessionStorage"] as const) {
    try {
      void window[name];
    } catch {
      Object.defineProperty(window, name, { value: forgetful() });
    }
  }
}

function sure(words: string, event: Event | undefined): boolean {
  if (agreed.delete(words)) return true;
  void ask(words, ["OK", "Cancel"]).then((answer) => {
    if (answer !== "OK" || !event) return;
    agreed.add(words);
    again(event);
  });
  return false;
}

function again({ type, target }: Event): void {
  const form = (target as Element).closest<HTMLElement & { requestSubmit(): void }>("crowd-form");
  if (type === "submit") form?.requestSubmit();
  else if (type === "click") (target as HTMLElement).click();
}

/**
 * The name of the button that was pressed; "" when the dialog was left. Told at the press, not at the dialog's close
 * event: that comes a task later, and what a person did in between would be done again over.
 */
function ask(words: string, buttons: readonly string[]): Promise<string> {
  const dialog = document.createElement("dialog");
  const text = document.createElement("p");
  text.textContent = words;
  text.style.whiteSpace = "pre-wrap";
  document.body.append(dialog);
  return new Promise((done) => {
    const end = (answer: string): void => {
      // Closed first: that gives the focus back.
      dialog.close();
      dialog.remove();
      done(answer);
    };
    dialog.append(text, ...buttons.map((name) => buttonOf(name, () => end(name))));
    dialog.onclose = () => end("");
    dialog.showModal();
  });
}

function buttonOf(name: string, press: () => void): HTMLButtonElement {
  const button = document.createElement("button");
  button.textContent = name;
  button.onclick = press;
  return button;
}

function forgetful(): object {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: unknown) => void kept.set(key, String(value)),
    removeItem: (key: string) => void kept.delete(key),
    clear: () => kept.clear(),
    key: (index: number) => [...kept.keys()][index] ?? null,
    get length() {
      return kept.size;
    },
  };
}
