import assert from "node:assert/strict";
import { test } from "node:test";
import { missingKeys, pairsOf, reviewed, separated, wantedKeys } from "./form-blocks.ts";

const KEY = { id: "k", entityTypes: ["KEY"], text: "Name:", relationships: [{ type: "VALUE", ids: ["v"] }] };
const VALUE = { id: "v", entityTypes: ["VALUE"], text: "Ada" };
const WORD = { id: "w", blockType: "WORD", text: "else" };

test("objects that are printed one after the other are a list", () => {
  assert.equal(separated("{'a': 1} {'a': 2}"), "[{'a': 1},{'a': 2}]");
  assert.equal(separated(" [1] "), "[1]");
});

test("keys have their values", () => {
  const [pair] = pairsOf([VALUE, KEY, WORD]);
  assert.deepEqual([pair?.keyText, pair?.valueText, pair?.value], ["Name:", "Ada", VALUE]);
  assert.equal(pairsOf([{ ...KEY, relationships: undefined }])[0]?.value, undefined);
});

test("keys that were asked for are missed unless an alias is there", () => {
  const wanted = wantedKeys([{ importantFormKey: "Full name", importantFormKeyAliases: ["name"] }, "Age"]);
  assert.deepEqual(
    missingKeys(wanted, pairsOf([KEY, VALUE])).map(({ name }) => name),
    ["Age"],
  );
  assert.deepEqual(wantedKeys(undefined), []);
});

test("a review changes texts, leaves out what is no pair, and adds what was found", () => {
  const pairs = pairsOf([KEY, VALUE, WORD]);
  Object.assign(pairs[0] as object, { valueText: "Ada L." });
  assert.deepEqual(reviewed([KEY, VALUE, WORD], pairs, []), [KEY, { ...VALUE, text: "Ada L." }, WORD]);
  Object.assign(pairs[0] as object, { valid: false });
  const [word, key, value] = reviewed([KEY, VALUE, WORD], pairs, [{ name: "Age", text: "36" }]);
  assert.deepEqual([word, key?.text, value?.text], [WORD, "Age", "36"]);
});
