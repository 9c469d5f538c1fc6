import assert from "node:assert/strict";
import { test } from "node:test";
import { passwordLacks, Session, SignedOut, SignInError } from "./session.ts";

const CONFIG = { region: "us-east-1", cognito: "http://cognito", client: "c1", frame: "http://frame" };

function token(claims: Record<string, unknown>): string {
  return `h.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.s`;
}

/** Cognito that replies what it is told, and remembers what it was asked. */
class Cognito {
  asked: { action: string; body: Record<string, unknown> }[] = [];
  replies: [number, unknown][] = [];
  stored = new Map<string, string>();
  time = 1_000_000;

  session(): Session {
    return new Session(CONFIG, {
      fetch: ((_url: string, init: RequestInit) => this.#reply(init)) as typeof fetch,
      storage: {
        getItem: (key) => this.stored.get(key) ?? null,
        setItem: (key, value) => void this.stored.set(key, value),
        removeItem: (key) => void this.stored.delete(key),
      },
      now: () => this.time,
    });
  }

  signedIn(seconds = 3600): void {
    this.replies.push([200, { AuthenticationResult: this.tokens(seconds) }]);
  }

  tokens(seconds: number): Record<string, string> {
    const exp = this.time / 1000 + seconds;
    return {
      AccessToken: token({ exp, "cognito:groups": ["birds", "operators"] }),
      IdToken: token({ email: "ädа@example.com" }),
      RefreshToken: "r1",
    };
  }

  async #reply(init: RequestInit): Promise<Response> {
    const target = (init.headers as Record<string, string>)["x-amz-target"] ?? "";
    this.asked.push({ action: target.split(".")[1] ?? "", body: JSON.parse(String(init.body)) });
    const [status, body] = this.replies.shift() ?? [200, {}];
    return Response.json(body, { status });
  }
}

test("signs in, knows e-mail and groups, and survives a reload", async () => {
  const cognito = new Cognito();
  cognito.signedIn();
  const session = cognito.session();
  assert.equal(await session.signIn("ada@example.com", "pw"), undefined);
  assert.deepEqual(session.groups, ["birds", "operators"]);
  assert.equal(session.email, "ädа@example.com");
  assert.ok(cognito.session().signedIn);
});

test("a first password is changed", async () => {
  const cognito = new Cognito();
  cognito.replies.push([200, { ChallengeName: "NEW_PASSWORD_REQUIRED", Session: "s1" }]);
  const session = cognito.session();
  const challenge = await session.signIn("ada@example.com", "first");
  assert.deepEqual(challenge, { email: "ada@example.com", session: "s1" });
  assert.ok(!session.signedIn);
  cognito.signedIn();
  await session.choosePassword(challenge!, "Correct-horse-7");
  assert.ok(session.signedIn);
  assert.deepEqual(
    cognito.asked.map((one) => one.action),
    ["InitiateAuth", "RespondToAuthChallenge"],
  );
});

test("a refusal is said in words, without saying which of the two was wrong", async () => {
  const cognito = new Cognito();
  for (const type of ["NotAuthorizedException", "UserNotFoundException"]) {
    cognito.replies.push([400, { __type: `com.amazonaws#${type}`, message: "x" }]);
    await assert.rejects(cognito.session().signIn("a", "b"), (error: Error) => {
      return error instanceof SignInError && error.message === "sign-in-wrong";
    });
  }
});

test("a token near its end is refreshed once for everybody, and keeps its refresh token", async () => {
  const cognito = new Cognito();
  cognito.signedIn(30);
  const session = cognito.session();
  await session.signIn("a", "b");
  cognito.replies.push([200, { AuthenticationResult: { ...cognito.tokens(3600), RefreshToken: undefined } }]);
  const tokens = await Promise.all([session.token(), session.token(), session.token()]);
  assert.equal(new Set(tokens).size, 1);
  assert.equal(cognito.asked.length, 2);
  assert.ok([...cognito.stored.values()][0]?.includes('"refresh":"r1"'));
});

test("a refused refresh signs out; an unreachable Cognito does not", async () => {
  const cognito = new Cognito();
  cognito.signedIn(30);
  const session = cognito.session();
  await session.signIn("a", "b");
  cognito.replies.push([503, {}]);
  await assert.rejects(session.token(), (error) => !(error instanceof SignedOut));
  assert.ok(session.signedIn);
  cognito.replies.push([400, { __type: "NotAuthorizedException" }]);
  await assert.rejects(session.token(), SignedOut);
  assert.ok(!session.signedIn);
  assert.equal(cognito.stored.size, 0);
});

test("signing out forgets and revokes", async () => {
  const cognito = new Cognito();
  cognito.signedIn();
  const session = cognito.session();
  await session.signIn("a", "b");
  await session.signOut();
  assert.ok(!session.signedIn);
  assert.deepEqual(cognito.asked.at(-1), { action: "RevokeToken", body: { ClientId: "c1", Token: "r1" } });
  assert.throws(() => session.tokenNow(), SignedOut);
});

test("damaged storage is no session", () => {
  const cognito = new Cognito();
  cognito.stored.set("trigpoint-session", "{not json");
  assert.ok(!cognito.session().signedIn);
});

test("what a password lacks", () => {
  assert.deepEqual(passwordLacks("Correct-horse-7"), []);
  assert.deepEqual(passwordLacks("abc"), ["password-length", "password-upper", "password-digit", "password-symbol"]);
});
