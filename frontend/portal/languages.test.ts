import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { FluentBundle, FluentResource } from "@fluent/bundle";
import { direction, guessed, isLanguage, LANGUAGES, language, speak, t, teach } from "./i18n.ts";

const HERE = new URL("./", import.meta.url);
const NAMES = Object.keys(LANGUAGES).filter(isLanguage);
/** Keys that are put together from something known only when the page runs. */
const COMPOSED = /^(type|status|theme|key|draft|decline|error|password|sign-in|session)-/;

function textOf(name: string): string {
  return readFileSync(new URL(`languages/${name}.ftl`, HERE), "utf8");
}

/** Key to the text of its message. */
function messages(name: string): Map<string, string> {
  const found = [...textOf(name).matchAll(/^([a-zA-Z][\w-]*) =((?:.*)(?:\n {4}.*)*)/gm)];
  return new Map(found.map(([, key = "", text = ""]) => [key, text]));
}

function placeholders(text: string): string[] {
  return [...new Set([...text.matchAll(/\$(\w+)/g)].map(([, name = ""]) => name))].sort();
}

const english = messages("en");

for (const name of NAMES) {
  test(`${name}: every key, once, with the same placeholders`, () => {
    const own = messages(name);
    assert.deepEqual([...own.keys()], [...english.keys()]);
    for (const [key, text] of own) assert.deepEqual(placeholders(text), placeholders(english.get(key) ?? ""), key);
  });

  test(`${name}: every message reads without fault, for any number`, () => {
    const bundle = new FluentBundle(name, { useIsolating: false });
    assert.deepEqual(bundle.addResource(new FluentResource(textOf(name))), []);
    for (const [key, text] of english) {
      for (const count of [0, 1, 2, 3, 11, 100, 1_000_000]) {
        const values = Object.fromEntries(placeholders(text).map((one) => [one, count]));
        const errors: Error[] = [];
        const words = bundle.formatPattern(bundle.getMessage(key)!.value!, values, errors);
        assert.deepEqual(errors, [], key);
        assert.ok(words.trim() && !words.includes("{"), `${key}: ${words}`);
      }
    }
  });
}

for (const name of NAMES.filter((one) => one !== "en")) {
  test(`${name}: is not English`, () => {
    const same = [...messages(name)].filter(([key, text]) => text === english.get(key)).map(([key]) => key);
    assert.ok(same.length < 6, `still English: ${same.join(", ")}`);
  });
}

test("Arabic counts in all its six forms", () => {
  const counted = [...messages("ar").values()].filter((text) => text.includes("->"));
  assert.ok(counted.length >= 6);
  for (const text of counted)
    for (const form of ["zero", "one", "two", "few", "many", "other"]) assert.ok(text.includes(`[${form}]`));
});

test("every key that the portal asks for is there, and no other", () => {
  const sources = readdirSync(HERE).filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"));
  const code = sources.map((file) => readFileSync(new URL(file, HERE), "utf8")).join("\n");
  const asked = new Set([...code.matchAll(/\bt\(\s*"([\w-]+)"/g)].map(([, key = ""]) => key));
  const missing = [...asked].filter((key) => !english.has(key));
  assert.deepEqual(missing, []);
  const quoted = new Set([...code.matchAll(/"([\w-]+)"/g)].map(([, key = ""]) => key));
  const unused = [...english.keys()].filter((key) => !quoted.has(key) && !COMPOSED.test(key));
  assert.deepEqual(unused, []);
});

test("no words of the portal stand in its code", () => {
  const views = readdirSync(HERE).filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"));
  for (const file of views) {
    const code = readFileSync(new URL(file, HERE), "utf8").replace(/\/\*[^]*?\*\/|\/\/.*$/gm, "");
    const markup = [...code.matchAll(/(?:html)?`[^`]*`/g)].map(([part]) => part).join("\n");
    const words = [...markup.matchAll(/>\s*([A-Z][a-z]+(?: [a-z]+)*)[^<>${}`;()]*</g)].map(([, found]) => found);
    assert.deepEqual(
      words.filter((found) => found !== "Trigpoint"),
      [],
      file,
    );
  }
});

test("a language is loaded once, when it is chosen, and English stands in for what it lacks", async () => {
  teach("en", "hello = Hello\nonly-here = Only here\n");
  const loads: string[] = [];
  const load = async (name: string): Promise<string> => (loads.push(name), "hello = Hallo { $who }\n");
  await speak("de", load);
  await speak("en", load);
  await speak("de", load);
  assert.deepEqual(loads, ["de"]);
  assert.equal(language(), "de");
  assert.deepEqual(
    [t("hello", { who: "Ann" }), t("only-here"), t("not there")],
    ["Hallo Ann", "Only here", "not there"],
  );
});

test("a language that cannot be loaded changes nothing", async () => {
  const before = language();
  await speak("ja", () => Promise.reject(new Error("offline")));
  assert.equal(language(), before);
});

test("directions, and what the browser asks for", () => {
  assert.deepEqual(
    NAMES.filter((name) => direction(name) === "rtl"),
    ["ar"],
  );
  assert.equal(guessed(["pt-BR", "es-MX"]), "es");
});
