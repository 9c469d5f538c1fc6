/** The workers' HTTP API (docs/portal-api.md) and the operator's first view. */

import type { Answer } from "../elements/answer.ts";
import { type Session, SignedOut } from "./session.ts";

/** A refused call. Status 0: nobody answered. */
export class ApiError extends Error {
  status: number;
  code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }

  get retryable(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500 || this.code === "Conflict";
  }
}

export interface OpenJob {
  job: string;
  title: string;
  description: string;
  taskType: string;
  taskSeconds: number;
  /** How long an answer can be taken back; 0: not at all. */
  undoSeconds: number;
  /** For a task, as `0.036 USD`; null where nothing is said. */
  pay: string | null;
  /** How many answers of this worker there are. */
  answered: number;
  total: number;
  closed: number;
  created: number;
}

/** Times are epoch seconds of the server. */
export interface Task {
  lease: string;
  object: number;
  deadline: number;
  accepted: number;
  html: string;
  /** Outside hosts that the page may load from. */
  hosts?: string[];
  /** What the worker had of it before, and when it was kept. */
  draft: { answer: Answer; saved: number } | null;
}

export interface NextBody {
  lease?: string;
  answer?: Answer;
  accepted?: number;
  /** There is a draft of this lease, to be deleted with the submit. */
  drafted?: boolean;
  /** Submit, and ask for no task. */
  only?: boolean;
  holding?: string[];
  prefetch?: boolean;
}

export interface GivenAnswer {
  object: number;
  /** The lease it was submitted under: names the answer in an undo. */
  lease: string;
  submitted: number;
  answer: Answer;
  /** Null where nothing can be taken back. */
  undoUntil: number | null;
}

export interface JobState {
  job: string;
  name: string;
  status: string;
  taskType: string;
  total: number;
  labelled: number;
  failed: number;
  created: number;
  failure: string | null;
  /** Labelled by the model; and how sure those labels are in words, or why there are none. */
  machine?: number;
  promise?: string | null;
  /** Outside hosts that its pages may load scripts and pictures from. */
  allowedHosts?: string[];
}

export interface FailedObject {
  object: number;
  reason: string;
}

/** What the seat asks about its one job. */
export interface JobCalls {
  next(body: NextBody): Promise<{ accepted: boolean; task: Task | null }>;
  draft(lease: string, draft: Answer): Promise<unknown>;
  draftNow(lease: string, draft: Answer): void;
  release(lease: string, drafted: boolean): Promise<unknown>;
  releaseNow(lease: string): void;
  decline(lease: string, reason: string, drafted: boolean): Promise<unknown>;
  heartbeat(lease: string): Promise<{ deadline: number }>;
  history(): Promise<{ answers: GivenAnswer[] }>;
  undo(lease: string): Promise<{ task: Task }>;
}

export class PortalApi {
  #session: Session;
  #fetch: typeof fetch;
  #signedOut: (message: string) => void;

  constructor(session: Session, fetching: typeof fetch, signedOut: (message: string) => void) {
    this.#session = session;
    this.#fetch = fetching;
    this.#signedOut = signedOut;
  }

  async jobs(): Promise<OpenJob[]> {
    return (await this.#call<{ jobs: OpenJob[] }>("/portal/jobs")).jobs;
  }

  forJob(job: string): JobCalls {
    const at = `/portal/jobs/${encodeURIComponent(job)}`;
    return {
      next: (body) => this.#call(`${at}/next`, body),
      draft: (lease, draft) => this.#call(`${at}/draft`, { lease, draft }),
      draftNow: (lease, draft) => this.#last(`${at}/draft`, { lease, draft }),
      release: (lease, drafted) => this.#call(`${at}/release`, { lease, drafted }),
      releaseNow: (lease) => this.#last(`${at}/release`, { lease }),
      decline: (lease, reason, drafted) => this.#call(`${at}/decline`, { lease, reason, drafted }),
      heartbeat: (lease) => this.#call(`${at}/heartbeat`, { lease }),
      history: () => this.#call(`${at}/history`),
      undo: (lease) => this.#call(`${at}/undo`, { lease }),
    };
  }

  async allJobs(): Promise<JobState[]> {
    return (await this.#call<{ jobs: JobState[] }>("/console/jobs")).jobs;
  }

  async failedObjects(job: string): Promise<FailedObject[]> {
    const path = `/console/jobs/${encodeURIComponent(job)}/failed`;
    return (await this.#call<{ objects: FailedObject[] }>(path)).objects;
  }

  /** The HTML page of the job's automated labeling. */
  async report(job: string): Promise<string> {
    return (await this.#call<{ html: string }>(`/console/jobs/${encodeURIComponent(job)}/report`)).html;
  }

  async stop(job: string): Promise<string> {
    return (await this.#call<{ status: string }>(`/console/jobs/${encodeURIComponent(job)}/stop`, {})).status;
  }

  /** A call that must leave before the page does: nobody waits for its reply. */
  #last(path: string, body: unknown): void {
    if (!this.#session.signedIn) return;
    const request = { ...asRequest(this.#session.tokenNow(), body), keepalive: true };
    void this.#fetch(path, request).catch(() => undefined);
  }

  async #call<T>(path: string, body?: unknown): Promise<T> {
    try {
      let reply = await this.#send(path, body);
      if (reply.status === 401) {
        await this.#session.refresh();
        reply = await this.#send(path, body);
      }
      if (reply.status === 401) throw new SignedOut("sign-in-again");
      return await read<T>(reply);
    } catch (error) {
      if (error instanceof SignedOut) this.#signedOut(error.message);
      throw error;
    }
  }

  async #send(path: string, body?: unknown): Promise<Response> {
    const token = await this.#session.token();
    try {
      return await this.#fetch(path, asRequest(token, body));
    } catch {
      throw new ApiError(0, "Network", "no answer");
    }
  }
}

function asRequest(token: string, body?: unknown): RequestInit {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  return body === undefined ? { headers } : { method: "POST", headers, body: JSON.stringify(body) };
}

async function read<T>(reply: Response): Promise<T> {
  const data = (await reply.json().catch(() => ({}))) as Record<string, unknown>;
  if (reply.ok) return data as T;
  const error = (data["error"] ?? {}) as Record<string, string>;
  const words = [error["message"] ?? data["message"] ?? `The server replied ${reply.status}.`, error["fix"] ?? ""];
  throw new ApiError(reply.status, error["code"] ?? "Unknown", words.join(" ").trim());
}
