/** `trigpoint render`: one task in the seat's own frame; its answer goes back to the command. */

import type { Answer } from "../elements/answer.ts";
import { frameAddress } from "../frame/address.ts";
import { TaskFrame } from "../portal/task-frame.ts";

interface Given {
  title: string;
  html: string;
  hosts: string[];
  frame: string;
}

const heading = document.querySelector("h1") as HTMLElement;
const notice = document.querySelector("#notice") as HTMLElement;
const main = document.querySelector("main") as HTMLElement;

async function begin(): Promise<void> {
  const given = (await (await fetch("/preview.json")).json()) as Given;
  heading.textContent = given.title;
  document.title = `Preview of ${given.title}`;
  const address = frameAddress(given.frame, given.hosts);
  const frame = new TaskFrame(
    address,
    `Task of ${given.title}`,
    { html: given.html },
    {
      submit: (answer) => void send(answer, frame),
      draft: () => undefined,
      invalid: (reason) => (notice.textContent = reason),
      hotkey: () => undefined,
      flooded: () => (notice.textContent = "This page sends more than a task may. It is not listened to any more."),
    },
  );
  main.append(frame.element);
  frame.show();
}

async function send(answer: Answer, frame: TaskFrame): Promise<void> {
  frame.remove();
  const shown = document.createElement("pre");
  shown.textContent = JSON.stringify(answer, null, 2);
  main.append(shown);
  await fetch("/answer", { method: "POST", body: JSON.stringify(answer) });
  notice.textContent = "Answered. The command has it; this page can be closed.";
}

void begin();
