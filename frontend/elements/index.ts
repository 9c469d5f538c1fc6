/** crowd-html-elements.js: what a worker template loads. */

import { LitElement } from "lit";
import { READY, REFUSED, RESTORE } from "../frame/contract.ts";
import { type Answer, restoreAnswer } from "./answer.ts";
import { CrowdButton } from "./crowd-button.ts";
import { chunksLoaded, watch, watchForChunks } from "./chunks.ts";
import { CrowdClassifier, CrowdClassifierMultiSelect } from "./crowd-classifier.ts";
import { CrowdForm } from "./crowd-form.ts";
import { CrowdImageClassifier, CrowdImageClassifierMultiSelect } from "./crowd-image-classifier.ts";
import { CrowdInput } from "./crowd-input.ts";
import { CrowdInstructions } from "./crowd-instructions.ts";
import { CrowdModerationLabels } from "./crowd-moderation-labels.ts";
import { listenForKeys } from "./keys.ts";
import { ClassificationTarget, FullInstructions, ShortInstructions, WorkerComment } from "./notes.ts";
import pageStyle from "./page.css";
import { givePowers } from "./page-powers.ts";
import { whenParsed } from "./parsed.ts";
import * as shared from "./shared.ts";
import { CHUNKS, WIDGETS } from "./tags.ts";
import { warn } from "./trouble.ts";
import { showWarnings, TrigpointWarnings, watchPolicy } from "./warnings.ts";

const ELEMENTS = {
  "crowd-form": CrowdForm,
  "crowd-button": CrowdButton,
  "crowd-input": CrowdInput,
  "crowd-classifier": CrowdClassifier,
  "crowd-image-classifier": CrowdImageClassifier,
  "crowd-classifier-multi-select": CrowdClassifierMultiSelect,
  "crowd-image-classifier-multi-select": CrowdImageClassifierMultiSelect,
  "crowd-rekognition-detect-moderation-labels": CrowdModerationLabels,
  "crowd-instructions": CrowdInstructions,
  "classification-target": ClassificationTarget,
  "short-instructions": ShortInstructions,
  "full-instructions": FullInstructions,
  "worker-comment": WorkerComment,
  "trigpoint-warnings": TrigpointWarnings,
};

/** A widget without a form makes its own, or goes into the one that it names. */
function giveForms(): void {
  for (const widget of document.querySelectorAll(WIDGETS)) {
    if (widget.closest("crowd-form")) continue;
    const named = document.getElementById(widget.getAttribute("crowd-form-element-id") ?? "");
    if (named?.localName === "crowd-form") {
      // Such a form is often hidden: its widget used to stand outside.
      named.style.removeProperty("display");
      named.append(widget);
    } else wrap(widget);
  }
}

function wrap(widget: Element): void {
  const place = document.createComment("");
  widget.replaceWith(place);
  const form = document.createElement("crowd-form");
  form.append(widget);
  // Connected last: a form takes in what it holds at that moment.
  place.replaceWith(form);
}

/** Elements of Ground Truth that we do not have: the worker must not answer a page that lacks its tools. */
function nameMissing(): void {
  const missing = [...document.querySelectorAll("*")].map((element) => element.localName);
  const names = new Set(missing.filter((name) => name.startsWith("crowd-") && !customElements.get(name)));
  if (!names.size) return;
  const detail = `This page needs ${[...names].join(", ")}, which is not available yet. Decline the task.`;
  warn(detail);
  document.dispatchEvent(new CustomEvent(REFUSED, { detail }));
}

async function announce(): Promise<void> {
  showWarnings();
  giveForms();
  await chunksLoaded();
  nameMissing();
  const names = [...Object.keys(ELEMENTS), ...Object.values(CHUNKS).flat()].join(", ");
  const elements = [...document.querySelectorAll<LitElement>(names)];
  await Promise.all(elements.map((element) => element.updateComplete));
  for (const { shadowRoot } of document.querySelectorAll(WIDGETS)) if (shadowRoot) watch(shadowRoot);
  document.dispatchEvent(new Event(READY));
  // A template's code may make widgets at any time.
  new MutationObserver(giveForms).observe(document, { childList: true, subtree: true });
}

function start(): void {
  const style = new CSSStyleSheet();
  style.replaceSync(pageStyle);
  document.adoptedStyleSheets.push(style);
  Object.assign(globalThis, { [shared.SHARED]: shared });
  givePowers();
  watchPolicy();
  watchForChunks();
  for (const [name, element] of Object.entries(ELEMENTS)) customElements.define(name, element);
  document.addEventListener(RESTORE, (event) => restoreAnswer(document, (event as CustomEvent<Answer>).detail));
  listenForKeys();
  whenParsed(() => void announce());
}

// A template may load the script twice.
if (!customElements.get("crowd-form")) start();
