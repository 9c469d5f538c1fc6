import assert from "node:assert/strict";
import { test } from "node:test";
import { parseRelaxed, RelaxedJsonError } from "./relaxed-json.ts";

const CASES: [string, unknown][] = [
  ['["a", "b"]', ["a", "b"]],
  ["['a', 'it\\'s', \"b\"]", ["a", "it's", "b"]],
  ["{label: 'Cat', shortDisplayName: 'C',}", { label: "Cat", shortDisplayName: "C" }],
  ["[1, -2.5, +3, .5, 1e3, 0x1F,]", [1, -2.5, 3, 0.5, 1000, 31]],
  ["[ // first\n 'a', /* second */ 'b' ]", ["a", "b"]],
  ["{'class-map': {1: true, two: null}}", { "class-map": { 1: true, two: null } }],
  ["  'just text'  ", "just text"],
  ["['\\u00e9\\n\\x41']", ["é\nA"]],
  ["[\"émoji 😀\", '日本']", ["émoji 😀", "日本"]],
  ["{data-id: 1, größe: 2}", { "data-id": 1, größe: 2 }],
  ["[]", []],
  ["{}", {}],
  ["[undefined, false]", [null, false]],
  ["['http://a/b', 'c']", ["http://a/b", "c"]],
];

for (const [text, expected] of CASES) {
  test(`reads ${text}`, () => assert.deepEqual(parseRelaxed(text), expected));
}

test("agrees with JSON.parse on JSON", () => {
  const value = { a: [1, 2, { b: 'q"\\\u2028' }], c: "", d: null, e: -1.5e-7, "": true };
  assert.deepEqual(parseRelaxed(JSON.stringify(value, null, 2)), value);
});

for (const text of ["", "[", "[1 2]", "{a}", "{a:}", "'open", "nope", "[1] [2]", "{a: alert(1)}", "'\\u12'", "[,]"]) {
  test(`refuses ${JSON.stringify(text)}`, () => assert.throws(() => parseRelaxed(text), RelaxedJsonError));
}

test("a key named __proto__ is an ordinary key", () => {
  const value = parseRelaxed("{__proto__: {polluted: 1}}") as object;
  assert.equal(Object.getPrototypeOf(value), Object.prototype);
  assert.equal(({} as Record<string, unknown>)["polluted"], undefined);
  assert.deepEqual(Object.keys(value), ["__proto__"]);
});
