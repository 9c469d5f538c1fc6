/** What is wrong with a page: to the console, and to whoever shows it to the worker. */

const MOST = 5;
const told: string[] = [];
let listener = (): void => {};

/** Once for each trouble. */
export function warn(what: string): void {
  console.warn(what);
  if (told.length >= MOST || told.includes(what)) return;
  told.push(what);
  listener();
}

export function troubles(): readonly string[] {
  return told;
}

export function onTrouble(action: () => void): void {
  listener = action;
  if (told.length) action();
}
