/** `<crowd-image-classifier>`: one category for the image at `src`, or for the labels drawn over it (`overlay`). */

import { css, html, nothing, type PropertyDeclarations } from "lit";
import { need } from "./chunks.ts";
import { Choice } from "./choice.ts";

type Loading = "loading" | "loaded" | "failed";

export class CrowdImageClassifier extends Choice {
  static override properties: PropertyDeclarations = {
    src: {},
    overlay: {},
    loading: { state: true },
    large: { state: true },
  };

  src = "";
  /** Boxes or masks to judge, as relaxed JSON or an object: {boundingBox}, {semanticSegmentation}, {instanceSegmentation}. */
  overlay: unknown = undefined;
  loading: Loading = "loading";
  large = false;

  protected override willUpdate(): void {
    super.willUpdate();
    this.toggleAttribute("large", this.large);
  }

  protected target(): unknown {
    if (this.overlay) return this.#marked();
    if (!this.src) return html`<p class="trouble">This task has no image. Decline it and say why.</p>`;
    return html`
      <img
        src=${this.src}
        alt="The image to classify"
        decoding="sync"
        @load=${() => (this.loading = "loaded")}
        @error=${() => (this.loading = "failed")}
        ?hidden=${this.loading === "failed"}
      />
      ${
        this.loading === "loaded"
          ? html`
              <button type="button" class="zoom more" aria-pressed=${this.large} @click=${this.#zoom}>
                ${this.large ? "Fit" : "Full size"}
              </button>
            `
          : nothing
      }
      ${
        this.loading === "failed"
          ? html`<p class="trouble" role="alert">The image did not load. Decline the task and say so.</p>`
          : nothing
      }
    `;
  }

  #marked(): unknown {
    need("trigpoint-marks");
    return html`<trigpoint-marks class="marks" .src=${this.src} .overlay=${this.overlay}></trigpoint-marks>`;
  }

  #zoom(): void {
    this.large = !this.large;
  }

  static override styles = [
    ...Choice.styles,
    css`
      .stage {
        position: relative;
        grid-template: minmax(0, 1fr) / minmax(0, 1fr);
      }
      img {
        inline-size: 100%;
        block-size: 100%;
        object-fit: contain;
      }
      :host([large]) .stage {
        grid-template: auto / auto;
      }
      :host([large]) img {
        inline-size: auto;
        block-size: auto;
      }
      .stage:has(.marks) {
        padding: 0;
      }
      .marks {
        inline-size: 100%;
        block-size: 100%;
      }
      .zoom {
        position: absolute;
        inset-block-end: 0.75rem;
        inset-inline-start: 0.75rem;
      }
      .trouble {
        color: var(--alarm);
        font-size: 1.1rem;
      }
      @media (max-width: 45rem) {
        img {
          block-size: 55dvh;
        }
      }
    `,
  ];
}

/** `<crowd-image-classifier-multi-select>`: every category that fits. */
export class CrowdImageClassifierMultiSelect extends CrowdImageClassifier {
  protected override get several(): boolean {
    return true;
  }
}
