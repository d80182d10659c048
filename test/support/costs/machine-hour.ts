import { instanceTypes, isInstanceType } from "../../../configs/instance-types.ts";
import { prices } from "./prices.ts";

/** An hour of a machine of SageMaker Processing, in US dollars. @throws Error for a machine without a price */
export function machineHour(type: string): number {
  if (!isInstanceType(type))
    throw new Error(`The state machine uses the machine "${type}", which has no price.`);
  const family = Object.entries(prices.machineFourVcpuHour).find(([name]) => type.startsWith(`ml.${name}.`));
  if (family === undefined) throw new Error(`${type} belongs to no family with a price.`);
  return (family[1] * instanceTypes[type].vcpus) / 4;
}
