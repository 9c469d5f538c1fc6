/**
 * `<crowd-text-ranking>`: responses to a text, put in order for each dimension.
 *
 * `{"ordinalRankingDimensions": [{"name": "Clarity", "responseRankings": [2, 1, 3]}]}`: by response, in the template's order, its
 * place; 1 is the best. Digits give the next response that has no place one.
 */

import { css, html, type PropertyDeclarations, relaxed } from "../shared.ts";
import { type Dimension, dimensionsOf, inOrder, placed, placesOf } from "./rankings.ts";
import { ReadingWidget } from "./reading-widget.ts";

export class CrowdTextRanking extends ReadingWidget {
  static override properties: PropertyDeclarations = {
    ...ReadingWidget.properties,
    text: {},
    responses: { noAccessor: true, converter: (text: string | null) => text },
    dimensions: { noAccessor: true, attribute: "ordinal-ranking-dimensions", converter: (text: string | null) => text },
  };

  text = "";
  #responses: readonly string[] = [];
  #dimensions: readonly Dimension[] = [];
  #places: number[][] = [];

  get responses(): readonly string[] {
    return this.#responses;
  }

  set responses(value: unknown) {
    const given = relaxed(value, "responses");
    this.#responses = Array.isArray(given) ? given.map(String) : [];
    this.restore(undefined);
  }

  get dimensions(): readonly Dimension[] {
    return this.#dimensions;
  }

  set dimensions(value: unknown) {
    this.#dimensions = dimensionsOf(relaxed(value, "ordinal-ranking-dimensions"));
    this.restore(undefined);
  }

  get _submittableValue(): object {
    const ordinalRankingDimensions = this.#dimensions.map(({ name }, index) => ({
      name,
      responseRankings: [...(this.#places[index] ?? [])],
    }));
    return { ordinalRankingDimensions };
  }

  restore(value: unknown): void {
    this.#places = this.#dimensions.map(({ name }) => placesOf(value, name, this.#responses.length));
    this.requestUpdate();
  }

  protected problem(): string {
    const missing = this.#missing;
    if (!missing) return "";
    const name = this.#dimensions[missing.dimension]?.name;
    return `Give response ${missing.response + 1} a place for ${name} first.`;
  }

  /** The next that has no place. */
  get #missing(): { dimension: number; response: number } | undefined {
    for (const [dimension, places] of this.#places.entries()) {
      const response = places.indexOf(0);
      if (response >= 0) return { dimension, response };
    }
    return undefined;
  }

  press(key: string): boolean {
    const missing = this.#missing;
    const place = Number(key);
    if (!missing || place > this.#responses.length) return false;
    this.#place(missing.dimension, missing.response, place);
    return true;
  }

  #place(dimension: number, response: number, place: number): void {
    const allowTie = this.#dimensions[dimension]?.allowTie ?? false;
    this.#places[dimension] = placed(this.#places[dimension] ?? [], response, place, allowTie);
    this.told();
  }

  protected override render(): unknown {
    return this.page(
      html`
        <p class="card" dir="auto">${this.text}</p>
        ${this.#responses.map((words, response) => this.#card(words, response))}
      `,
      html`
        ${this.#dimensions.map((dimension, index) => this.#standing(dimension, index))}
        <p>A number key gives the next response its place.</p>
      `,
    );
  }

  #card(words: string, response: number): unknown {
    return html`
      <section class="card" aria-label="Response ${response + 1}">
        <h3>Response ${response + 1}</h3>
        <p dir="auto">${words}</p>
        ${this.#dimensions.map(({ name }, dimension) => this.#choice(name, dimension, response))}
      </section>
    `;
  }

  #choice(name: string, dimension: number, response: number): unknown {
    const now = this.#places[dimension]?.[response] ?? 0;
    return html`
      <fieldset class=${now ? "places" : "places missing"}>
        <legend>${name}</legend>
        ${this.#responses.map(
          (_, index) => html`
            <label>
              <input
                type="radio"
                name="${dimension}-${response}"
                .checked=${now === index + 1}
                aria-label="${name}: place ${index + 1} for response ${response + 1}"
                @change=${() => this.#place(dimension, response, index + 1)}
              />
              ${index + 1}
            </label>
          `,
        )}
      </fieldset>
    `;
  }

  #standing({ name, allowTie }: Dimension, index: number): unknown {
    const order = inOrder(this.#places[index] ?? []);
    return html`
      <section>
        <h3>${name}</h3>
        <p>1 is the best. ${allowTie ? "Two may share a place." : "Each place is for one."}</p>
        <ol>
          ${order.map((tied) => html`<li>${tied.map((response) => `Response ${response + 1}`).join(" = ")}</li>`)}
        </ol>
      </section>
    `;
  }

  static override styles = [
    ...ReadingWidget.styles,
    css`
      h3,
      section > p,
      ol {
        margin: 0;
      }
      .panel p {
        margin: 0;
        color: var(--muted);
      }
      .places {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.25rem 0.75rem;
      }
      .places legend {
        float: inline-start;
        min-inline-size: 7rem;
        margin: 0;
        font-size: 1rem;
      }
      .places label {
        display: inline-flex;
        align-items: center;
        gap: 0.35rem;
        min-block-size: 2rem;
      }
      .places input {
        inline-size: 1.5rem;
        block-size: 1.5rem;
        accent-color: var(--accent);
      }
    `,
  ];
}
