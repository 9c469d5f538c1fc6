/**
 * Sign-in from the page, straight to Cognito. Messages of its errors are keys of words (i18n.ts). Tokens live in memory and in the sessionStorage of the portal's
 * origin: they outlast a reload, not the tab, and the task frame's origin cannot reach them.
 */

export interface SiteConfig {
  region: string;
  cognito: string;
  client: string | null;
  frame: string;
}

/** A first password has to be changed before anything else. */
export interface Challenge {
  email: string;
  session: string;
}

interface Tokens {
  access: string;
  id: string;
  refresh: string;
}

export interface SessionPorts {
  fetch: typeof fetch;
  storage: Pick<Storage, "getItem" | "setItem" | "removeItem">;
  /** Epoch milliseconds. */
  now: () => number;
}

export class SignInError extends Error {}
/** There is no valid token any more: the person has to sign in again. */
export class SignedOut extends Error {}

const KEY = "trigpoint-session";
const TARGET = "AWSCognitoIdentityProviderService.";
/** Refresh this long before the token's end. */
const MARGIN_MS = 60_000;

const MESSAGES: Record<string, string> = {
  NotAuthorizedException: "sign-in-wrong",
  UserNotFoundException: "sign-in-wrong",
  PasswordResetRequiredException: "sign-in-reset",
  UserNotConfirmedException: "sign-in-unconfirmed",
  InvalidPasswordException: "password-weak",
  TooManyRequestsException: "sign-in-too-often",
  LimitExceededException: "sign-in-too-often",
};

export class Session {
  #config: SiteConfig;
  #ports: SessionPorts;
  #tokens: Tokens | undefined;
  #refreshing: Promise<void> | undefined;

  constructor(config: SiteConfig, ports: SessionPorts) {
    this.#config = config;
    this.#ports = ports;
    this.#tokens = stored(ports.storage.getItem(KEY));
  }

  get signedIn(): boolean {
    return this.#tokens !== undefined;
  }

  get email(): string {
    const claims = claimsOf(this.#tokens?.id);
    return String(claims["email"] ?? claims["cognito:username"] ?? "");
  }

  /** The worker's id, which does not change with their name. */
  get worker(): string {
    return String(claimsOf(this.#tokens?.access)["sub"] ?? "");
  }

  get groups(): string[] {
    const groups = claimsOf(this.#tokens?.access)["cognito:groups"];
    return Array.isArray(groups) ? groups.map(String) : [];
  }

  /** The challenge when the password is a first one; undefined when signed in. Throws SignInError. */
  async signIn(email: string, password: string): Promise<Challenge | undefined> {
    const parameters = { USERNAME: email, PASSWORD: password };
    const reply = await this.#ask("InitiateAuth", { AuthFlow: "USER_PASSWORD_AUTH", AuthParameters: parameters });
    if (reply["ChallengeName"] === "NEW_PASSWORD_REQUIRED") return { email, session: String(reply["Session"]) };
    this.#keep(reply, "");
    return undefined;
  }

  /** Answer the challenge and be signed in. Throws SignInError. */
  async choosePassword(challenge: Challenge, password: string): Promise<void> {
    const reply = await this.#ask("RespondToAuthChallenge", {
      ChallengeName: "NEW_PASSWORD_REQUIRED",
      Session: challenge.session,
      ChallengeResponses: { USERNAME: challenge.email, NEW_PASSWORD: password },
    });
    this.#keep(reply, "");
  }

  /** A valid access token. Throws SignedOut. */
  async token(): Promise<string> {
    const expires = Number(claimsOf(this.#tokens?.access)["exp"] ?? 0) * 1000;
    if (this.#tokens && expires - MARGIN_MS < this.#ports.now()) await this.refresh();
    return this.tokenNow();
  }

  /** The token as it is, for a page that is going away. Throws SignedOut. */
  tokenNow(): string {
    if (!this.#tokens) throw new SignedOut("sign-in-again");
    return this.#tokens.access;
  }

  /** A new access token, once for all who ask at the same time. Throws SignedOut when Cognito refuses. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#renew().finally(() => (this.#refreshing = undefined));
    return this.#refreshing;
  }

  async #renew(): Promise<void> {
    const refresh = this.#tokens?.refresh ?? "";
    const parameters = { REFRESH_TOKEN: refresh };
    try {
      const ask = { AuthFlow: "REFRESH_TOKEN_AUTH", AuthParameters: parameters };
      this.#keep(await this.#ask("InitiateAuth", ask), refresh);
    } catch (error) {
      if (!(error instanceof SignInError)) throw error;
      this.#forget();
      throw new SignedOut("session-ended");
    }
  }

  /** Forget the tokens here, and at Cognito if it can be reached. */
  async signOut(): Promise<void> {
    const token = this.#tokens?.refresh;
    this.#forget();
    if (token) await this.#ask("RevokeToken", { Token: token }).catch(() => undefined);
  }

  #keep(reply: Record<string, unknown>, refresh: string): void {
    const result = reply["AuthenticationResult"] as Record<string, string> | undefined;
    if (!result?.["AccessToken"]) throw new SignInError("sign-in-unknown-way");
    this.#tokens = {
      access: result["AccessToken"],
      id: result["IdToken"] ?? "",
      refresh: result["RefreshToken"] ?? refresh,
    };
    this.#ports.storage.setItem(KEY, JSON.stringify(this.#tokens));
  }

  #forget(): void {
    this.#tokens = undefined;
    this.#ports.storage.removeItem(KEY);
  }

  async #ask(action: string, body: Record<string, unknown>): Promise<Record<string, unknown>> {
    const reply = await this.#ports.fetch(`${this.#config.cognito}/`, {
      method: "POST",
      headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": TARGET + action },
      body: JSON.stringify({ ClientId: this.#config.client, ...body }),
    });
    const data = (await reply.json()) as Record<string, unknown>;
    if (reply.ok) return data;
    if (reply.status >= 500) throw new Error("sign-in-down");
    const type =
      String(data["__type"] ?? "")
        .split("#")
        .pop() ?? "";
    throw new SignInError(MESSAGES[type] ?? String(data["message"] ?? "sign-in-refused"));
  }
}

function stored(text: string | null): Tokens | undefined {
  try {
    const tokens = JSON.parse(text ?? "null") as Tokens | null;
    return tokens?.access ? tokens : undefined;
  } catch {
    return undefined;
  }
}

function claimsOf(token: string | undefined): Record<string, unknown> {
  const payload = token?.split(".")[1];
  if (!payload) return {};
  const binary = atob(payload.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
}

/** What a new password still lacks, as the user pool asks for it: keys of words. */
export function passwordLacks(password: string): string[] {
  const rules: [string, boolean][] = [
    ["password-length", password.length >= 12],
    ["password-lower", /[a-z]/.test(password)],
    ["password-upper", /[A-Z]/.test(password)],
    ["password-digit", /\d/.test(password)],
    ["password-symbol", /[^A-Za-z0-9\s]/.test(password)],
  ];
  return rules.filter(([, met]) => !met).map(([rule]) => rule);
}
