import type { Fault } from "../component.ts";
import { isPrivate, parseCidr } from "./cidr.ts";
import { SMALLEST_VPC, WIDEST_VPC } from "./layout.ts";
import type { ExistingVpc, NewVpc, VpcUse } from "./use.ts";

const VPC_ID = /^vpc-([0-9a-f]{8}|[0-9a-f]{17})$/;
const SUBNET_ID = /^subnet-([0-9a-f]{8}|[0-9a-f]{17})$/;

/** What is wrong with the arguments of a network. */
export function networkFaults(use: VpcUse): readonly Fault[] {
  return "create" in use ? newVpcFaults(use.create) : existingVpcFaults(use.existing);
}

function newVpcFaults({ cidr, nat = "none", publicSubnets, endpoints }: NewVpc): readonly Fault[] {
  const faults: Fault[] = [];
  if (cidr !== undefined) {
    const block = parseCidr(cidr);
    if (block === undefined)
      faults.push({ path: "create.cidr", message: `"${cidr}" is no block of addresses such as 10.0.0.0/16` });
    else if (!isPrivate(block) || block.prefixLength < WIDEST_VPC || block.prefixLength > SMALLEST_VPC)
      faults.push({
        path: "create.cidr",
        message: `"${cidr}" must be a private block (RFC 1918) from /${WIDEST_VPC} to /${SMALLEST_VPC}`,
      });
  }
  if (nat !== "none" && publicSubnets === false)
    faults.push({
      path: "create.publicSubnets",
      message: "a NAT gateway stands in a public subnet; leave this out, or set nat to none",
    });
  if (nat === "none" && endpoints === "none")
    faults.push({
      path: "create.endpoints",
      message:
        "without endpoints no image can be pulled; set nat to single or perZone, or keep the endpoints",
    });
  return faults;
}

function existingVpcFaults(vpc: ExistingVpc): readonly Fault[] {
  const faults: Fault[] = [];
  if (!VPC_ID.test(vpc.vpcId))
    faults.push({
      path: "existing.vpcId",
      message: `"${vpc.vpcId}" is no VPC's id such as vpc-0123456789abcdef0`,
    });
  if (parseCidr(vpc.vpcCidr) === undefined)
    faults.push({
      path: "existing.vpcCidr",
      message: `"${vpc.vpcCidr}" is no block of addresses such as 10.0.0.0/16`,
    });
  faults.push(...subnetFaults("existing.privateSubnetIds", vpc.privateSubnetIds, 2));
  faults.push(...subnetFaults("existing.publicSubnetIds", vpc.publicSubnetIds, 0));
  const both = vpc.publicSubnetIds.filter((id) => vpc.privateSubnetIds.includes(id));
  if (both.length > 0)
    faults.push({
      path: "existing.publicSubnetIds",
      message: `${both.join(", ")} cannot be public and private; name it once`,
    });
  return faults;
}

function subnetFaults(path: string, ids: readonly string[], atLeast: number): readonly Fault[] {
  const faults = ids.flatMap((id, index) =>
    SUBNET_ID.test(id)
      ? []
      : [
          {
            path: `${path}[${index}]`,
            message: `"${id}" is no subnet's id such as subnet-0123456789abcdef0`,
          },
        ],
  );
  if (new Set(ids).size !== ids.length) faults.push({ path, message: "names a subnet twice" });
  if (ids.length < atLeast || ids.length === 1)
    faults.push({ path, message: `needs two subnets in different zones, not ${ids.length}` });
  return faults;
}
