/** Offsets of a text: browsers count UTF-16 units, answers count Unicode code points. */

export class CodePoints {
  readonly text: string;
  /** By UTF-16 offset, how many code points begin before it. */
  readonly #points: Uint32Array;
  /** By code point, its UTF-16 offset. */
  readonly #units: Uint32Array;

  constructor(text: string) {
    this.text = text;
    const units: number[] = [];
    this.#points = new Uint32Array(text.length + 1);
    let at = 0;
    for (const point of text) {
      for (let unit = 0; unit < point.length; unit++) this.#points[at + unit] = units.length;
      units.push(at);
      at += point.length;
    }
    this.#points[at] = units.length;
    this.#units = Uint32Array.from([...units, at]);
  }

  get length(): number {
    return this.#units.length - 1;
  }

  /** The code point at a UTF-16 offset; inside a surrogate pair, the one that it belongs to. */
  pointAt(unit: number): number {
    return this.#points[Math.min(Math.max(unit, 0), this.text.length)] as number;
  }

  unitAt(point: number): number {
    return this.#units[Math.min(Math.max(point, 0), this.length)] as number;
  }

  slice(start: number, end: number): string {
    return this.text.slice(this.unitAt(start), this.unitAt(end));
  }
}
