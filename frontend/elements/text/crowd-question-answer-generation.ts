/**
 * `<crowd-question-answer-generation>`: questions about a text with their answers, and the parts of the text they rest on.
 *
 * `{"questionAnswerPairs": [{"question", "answer", "questionTag", "textReferences": [{"startOffset", "endOffset", "text"}]}]}`,
 * offsets in Unicode code points. The shape is ours: Ground Truth's is not documented.
 */

import { css, html, nothing, type PropertyDeclarations, type PropertyValues, relaxed } from "../shared.ts";
import { CodePoints } from "./code-points.ts";
import { type Bounds, EMPTY, type Pair, pairsOf, type Reference, wordTrouble, written } from "./question-pairs.ts";
import { ReadingWidget } from "./reading-widget.ts";
import { TextPage } from "./text-page.ts";

const number = { type: Number };
const yes = (text: string | null): boolean => text !== null && text !== "false";

export class CrowdQuestionAnswerGeneration extends ReadingWidget {
  static override properties: PropertyDeclarations = {
    ...ReadingWidget.properties,
    text: {},
    instructionText: { attribute: "instructions" },
    minQuestions: { ...number, attribute: "min-questions" },
    maxQuestions: { ...number, attribute: "max-questions" },
    questionMinWords: { ...number, attribute: "question-min-words" },
    questionMaxWords: { ...number, attribute: "question-max-words" },
    answerMinWords: { ...number, attribute: "answer-min-words" },
    answerMaxWords: { ...number, attribute: "answer-max-words" },
    questionTags: { attribute: "question-tags" },
    allowCustomQuestionTags: { attribute: "allow-custom-question-tags", converter: yes },
    allowCustomTags: { attribute: "allow-custom-tags", converter: yes },
  };

  text = "";
  instructionText = "";
  minQuestions = 1;
  maxQuestions = Infinity;
  questionMinWords = 1;
  questionMaxWords = Infinity;
  answerMinWords = 1;
  answerMaxWords = Infinity;
  questionTags: unknown = undefined;
  allowCustomQuestionTags = false;
  allowCustomTags = false;
  #pairs: readonly Pair[] = [EMPTY];
  #points = new CodePoints("");
  #page = new TextPage("The text");

  override connectedCallback(): void {
    super.connectedCallback();
    if (!this.contains(this.#page.element)) this.append(this.#page.element);
  }

  get _submittableValue(): object {
    return { questionAnswerPairs: this.#filled.map((pair) => written(pair, this.#points)) };
  }

  /** An untouched pair at the end is no answer. */
  get #filled(): readonly Pair[] {
    return this.#pairs.filter(({ question, answer, textReferences }) => question || answer || textReferences.length);
  }

  restore(value: unknown): void {
    const pairs = pairsOf(value);
    this.#pairs = pairs.length ? pairs : [EMPTY];
    this.requestUpdate();
  }

  protected problem(): string {
    const filled = this.#filled;
    const few = filled.length < this.minQuestions;
    if (few) return `Write at least ${this.minQuestions} ${this.minQuestions === 1 ? "question" : "questions"}.`;
    if (filled.length > this.maxQuestions) return `Write at most ${this.maxQuestions} questions.`;
    return filled.map((pair, index) => this.#troubleOf(pair, index)).find(Boolean) ?? "";
  }

  #troubleOf({ question, answer }: Pair, index: number): string {
    const [asked, said] = [this.#bounds("question"), this.#bounds("answer")];
    const wrong = wordTrouble(question, asked) && `question ${index + 1} needs ${wordTrouble(question, asked)}`;
    const other = wordTrouble(answer, said) && `answer ${index + 1} needs ${wordTrouble(answer, said)}`;
    return wrong || other ? `The ${wrong || other}.` : "";
  }

  #bounds(of: "question" | "answer"): Bounds {
    const [least, most] =
      of === "question" ? [this.questionMinWords, this.questionMaxWords] : [this.answerMinWords, this.answerMaxWords];
    return { least, most };
  }

  #change(index: number, part: Partial<Pair>): void {
    this.#pairs = this.#pairs.map((pair, at) => (at === index ? { ...pair, ...part } : pair));
    this.told();
  }

  #refer(index: number): void {
    const range = this.#page.range;
    const references = this.#pairs[index]?.textReferences ?? [];
    if (!range) return;
    const reference: Reference = { startOffset: range.start, endOffset: range.end };
    this.#change(index, { textReferences: [...references, reference] });
  }

