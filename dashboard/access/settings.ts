import { dashboardDefaults, dashboardEnvironment } from "../../configs/dashboard-environment.ts";
import { type AccessSettings, servesThisMachineAlone } from "./access-control.ts";
import { type Block, blockFrom, widestBlocks } from "./addresses.ts";
import { isLocalHost } from "./host.ts";
import type { LoginSettings } from "./login.ts";

/** Gives a variable's value; undefined where it is left out or empty. */
export type Variable = (name: string) => string | undefined;

/** A value, or what is wrong with it. */
interface Read<T> {
  readonly value: T;
  readonly faults: readonly string[];
}

const names = dashboardEnvironment;

/** An ARN of an Application Load Balancer. */
const SIGNER =
  /^arn:aws:elasticloadbalancing:[a-z]{2}-(?:gov-)?[a-z]+-\d:\d{12}:loadbalancer\/app\/[A-Za-z0-9-]{1,32}\/[0-9a-z]+$/;
const SIGNER_EXAMPLE =
  "arn:aws:elasticloadbalancing:eu-south-2:000000000001:loadbalancer/app/spanishgas-dev-dashboard/0123456789abcdef";
const CLIENT = /^[\x21-\x7e]{1,255}$/;
const LIMIT = /^[1-9]\d{0,5}$/;

/** Reads who may ask and how much, with what is wrong about it: the caller tells all faults at once. */
export function accessFrom(variable: Variable, host: string): Read<AccessSettings> {
  const login = loginFrom(variable);
  const allowed = allowedFrom(variable(names.allowedAddresses));
  const requests = limitFrom(variable, names.requestsPerMinute, dashboardDefaults.requestsPerMinute);
  const exports = limitFrom(variable, names.exportsPerMinute, dashboardDefaults.exportsPerMinute);
  return {
    value: {
      login: login.value,
      allowed: allowed.value,
      listensOnLoopback: isLocalHost(host),
      requestsPerMinute: requests.value,
      exportsPerMinute: exports.value,
    },
    faults: [login, allowed, requests, exports].flatMap(({ faults }) => faults),
  };
}

/** What to tell whoever has opened the server to a network and named nobody who may come: nobody does. */
export function warningOf(host: string, access: AccessSettings): string | undefined {
  if (access.listensOnLoopback || !servesThisMachineAlone(access)) return undefined;
  return (
    `The server listens on ${host}, but only requests from this machine are answered, since neither ` +
    `${names.loginSigner} nor ${names.allowedAddresses} says who else may ask.`
  );
}

function loginFrom(variable: Variable): Read<LoginSettings | undefined> {
  const [signerArn, clientId, keys] = [names.loginSigner, names.loginClient, names.loginKeys].map(variable);
  const faults: string[] = [];
  if (signerArn !== undefined && !SIGNER.test(signerArn))
    faults.push(`${names.loginSigner} must be a load balancer's ARN such as ${SIGNER_EXAMPLE}`);
  if (clientId !== undefined && !CLIENT.test(clientId))
    faults.push(`${names.loginClient} must be up to 255 characters without a space`);
  if ((signerArn === undefined) !== (clientId === undefined))
    faults.push(
      signerArn === undefined
        ? `${names.loginClient} needs ${names.loginSigner} beside it`
        : `${names.loginSigner} needs ${names.loginClient} beside it`,
    );
  if (keys !== undefined && signerArn === undefined)
    faults.push(`${names.loginKeys} needs ${names.loginSigner} beside it`);
  if (keys !== undefined && !isKeysUrl(keys))
    faults.push(`${names.loginKeys} must be an https:// address (http:// on this machine alone)`);
  if (signerArn === undefined || clientId === undefined) return { value: undefined, faults };
  const keysUrl = keys?.replace(/\/+$/, "");
  return { value: { signerArn, clientId, ...(keysUrl === undefined ? {} : { keysUrl }) }, faults };
}

/** Whoever changes a key on its way logs in as whom they like. */
function isKeysUrl(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.search !== "" || url.hash !== "") return false;
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  return url.protocol === "https:" || (url.protocol === "http:" && isLocalHost(host));
}

function allowedFrom(text: string | undefined): Read<readonly Block[] | undefined> {
  if (text === undefined) return { value: undefined, faults: [] };
  const parts = text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  if (parts.length === 0)
    return {
      value: undefined,
      faults: [`${names.allowedAddresses} names no address; name one, or leave it out`],
    };
  const blocks: Block[] = [];
  const faults: string[] = [];
  for (const part of parts) {
    const block = blockFrom(part);
    if (block === undefined)
      faults.push(`${names.allowedAddresses}: "${part}" is no address and no block such as 10.0.0.0/16`);
    else if (block.prefixLength < widestBlocks[block.family])
      faults.push(
        `${names.allowedAddresses}: "${part}" is open to the world; a block may be as wide as ` +
          `/${widestBlocks.ipv4} (IPv6: /${widestBlocks.ipv6})`,
      );
    else blocks.push(block);
  }
  return { value: blocks, faults };
}

function limitFrom(variable: Variable, name: string, otherwise: number): Read<number> {
  const text = variable(name);
  if (text === undefined) return { value: otherwise, faults: [] };
  return LIMIT.test(text)
    ? { value: Number(text), faults: [] }
    : { value: otherwise, faults: [`${name} must be a whole number from 1 to 999999`] };
}
