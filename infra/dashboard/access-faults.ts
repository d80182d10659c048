import type { Fault } from "../component.ts";
import { parseCidr } from "../network/cidr.ts";
import type { Stack } from "../stack.ts";
import type { Access, ExistingUserPool, Login, LoginAccess, OidcLogin } from "./access.ts";

/** What a network offers, for what the access needs of it. */
export interface Ways {
  readonly hasPublicSubnets: boolean;
  readonly reachesInternet: boolean;
}

/** A block wider than this is open to the world in all but name: two blocks of /1 are every address there is. */
const WIDEST_BLOCK = 8;

const DOMAIN = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;
const DOMAIN_PREFIX = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const RESERVED_IN_PREFIX = /aws|amazon|cognito/;

/** The field that says which kind of access is meant. */
const kinds = ["internal", "cidrs", "domain"] as const;

/** What is wrong with who may reach the dashboard. */
export function accessFaults(stack: Stack, access: Access, ways: Ways): readonly Fault[] {
  const given = kinds.filter((kind) => kind in access);
  // A domain's `cidrs` narrow it: that is one kind, not two.
  const [kind, ...others] = "domain" in access ? given.filter((key) => key !== "cidrs") : given;
  if (kind === undefined || others.length > 0) {
    const found = kind === undefined ? "none is given" : `${given.join(" and ")} exclude each other`;
    return [{ path: "access", message: `give one of internal, cidrs or domain: ${found}` }];
  }
  return [
    ...certificateFaults(stack, access),
    ...cidrFaults(access),
    ...("domain" in access ? domainFaults(stack, access) : []),
    ...wayFaults(access, ways),
  ];
}

function certificateFaults(stack: Stack, access: Access): readonly Fault[] {
  const path = "access.certificateArn";
  const arn = "certificateArn" in access ? access.certificateArn : undefined;
  if ("domain" in access)
    return arn === undefined
      ? []
      : [
          {
            path,
            message: "a domain gets a certificate of its own; remove this, or give cidrs without domain",
          },
        ];
  if (arn === undefined)
    return "cidrs" in access
      ? [{ path, message: "is missing: what the internet reaches speaks HTTPS; request one in ACM" }]
      : [];
  return arnFaults(path, arn, "acm", stack, "certificate/…");
}

/** The ARN must name something of this service, region and account. */
function arnFaults(path: string, arn: string, service: string, stack: Stack, what: string): readonly Fault[] {
  const start = `arn:aws:${service}:${stack.region}:${stack.accountId}:${what.split("/")[0]}/`;
  const wanted = `must be an ARN like arn:aws:${service}:${stack.region}:${stack.accountId}:${what}`;
  return arn.startsWith(start) && arn.length > start.length
    ? []
    : [{ path, message: `"${arn}" ${wanted}, of the stack's own region and account` }];
}

function cidrFaults(access: Access): readonly Fault[] {
  if ("internal" in access) return [];
  const { cidrs } = access;
  if (cidrs === undefined)
    return "domain" in access ? [] : [{ path: "access.cidrs", message: "is missing: say who may connect" }];
  if (cidrs.length === 0)
    return [
      { path: "access.cidrs", message: "is empty, so nobody may connect; name a block, or use internal" },
    ];
  return cidrs.flatMap((cidr, index) => {
    const path = `access.cidrs[${index}]`;
    if (cidr.includes(":"))
      return [{ path, message: `"${cidr}" is IPv6; the load balancer has IPv4 addresses only` }];
    const block = parseCidr(cidr);
    if (block === undefined)
      return [{ path, message: `"${cidr}" is no block of addresses such as 203.0.113.0/24` }];
    if (block.prefixLength < WIDEST_BLOCK)
      return [
        {
          path,
          message:
            "domain" in access
              ? `"${cidr}" is open to everybody; leave cidrs out, the login guards`
              : `"${cidr}" is open to everybody; name the blocks of those who need it, or give a domain with login`,
        },
      ];
    return [];
  });
}

