/** crowd-form-controls.js: the controls and frames of forms, loaded when a page has one of them. */

import { CrowdAlert, CrowdBadge, CrowdCard, CrowdToast } from "./boxes.ts";
import { CrowdFab, CrowdIconButton } from "./icon-buttons.ts";
import { CrowdModal } from "./modal.ts";
import { CrowdCheckbox, CrowdRadioButton, CrowdToggleButton } from "./options.ts";
import { CrowdRadioGroup } from "./radio-group.ts";
import { CrowdSlider, CrowdSliderLabel } from "./slider.ts";
import { CrowdTab, CrowdTabs } from "./tabs.ts";
import { CrowdTextArea } from "./text-area.ts";

const ELEMENTS = {
  "crowd-alert": CrowdAlert,
  "crowd-badge": CrowdBadge,
  "crowd-card": CrowdCard,
  "crowd-checkbox": CrowdCheckbox,
  "crowd-fab": CrowdFab,
  "crowd-icon-button": CrowdIconButton,
  "crowd-modal": CrowdModal,
  "crowd-radio-button": CrowdRadioButton,
  "crowd-radio-group": CrowdRadioGroup,
  "crowd-slider": CrowdSlider,
  "crowd-slider-label": CrowdSliderLabel,
  "crowd-tab": CrowdTab,
  "crowd-tabs": CrowdTabs,
  "crowd-text-area": CrowdTextArea,
  "crowd-toast": CrowdToast,
  "crowd-toggle-button": CrowdToggleButton,
};

for (const [name, element] of Object.entries(ELEMENTS)) customElements.define(name, element);
