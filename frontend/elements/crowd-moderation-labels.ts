/**
 * `<crowd-rekognition-detect-moderation-labels>`: which of the categories that Rekognition found a person sees too.
 *
 * Answers under Augmented AI's key: `{"moderationLabels": [...]}` with the categories as the template gave them, texts or objects.
 */

import { CrowdImageClassifierMultiSelect } from "./crowd-image-classifier.ts";
import { relaxed } from "./relaxed-json.ts";

export class CrowdModerationLabels extends CrowdImageClassifierMultiSelect {
  #given: readonly unknown[] = [];

  constructor() {
    super();
    this.name = "AWS/Rekognition/DetectModerationLabels/Image/V3";
    this.exclusionCategory ??= "{text: 'None of these'}";
  }

  override get categories(): string[] {
    return super.categories;
  }

  override set categories(value: unknown) {
    const given = relaxed(value, "categories");
    this.#given = Array.isArray(given) ? given : [];
    super.categories = this.#given;
  }

  override get _submittableValue(): object | undefined {
    const chosen = (super._submittableValue as { labels?: string[] } | undefined)?.labels;
    return chosen && { moderationLabels: chosen.map((label) => this.#given[this.categories.indexOf(label)]) };
  }

  override restore(value: unknown): void {
    const list = (value as { moderationLabels?: unknown } | null | undefined)?.moderationLabels;
    const labels = Array.isArray(list)
      ? list.map((one: unknown) => (one as { name?: unknown } | null)?.name ?? one)
      : [];
    super.restore({ labels });
  }
}
