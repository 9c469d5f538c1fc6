/** Blocks of a document as Textract finds them, and the pairs of key and value in them. Pure. */

export interface Block {
  readonly id?: unknown;
  readonly blockType?: unknown;
  readonly entityTypes?: unknown;
  readonly text?: unknown;
  readonly relationships?: unknown;
  readonly geometry?: { readonly boundingBox?: Readonly<Record<string, unknown>> };
}

export interface FormPair {
  readonly key: Block;
  /** Undefined for a key without one. */
  readonly value: Block | undefined;
  /** What the worker makes of it. */
  keyText: string;
  valueText: string;
  valid: boolean;
}

/** One that the template asks for. */
export interface WantedKey {
  readonly name: string;
  readonly aliases: readonly string[];
}

/** A list of objects that Liquid has printed without to_json has nothing between them. */
export function separated(text: string): string {
  const trimmed = text.trim();
  return trimmed.startsWith("{") ? `[${trimmed.replace(/\}\s*\{/g, "},{")}]` : trimmed;
}

function has(block: Block, type: string): boolean {
  return Array.isArray(block.entityTypes) && block.entityTypes.includes(type);
}

export function pairsOf(blocks: readonly Block[]): FormPair[] {
  const byId = new Map(blocks.map((block) => [block.id, block]));
  return blocks
    .filter((block) => has(block, "KEY"))
    .map((key) => {
      const value = related(key)
        .map((id) => byId.get(id))
        .find(Boolean);
      return { key, value, keyText: textOf(key), valueText: textOf(value), valid: true };
    });
}

function related({ relationships }: Block): unknown[] {
  if (!Array.isArray(relationships)) return [];
  const found = relationships.find((one) => (one as { type?: unknown } | null)?.type === "VALUE");
  return (found as { ids?: unknown[] } | undefined)?.ids ?? [];
}

function textOf(block: Block | undefined): string {
  return String(block?.text ?? "");
}

export function wantedKeys(value: unknown): WantedKey[] {
  if (!Array.isArray(value)) return [];
  return value.map((one: unknown) => {
    const given = (typeof one === "object" && one ? one : { importantFormKey: one }) as Record<string, unknown>;
    const aliases = given["importantFormKeyAliases"];
    return {
      name: String(given["importantFormKey"] ?? ""),
      aliases: Array.isArray(aliases) ? aliases.map(String) : [],
    };
  });
}

/** Those that the document seems not to have. */
export function missingKeys(wanted: readonly WantedKey[], pairs: readonly FormPair[]): WantedKey[] {
  const there = new Set(pairs.map(({ keyText }) => plain(keyText)));
  return wanted.filter(({ name, aliases }) => ![name, ...aliases].some((one) => there.has(plain(one))));
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[:\s]+/g, " ")
    .trim();
}

/** The blocks after the review: texts corrected, pairs that are none left out, keys that were found added. */
export function reviewed(
  blocks: readonly Block[],
  pairs: readonly FormPair[],
  added: readonly { name: string; text: string }[],
): Block[] {
  const texts = new Map<Block, string>();
  const gone = new Set<Block>();
  for (const { key, value, keyText, valueText, valid } of pairs) {
    texts.set(key, keyText);
    if (value) texts.set(value, valueText);
    if (!valid) for (const block of [key, ...(value ? [value] : [])]) gone.add(block);
  }
  const kept = blocks.filter((block) => !gone.has(block));
  return [
    ...kept.map((block) => (texts.has(block) ? { ...block, text: texts.get(block) } : block)),
    ...added.flatMap(({ name, text }, index) => foundPair(name, text, index + 1)),
  ];
}

function foundPair(name: string, text: string, number: number): Block[] {
  const blockType = "KEY_VALUE_SET";
  const [id, other] = [`added-key-${number}`, `added-value-${number}`];
  const relationships = [{ type: "VALUE", ids: [other] }];
  return [
    { blockType, id, entityTypes: ["KEY"], relationships, text: name },
    { blockType, id: other, entityTypes: ["VALUE"], text },
  ];
}
