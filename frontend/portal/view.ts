/** What every view of the portal is: rendered again when the page speaks another language. */

import { LitElement } from "lit";
import { spoken } from "./i18n.ts";

export abstract class View extends LitElement {
  readonly #again = (): void => this.requestUpdate();

  override connectedCallback(): void {
    super.connectedCallback();
    spoken.addEventListener("change", this.#again);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    spoken.removeEventListener("change", this.#again);
  }
}
