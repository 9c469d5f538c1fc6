import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULTS, keyName, Preferences } from "./preferences.ts";

class Storage {
  rows = new Map<string, string>();

  getItem(key: string): string | null {
    return this.rows.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.rows.set(key, value);
  }
}

function opened(storage: Storage, worker = "ann"): Preferences {
  const preferences = new Preferences(() => storage);
  preferences.of(worker);
  return preferences;
}

test("settings are each worker's own; language and colours stand for the sign-in page too", () => {
  const storage = new Storage();
  const ann = opened(storage);
  ann.change({ language: "de", theme: "dark" });
  ann.assign("skip", "x");
  assert.deepEqual(opened(storage).liking, ann.liking);
  assert.equal(opened(storage, "ben").liking.keys.skip, "S");
  assert.deepEqual(opened(storage, "").liking, { ...DEFAULTS, language: "de", theme: "dark" });
});

test("nothing is kept until something is chosen", () => {
  const storage = new Storage();
  opened(storage);
  assert.equal(storage.rows.size, 0);
});

test("a key has one meaning", () => {
  const preferences = opened(new Storage());
  assert.equal(preferences.assign("skip", "D"), "decline");
  assert.equal(preferences.assign("skip", "3"), "3");
  assert.equal(preferences.assign("skip", " "), " ");
  assert.equal(preferences.assign("1", "q"), undefined);
  assert.equal(preferences.assign("2", "q"), "1");
  assert.equal(preferences.assign("1", "q"), undefined, "its own is not taken");
  assert.deepEqual(preferences.likes.labels, { q: "1" });
  assert.equal(preferences.taskKey("q"), "1");
  assert.equal(preferences.actionOf("S"), "skip");
  preferences.resetKeys();
  assert.equal(preferences.taskKey("q"), "q");
});

test("a language is chosen, or the browser's first that there is", () => {
  const preferences = opened(new Storage());
  assert.equal(preferences.language(["fr-FR", "ja-JP", "en"]), "ja");
  assert.equal(preferences.language(["fr"]), "en");
  preferences.change({ language: "ar" });
  assert.equal(preferences.language(["ja"]), "ar");
});

for (const text of [
  "{not json",
  "null",
  "[]",
  '{"language":"xx","theme":"pink","keys":{"skip":"toolong"},"labels":{"0":"z","1":7}}',
]) {
  test(`what cannot be used is not: ${text}`, () => {
    const storage = new Storage();
    storage.setItem("trigpoint-settings/ann", text);
    assert.deepEqual(opened(storage).liking, DEFAULTS);
  });
}

test("a browser that keeps nothing", () => {
  const preferences = new Preferences(() => {
    throw new Error("not allowed");
  });
  preferences.of("ann");
  preferences.change({ theme: "dark" });
  assert.equal(preferences.liking.theme, "dark");
});

test("a key as it is written", () => {
  assert.deepEqual(["U", "?", "q", "Ä"].map(keyName), ["⇧U", "?", "q", "⇧Ä"]);
});
