/** Places of responses, dimension by dimension: 1 is the best. Pure. */

export interface Dimension {
  readonly name: string;
  readonly allowTie: boolean;
}

/** By response, its place; 0 for none. */
export type Places = readonly number[];

/** What a template gives: objects with `name` and `allowTie`, or names. */
export function dimensionsOf(value: unknown): Dimension[] {
  if (!Array.isArray(value)) return [];
  return value.map((one: unknown) => {
    const { name, allowTie } = (typeof one === "object" && one ? one : { name: one }) as Record<string, unknown>;
    return { name: String(name ?? ""), allowTie: allowTie === true || allowTie === "true" };
  });
}

/** A response takes a place. Without ties, the one that had it goes where this one was. */
export function placed(places: Places, response: number, place: number, allowTie: boolean): number[] {
  const before = places[response] ?? 0;
  return places.map((one, index) => {
    if (index === response) return place;
    return !allowTie && one === place ? before : one;
  });
}

/** Places of an earlier answer that fit, else none. */
export function placesOf(value: unknown, name: string, count: number): number[] {
  const list = (value as { ordinalRankingDimensions?: unknown } | null | undefined)?.ordinalRankingDimensions;
  const found = Array.isArray(list) ? list.find((one) => (one as { name?: unknown } | null)?.name === name) : undefined;
  const given = (found as { responseRankings?: unknown } | undefined)?.responseRankings;
  const fits = Array.isArray(given) && given.length === count && given.every((one) => one >= 0 && one <= count);
  return fits ? (given as number[]).map(Number) : Array.from({ length: count }, () => 0);
}

/** Responses from the best place to the worst, those of one place together. */
export function inOrder(places: Places): number[][] {
  const used = [...new Set(places.filter((place) => place > 0))].sort((one, other) => one - other);
  return used.map((place) => [...places.keys()].filter((response) => places[response] === place));
}
