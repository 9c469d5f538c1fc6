import { css } from "lit";
import { chosenRowStyle } from "./chosen-row-style.ts";

export const choiceStyle = css`
  :host {
    display: block;
    min-block-size: 0;
  }
  .annotation-area {
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr) clamp(17rem, 27vw, 25rem);
    block-size: 100%;
    min-block-size: 0;
  }
  .stage {
    display: grid;
    place-items: safe center;
    min-block-size: 16rem;
    min-inline-size: 0;
    padding: 1.25rem;
    overflow: auto;
    background: var(--sunken);
  }
  .panel {
    display: flex;
    flex-direction: column;
    gap: 1.25rem;
    min-block-size: 0;
    padding: 1.25rem;
    overflow: auto;
    border-inline-start: 1px solid var(--line);
    background: var(--paper);
  }
  fieldset {
    display: grid;
    gap: 0.5rem;
    min-inline-size: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend {
    margin-block-end: 0.75rem;
    padding: 0;
    font-size: 1.1rem;
    font-weight: 650;
    line-height: 1.35;
  }
  .row {
    display: flex;
    align-items: center;
    gap: 0.75rem;
    min-block-size: 3rem;
    padding: 0.55rem 0.85rem;
    border: 1px solid var(--line);
    border-radius: 0.6rem;
    cursor: pointer;
  }
  .row:hover {
    border-color: var(--edge);
    background: var(--sunken);
  }
  ${chosenRowStyle}
  .text {
    flex: 1;
    min-inline-size: 0;
    overflow-wrap: anywhere;
    font-size: 1.05rem;
  }
  @media (max-width: 45rem) {
    .annotation-area {
      grid-template: auto / minmax(0, 1fr);
    }
    .panel {
      border-inline-start: 0;
      border-block-start: 1px solid var(--line);
    }
  }
`;