  protected override willUpdate(changed?: PropertyValues): void {
    if (changed?.has("text")) this.#points = new CodePoints(this.text);
    super.willUpdate();
  }

  protected override updated(changed: PropertyValues): void {
    if (!changed.has("text")) return;
    const plain = { entities: [], selected: -1, colour: () => "", short: () => "" };
    this.#page.paint({ points: this.#points, ...plain });
  }

  protected override render(): unknown {
    const words = this.instructionText
      .split("\n")
      .map((line) => line.trim())
      .join("\n");
    return this.page(
      html`<div class="card"><slot name="text"></slot></div>`,
      html`
        ${words ? html`<p class="words">${words}</p>` : nothing} ${this.#pairs.map((pair, at) => this.#fields(pair, at))}
        <div class="actions">
          <button
            type="button"
            class="more"
            ?disabled=${this.#pairs.length >= this.maxQuestions}
            @click=${() => this.#add()}
          >
            Another question
          </button>
        </div>
      `,
    );
  }

  #add(): void {
    this.#pairs = [...this.#pairs, EMPTY];
    this.requestUpdate();
    void this.updateComplete.then(() => [...this.renderRoot.querySelectorAll("textarea")].at(-2)?.focus());
  }

  #fields(pair: Pair, index: number): unknown {
    return html`
      <section class="card fields" aria-label="Pair ${index + 1}">
        ${this.#area(`Question ${index + 1}`, pair.question, (question) => this.#change(index, { question }))}
        ${this.#area(`Answer ${index + 1}`, pair.answer, (answer) => this.#change(index, { answer }))}
        ${this.#tag(pair, index)}
        ${pair.textReferences.map((reference, at) => this.#reference(pair, index, reference, at))}
        <div class="actions">
          <button
            type="button"
            class="more"
            @mousedown=${(event: Event) => event.preventDefault()}
            @click=${() => this.#refer(index)}
          >
            Refer to the selected text
          </button>
          ${
            this.#pairs.length > 1
              ? html`<button type="button" class="more" @click=${() => this.#drop(index)}>Delete question ${index + 1}</button>`
              : nothing
          }
        </div>
      </section>
    `;
  }

  #drop(index: number): void {
    this.#pairs = this.#pairs.toSpliced(index, 1);
    this.told();
  }

  #area(label: string, value: string, set: (text: string) => void): unknown {
    const typed = (event: Event): void => set((event.target as HTMLTextAreaElement).value);
    return html`
      <label>
        ${label}
        <textarea rows="2" dir="auto" .value=${value} @input=${typed}></textarea>
      </label>
    `;
  }

  #tag({ questionTag }: Pair, index: number): unknown {
    const given = relaxed(this.questionTags, "question-tags");
    const tags = Array.isArray(given) ? given.map(String) : [];
    if (!tags.length) return nothing;
    const set = (event: Event): void => this.#change(index, { questionTag: (event.target as HTMLInputElement).value });
    const options = tags.map((tag) => html`<option value=${tag} .selected=${tag === questionTag}>${tag}</option>`);
    const own = this.allowCustomQuestionTags || this.allowCustomTags;
    return html`
      <label>
        Tag of question ${index + 1}
        ${
          own
            ? html`<input list="tags" .value=${questionTag} @change=${set} /><datalist id="tags">${options}</datalist>`
            : html`<select @change=${set}><option value="">none</option>${options}</select>`
        }
      </label>
    `;
  }

  #reference(pair: Pair, index: number, { startOffset, endOffset }: Reference, at: number): unknown {
    const drop = (): void => this.#change(index, { textReferences: pair.textReferences.toSpliced(at, 1) });
    return html`
      <div class="actions">
        <q dir="auto">${this.#points.slice(startOffset, endOffset)}</q>
        <button type="button" class="more" aria-label="Remove the reference" @click=${drop}>×</button>
      </div>
    `;
  }

  static override styles = [
    ...ReadingWidget.styles,
    css`
      .words {
        margin: 0;
        color: var(--muted);
        white-space: pre-line;
      }
      q {
        flex: 1;
      }
    `,
  ];
}
