/** portal.js: every view of the portal. */

import { AnswersPanel } from "./answers-panel.ts";
import { Portal } from "./app.ts";
import { DeclineDialog } from "./decline-dialog.ts";
import { Jobs } from "./jobs.ts";
import { Operator } from "./operator.ts";
import { SeatView } from "./seat-view.ts";
import { SignIn } from "./sign-in.ts";

customElements.define("decline-dialog", DeclineDialog);
customElements.define("answers-panel", AnswersPanel);
customElements.define("sign-in", SignIn);
customElements.define("jobs-view", Jobs);
customElements.define("seat-view", SeatView);
customElements.define("operator-view", Operator);
customElements.define("trigpoint-portal", Portal);
