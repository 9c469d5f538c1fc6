/** `<crowd-classifier>`: one category for whatever stands in its `<classification-target>`. */

import { css, html } from "lit";
import { Choice } from "./choice.ts";

export class CrowdClassifier extends Choice {
  protected target(): unknown {
    return html`<div class="target"><slot name="classification-target"></slot></div>`;
  }

  static override styles = [
    ...Choice.styles,
    css`
      .target {
        max-inline-size: min(100%, 46rem);
        padding: 1.5rem 1.75rem;
        border: 1px solid var(--line);
        border-radius: 0.75rem;
        background: var(--paper);
        font-size: 1.25rem;
        line-height: 1.6;
      }
    `,
  ];
}

/** `<crowd-classifier-multi-select>`: every category that fits. */
export class CrowdClassifierMultiSelect extends CrowdClassifier {
  protected override get several(): boolean {
    return true;
  }
}
