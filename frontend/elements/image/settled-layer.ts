/**
 * Shapes that nobody touches at the moment, on a canvas of their own: a thousand of them are drawn once and then copied. A shape
 * that comes on top is added; anything else draws all anew.
 */

import { CROWD, type Look, type Painted, paintChips, paintShape } from "./paint-shapes.ts";

export class SettledLayer {
  #canvas = document.createElement("canvas");
  #drawn: readonly Painted[] = [];
  #look: readonly unknown[] = [];
  /** Where names are. */
  #taken = new Set<string>();

  paint(context: CanvasRenderingContext2D, shapes: readonly Painted[], look: Look, named: boolean): void {
    const { canvas } = context;
    if (!canvas.width || !canvas.height) return;
    const { scale, x, y } = look.view;
    const { a: ratio } = context.getTransform();
    const now = [
      canvas.width,
      canvas.height,
      scale,
      x,
      y,
      ratio,
      look.opacity,
      look.labels,
      named,
      shapes.length > CROWD,
    ];
    const more = now.every((one, index) => one === this.#look[index]) ? this.#added(shapes) : undefined;
    if (!more) this.#clear(canvas);
    this.#look = now;
    this.#draw(more ?? shapes, look, ratio, named, shapes.length);
    this.#drawn = shapes;
    context.save();
    context.resetTransform();
    context.drawImage(this.#canvas, 0, 0);
    context.restore();
  }

  /** Those that came on top of what is there; undefined when something there has changed. */
  #added(shapes: readonly Painted[]): readonly Painted[] | undefined {
    const before = this.#drawn;
    return before.every((shape, index) => shape === shapes[index]) ? shapes.slice(before.length) : undefined;
  }

  #clear({ width, height }: HTMLCanvasElement): void {
    // Setting a size clears it.
    Object.assign(this.#canvas, { width, height });
    this.#taken.clear();
  }

  #draw(shapes: readonly Painted[], look: Look, ratio: number, named: boolean, count: number): void {
    const context = this.#canvas.getContext("2d");
    if (!context || !shapes.length) return;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    for (const shape of shapes) paintShape(context, shape, look);
    if (named) paintChips(context, shapes, look, count, this.#taken);
  }
}
