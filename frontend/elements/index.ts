/** crowd-html-elements.js: what a worker template loads. */

import { LitElement } from "lit";
import { READY, REFUSED, RESTORE } from "../frame/contract.ts";
import { type Answer, restoreAnswer } from "./answer.ts";
import { CrowdButton } from "./crowd-button.ts";
import { chunksLoaded, watchForChunks } from "./chunks.ts";
import { CrowdClassifier, CrowdClassifierMultiSelect } from "./crowd-classifier.ts";
import { CrowdForm } from "./crowd-form.ts";
import { CrowdImageClassifier, CrowdImageClassifierMultiSelect } from "./crowd-image-classifier.ts";
import { CrowdInput } from "./crowd-input.ts";
import { CrowdInstructions } from "./crowd-instructions.ts";
import { listenForKeys } from "./keys.ts";
import { ClassificationTarget, FullInstructions, ShortInstructions, WorkerComment } from "./notes.ts";
import pageStyle from "./page.css";
import { whenParsed } from "./parsed.ts";
import * as shared from "./shared.ts";
import { CHUNKS, WIDGETS } from "./tags.ts";

const ELEMENTS = {
  "crowd-form": CrowdForm,
  "crowd-button": CrowdButton,
  "crowd-input": CrowdInput,
  "crowd-classifier": CrowdClassifier,
  "crowd-image-classifier": CrowdImageClassifier,
  "crowd-classifier-multi-select": CrowdClassifierMultiSelect,
  "crowd-image-classifier-multi-select": CrowdImageClassifierMultiSelect,
  "crowd-instructions": CrowdInstructions,
  "classification-target": ClassificationTarget,
  "short-instructions": ShortInstructions,
  "full-instructions": FullInstructions,
  "worker-comment": WorkerComment,
};

/** A widget without a form makes its own. */
function giveForms(): void {
  for (const widget of document.querySelectorAll(WIDGETS)) {
    if (widget.closest("crowd-form")) continue;
    const place = document.createComment("");
    widget.replaceWith(place);
    const form = document.createElement("crowd-form");
    form.append(widget);
    // Connected last: a form takes in what it holds at that moment.
    place.replaceWith(form);
  }
}

/** Elements of Ground Truth that we do not have: the worker must not answer a page that lacks its tools. */
function nameMissing(): void {
  const missing = [...document.querySelectorAll("*")].map((element) => element.localName);
  const names = new Set(missing.filter((name) => name.startsWith("crowd-") && !customElements.get(name)));
  if (!names.size) return;
  const detail = `This page needs ${[...names].join(", ")}, which is not available yet. Decline the task.`;
  document.dispatchEvent(new CustomEvent(REFUSED, { detail }));
}

async function announce(): Promise<void> {
  giveForms();
  await chunksLoaded();
  nameMissing();
  const names = [...Object.keys(ELEMENTS), ...Object.values(CHUNKS).flat()].join(", ");
  const elements = [...document.querySelectorAll<LitElement>(names)];
  await Promise.all(elements.map((element) => element.updateComplete));
  document.dispatchEvent(new Event(READY));
}

function start(): void {
  const style = new CSSStyleSheet();
  style.replaceSync(pageStyle);
  document.adoptedStyleSheets.push(style);
  Object.assign(globalThis, { [shared.SHARED]: shared });
  watchForChunks();
  for (const [name, element] of Object.entries(ELEMENTS)) customElements.define(name, element);
  document.addEventListener(RESTORE, (event) => restoreAnswer(document, (event as CustomEvent<Answer>).detail));
  listenForKeys();
  whenParsed(() => void announce());
}

// A template may load the script twice.
if (!customElements.get("crowd-form")) start();
