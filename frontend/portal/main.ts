/** portal.js: every view of the portal. */

import { AnswersList } from "./answers-list.ts";
import { AnswersPanel } from "./answers-panel.ts";
import { AnswersView } from "./answers-view.ts";
import { Portal } from "./app.ts";
import { DeclineDialog } from "./decline-dialog.ts";
import { teach } from "./i18n.ts";
import { Jobs } from "./jobs.ts";
import english from "./languages/en.ftl";
import { SeatView } from "./seat-view.ts";
import { SettingsDialog } from "./settings-dialog.ts";
import * as shared from "./shared.ts";
import { SignIn } from "./sign-in.ts";
import { WaitingAnswers } from "./waiting-answers.ts";

teach("en", english);
// For views that are loaded on their own.
Object.assign(globalThis, { trigpointPortal: shared });

customElements.define("decline-dialog", DeclineDialog);
customElements.define("answers-list", AnswersList);
customElements.define("answers-panel", AnswersPanel);
customElements.define("answers-view", AnswersView);
customElements.define("settings-dialog", SettingsDialog);
customElements.define("waiting-answers", WaitingAnswers);
customElements.define("sign-in", SignIn);
customElements.define("jobs-view", Jobs);
customElements.define("seat-view", SeatView);
customElements.define("trigpoint-portal", Portal);
