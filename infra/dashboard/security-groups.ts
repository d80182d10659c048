import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { dashboardDefaults } from "../../configs/dashboard-environment.ts";
import { Component } from "../component.ts";
import { ANYWHERE } from "../network/cidr.ts";
import type { Network } from "../network.ts";
import type { Stack } from "../stack.ts";
import { type Entrance, portsOf } from "./entrance.ts";

/** Who speaks with whom. */
export interface SecurityGroupsArgs {
  readonly stack: Stack;
  readonly network: Pick<Network, "vpcId" | "vpcCidr" | "allowEgress">;
  readonly entrance: Entrance;
}

const { port: APP } = dashboardDefaults;
const HTTPS = 443;

/**
 * The two groups of the dashboard: people reach the load balancer, the load balancer alone reaches the tasks, and the
 * tasks reach the services of AWS that they read from.
 */
export class SecurityGroups extends Component {
  readonly balancerId: pulumi.Output<string>;
  readonly serviceId: pulumi.Output<string>;
  readonly #name: string;
  readonly #args: SecurityGroupsArgs;

  constructor(name: string, args: SecurityGroupsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("dashboard", "SecurityGroups", name, opts);
    this.#name = name;
    this.#args = args;
    const { network, entrance } = args;

    const balancer = this.#group("balancer", "alb", "Load balancer of the dashboard");
    const service = this.#group(
      "service",
      "dashboard",
      "Tasks of the dashboard: the load balancer alone comes in",
    );
    this.#letIn(balancer);
    this.#connect(balancer, service);
    if (entrance.login !== undefined) this.#toIdentityProvider(balancer);
    network.allowEgress("dashboard", service.id, [
      "s3",
      "dynamodb",
      "services",
      // For the public keys that the load balancer signs the logged-in person's name with.
      ...(entrance.login === undefined ? [] : (["internet"] as const)),
    ]);

    this.balancerId = balancer.id;
    this.serviceId = service.id;
    this.registerOutputs({});
  }

  #group(what: string, physical: string, description: string): aws.ec2.SecurityGroup {
    const { stack, network } = this.#args;
    const name = `${stack.prefix}-${physical}`;
    return new aws.ec2.SecurityGroup(
      `${this.#name}-${what}`,
      { name, description, vpcId: network.vpcId, tags: { Name: name } },
      this.child(),
    );
  }

  /** People, on the ports that the load balancer listens on. */
  #letIn(balancer: aws.ec2.SecurityGroup): void {
    const { network, entrance } = this.#args;
    for (const { label, cidr } of sourcesOf(entrance, network.vpcCidr)) {
      for (const port of portsOf(entrance)) {
        new aws.vpc.SecurityGroupIngressRule(
          `${this.#name}-balancer-${port}-from-${label}`,
          {
            securityGroupId: balancer.id,
            description: `Port ${port} from ${label}`,
            ipProtocol: "tcp",
            fromPort: port,
            toPort: port,
            cidrIpv4: cidr,
          },
          this.child(),
        );
      }
    }
  }

  #connect(balancer: aws.ec2.SecurityGroup, service: aws.ec2.SecurityGroup): void {
    const app = { ipProtocol: "tcp", fromPort: APP, toPort: APP };
    new aws.vpc.SecurityGroupEgressRule(
      `${this.#name}-balancer-to-service`,
      {
        ...app,
        securityGroupId: balancer.id,
        referencedSecurityGroupId: service.id,
        description: "Requests and health checks to the tasks",
      },
      this.child(),
    );
    new aws.vpc.SecurityGroupIngressRule(
      `${this.#name}-service-from-balancer`,
      {
        ...app,
        securityGroupId: service.id,
        referencedSecurityGroupId: balancer.id,
        description: "Requests and health checks from the load balancer",
      },
      this.child(),
    );
  }

  /** The load balancer itself exchanges the code of a login for tokens, at an address that only its owner knows. */
  #toIdentityProvider(balancer: aws.ec2.SecurityGroup): void {
    new aws.vpc.SecurityGroupEgressRule(
      `${this.#name}-balancer-to-identity-provider`,
      {
        securityGroupId: balancer.id,
        description: "HTTPS to the identity provider of the login",
        ipProtocol: "tcp",
        fromPort: HTTPS,
        toPort: HTTPS,
        cidrIpv4: ANYWHERE,
      },
      this.child(),
    );
  }
}

/** The blocks that may connect, each with a label for names: a rule moves when its block changes, and no other. */
function sourcesOf(
  { sources }: Entrance,
  vpcCidr: pulumi.Input<string>,
): readonly { readonly label: string; readonly cidr: pulumi.Input<string> }[] {
  switch (sources) {
    case "vpc":
      return [{ label: "vpc", cidr: vpcCidr }];
    case "everybody":
      return [{ label: "everybody", cidr: ANYWHERE }];
    default:
      return sources.map((cidr) => ({ label: cidr.replace("/", "-"), cidr }));
  }
}
