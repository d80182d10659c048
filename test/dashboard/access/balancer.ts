import { createHmac, generateKeyPairSync, type KeyObject, randomUUID, sign } from "node:crypto";
import { type Answer, loopbackServer } from "../../support/loopback.ts";

/** A load balancer's side of a login: its key, served on loopback, and the tokens that it signs. */

const arnOf = (name: string) =>
  `arn:aws:elasticloadbalancing:eu-south-2:000000000001:loadbalancer/app/${name}/0123456789abcdef`;
export const SIGNER = arnOf("dashboard");
export const OTHER_SIGNER = arnOf("somebody-elses");
export const CLIENT = "made-up-client";

/** A path of the server of the keys where the key lies, too, and where nobody should be led to. */
export const ELSEWHERE = "/elsewhere";

export const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;

/** What a token is made of where it differs from a good one; `undefined` leaves something out. */
export interface Token {
  readonly header?: Readonly<Record<string, unknown>>;
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Whose signature. @default the load balancer's */
  readonly key?: KeyObject;
}

/** The load balancer encodes with padding, which tokens elsewhere do without. */
function encoded(bytes: Buffer | string): string {
  const text = Buffer.from(bytes).toString("base64url");
  return text.padEnd(Math.ceil(text.length / 4) * 4, "=");
}
const encodedJson = (value: unknown) => encoded(JSON.stringify(value));

/** A load balancer with a key of its own. */
export class Balancer {
  readonly kid = randomUUID();
  readonly #keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  /** What the server of the keys answers for this load balancer's key. */
  answer: Answer = {
    status: 200,
    body: this.#keys.publicKey.export({ format: "pem", type: "spki" }).toString(),
  };
  /** The paths that were asked for. */
  readonly asked: string[] = [];
  url = "";

  static async start(): Promise<Balancer> {
    const balancer = new Balancer();
    balancer.url = await loopbackServer(({ path }) => {
      balancer.asked.push(path);
      if (path === ELSEWHERE) return { status: 200, body: balancer.publicKey };
      return path === `/${balancer.kid}` ? balancer.answer : { status: 404, body: "no such key" };
    });
    return balancer;
  }

  get login() {
    return { signerArn: SIGNER, clientId: CLIENT, keysUrl: this.url };
  }

  get publicKey(): string {
    return this.#keys.publicKey.export({ format: "pem", type: "spki" }).toString();
  }

  /** Header and claims of a token, encoded, without a signature. */
  unsigned({ header = {}, claims = {} }: Token = {}): string {
    const end = inSeconds(120);
    const usual = {
      alg: "ES256",
      kid: this.kid,
      signer: SIGNER,
      client: CLIENT,
      iss: "https://login.example.com",
    };
    return [
      { ...usual, exp: end, ...header },
      { sub: "1234", email: "ana@example.com", iss: usual.iss, exp: end, ...claims },
    ]
      .map(encodedJson)
      .join(".");
  }

  /** A token as the load balancer hands it on. */
  token(token: Token = {}): string {
    const input = this.unsigned(token);
    const key = token.key ?? this.#keys.privateKey;
    return `${input}.${encoded(sign("sha256", Buffer.from(input), { key, dsaEncoding: "ieee-p1363" }))}`;
  }

  /** A token signed with the public key as if it were a secret: what naive verifiers take. */
  confusedToken(): string {
    const input = this.unsigned({ header: { alg: "HS256" } });
    return `${input}.${encoded(createHmac("sha256", this.publicKey).update(input).digest())}`;
  }
}

/** A key that nobody serves. */
export function strangersKey(): KeyObject {
  return generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
}