function domainFaults(stack: Stack, access: LoginAccess): readonly Fault[] {
  const { domain, hostedZone } = access;
  const faults: Fault[] = [];
  if (!DOMAIN.test(domain))
    faults.push({ path: "access.domain", message: `"${domain}" is no name such as churn.example.com` });
  if (hostedZone === undefined)
    faults.push({
      path: "access.hostedZone",
      message: "is missing: name the public zone that holds the domain",
    });
  else if (!DOMAIN.test(hostedZone))
    faults.push({
      path: "access.hostedZone",
      message: `"${hostedZone}" is no zone's name such as example.com`,
    });
  else if (domain !== hostedZone && !domain.endsWith(`.${hostedZone}`))
    faults.push({
      path: "access.domain",
      message: `"${domain}" does not lie in the zone ${hostedZone}; give a name that ends in .${hostedZone}`,
    });
  return [...faults, ...loginFaults(stack, access.login)];
}

function loginFaults(stack: Stack, login: Login | undefined): readonly Fault[] {
  const path = "access.login";
  if (login === undefined)
    return [{ path, message: "is missing: a domain needs cognito or oidc, or everybody could read it" }];
  const given = (["cognito", "oidc"] as const).filter((kind) => kind in login);
  if (given.length !== 1) {
    const found = given.length === 0 ? "none is given" : "they exclude each other";
    return [{ path, message: `give exactly one of cognito and oidc: ${found}` }];
  }
  if ("oidc" in login) return oidcFaults(login.oidc);
  const { cognito } = login;
  return "domainPrefix" in cognito
    ? domainPrefixFaults(cognito.domainPrefix)
    : existingPoolFaults(stack, cognito);
}

function domainPrefixFaults(prefix: string): readonly Fault[] {
  if (DOMAIN_PREFIX.test(prefix) && !RESERVED_IN_PREFIX.test(prefix)) return [];
  const rule = "small letters, digits and hyphens, without the words aws, amazon and cognito";
  return [{ path: "access.login.cognito.domainPrefix", message: `"${prefix}" must be 1 to 63 ${rule}` }];
}

function existingPoolFaults(stack: Stack, pool: ExistingUserPool): readonly Fault[] {
  const path = "access.login.cognito";
  return [
    ...arnFaults(`${path}.userPoolArn`, pool.userPoolArn, "cognito-idp", stack, "userpool/…"),
    ...(pool.clientId === "" ? [{ path: `${path}.clientId`, message: "is empty" }] : []),
    ...(pool.userPoolDomain === "" ? [{ path: `${path}.userPoolDomain`, message: "is empty" }] : []),
  ];
}

function oidcFaults(oidc: OidcLogin): readonly Fault[] {
  const path = "access.login.oidc";
  const addresses = ["issuer", "authorizationEndpoint", "tokenEndpoint", "userInfoEndpoint"] as const;
  return [
    ...addresses
      .filter((key) => URL.parse(oidc[key])?.protocol !== "https:")
      .map((key) => ({ path: `${path}.${key}`, message: `"${oidc[key]}" is no https:// address` })),
    ...(oidc.clientId === "" ? [{ path: `${path}.clientId`, message: "is empty" }] : []),
    ...(oidc.clientSecret === undefined || oidc.clientSecret === ""
      ? [{ path: `${path}.clientSecret`, message: "is missing; set it with `pulumi config set --secret`" }]
      : []),
  ];
}

function wayFaults(access: Access, ways: Ways): readonly Fault[] {
  if ("internal" in access) return [];
  const faults: Fault[] = [];
  if (!ways.hasPublicSubnets)
    faults.push({
      path: "access",
      message:
        "the network has no public subnets for a load balancer on the internet; set network.create.publicSubnets " +
        "(or name network.existing.publicSubnetIds), or use internal",
    });
  if ("domain" in access && !ways.reachesInternet)
    faults.push({
      path: "access.login",
      message:
        "the tasks fetch the load balancer's public keys from the internet to check who has logged in; set " +
        "network.create.nat to single or perZone (or say network.existing.nat)",
    });
  return faults;
}
