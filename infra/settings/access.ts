import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import type { Access, CognitoLogin, InternalAccess, LimitedAccess, OidcLogin } from "../dashboard/access.ts";
import { exactlyOne, given, isGroup, together } from "./alternatives.ts";

/** Who reaches the dashboard, as it stands in the stack's file: everything but the login's secret. */
export type AccessSettings =
  | InternalAccess
  | LimitedAccess
  | (Omit<Extract<Access, { domain: string }>, "login"> & { readonly login: LoginSettings });
export type LoginSettings = { readonly cognito: CognitoLogin } | { readonly oidc: OidcSettings };
export type OidcSettings = Omit<OidcLogin, "clientSecret">;

const https = z.url({ protocol: /^https$/, error: "must be an address that starts with https://" });

const cognito = z
  .strictObject({
    domainPrefix: z.string().exactOptional(),
    userPoolArn: z.string().exactOptional(),
    clientId: z.string().exactOptional(),
    userPoolDomain: z.string().exactOptional(),
  })
  .check(
    exactlyOne("domainPrefix", "userPoolArn"),
    together("userPoolArn", "clientId"),
    together("userPoolArn", "userPoolDomain"),
  )
  .transform(
    ({ domainPrefix, userPoolArn = "", clientId = "", userPoolDomain = "" }): CognitoLogin =>
      domainPrefix === undefined ? { userPoolArn, clientId, userPoolDomain } : { domainPrefix },
  );

/** The client's secret is a setting of its own, `oidcClientSecret`: set it with `pulumi config set --secret`. */
const oidc = z.strictObject({
  issuer: https,
  authorizationEndpoint: https,
  tokenEndpoint: https,
  userInfoEndpoint: https,
  clientId: z.string(),
});

const login = z
  .strictObject({ cognito: cognito.exactOptional(), oidc: oidc.exactOptional() })
  .check(exactlyOne("cognito", "oidc"))
  .transform(({ cognito: pool, oidc: provider }): LoginSettings | undefined => {
    if (pool !== undefined) return { cognito: pool };
    return provider === undefined ? undefined : { oidc: provider };
  });

/** Blocks of addresses narrow a domain: beside one they are no kind of access of their own. */
const kindsIn = (value: unknown) => {
  const found = given(value, ["internal", "cidrs", "domain"]);
  return found.includes("domain") ? found.filter((kind) => kind !== "cidrs") : found;
};

/** Who reaches the dashboard. Never everybody: without one of these it is internal. */
export const accessSchema = z
  .strictObject({
    internal: z.literal(true).exactOptional(),
    cidrs: z.array(z.string()).exactOptional(),
    certificateArn: z.string().exactOptional(),
    domain: z.string().exactOptional(),
    hostedZone: z.string().exactOptional(),
    login: login.exactOptional(),
  })
  .check(
    z.refine((value) => kindsIn(value).length === 1, {
      when: isGroup,
      error: ({ input }) => {
        const found = kindsIn(input);
        const which = found.length === 0 ? "none is given" : `${found.join(" and ")} exclude each other`;
        return `give one of internal, cidrs or domain: ${which}`;
      },
    }),
    z.refine((value) => !kindsIn(value).includes("cidrs") || given(value, ["certificateArn"]).length === 1, {
      when: isGroup,
      path: ["certificateArn"],
      error: "is missing: what the internet reaches speaks HTTPS; request one in ACM",
    }),
    together("domain", "hostedZone"),
    together("domain", "login"),
  )
  .transform(({ internal, cidrs, certificateArn, domain, hostedZone = "", login: by }): AccessSettings => {
    if (internal !== undefined)
      return { internal, ...(certificateArn === undefined ? {} : { certificateArn }) };
    if (domain === undefined || by === undefined)
      return { cidrs: cidrs ?? [], certificateArn: certificateArn ?? "" };
    return { domain, hostedZone, login: by, ...(cidrs === undefined ? {} : { cidrs }) };
  });

/** Puts the secret of the login's client, a setting of its own, where the dashboard takes it. */
export function withSecret(access: AccessSettings, clientSecret: pulumi.Input<string> = ""): Access {
  if (!("domain" in access)) return access;
  const { login: by } = access;
  return { ...access, login: "oidc" in by ? { oidc: { ...by.oidc, clientSecret } } : by };
}
