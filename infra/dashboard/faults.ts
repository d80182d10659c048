import type { Fault } from "../component.ts";
import type { Stack } from "../stack.ts";
import { accessFaults, type Ways } from "./access-faults.ts";
import type { Choices } from "./choices.ts";
import { cpuUnits, memoryFor } from "./fargate-sizes.ts";

/** Load balancers' names have at most 32 characters, and this ends them. */
const LONGEST_PREFIX = 32 - "-dashboard".length;
/** What AWS WAF takes as a limit of requests. */
const LIMITS = { least: 10, most: 2_000_000_000 } as const;

/** What is wrong with the arguments of a dashboard. */
export function dashboardFaults(stack: Stack, choices: Choices, ways: Ways): readonly Fault[] {
  return [
    ...nameFaults(stack),
    ...accessFaults(stack, choices.access, ways),
    ...sizeFaults(choices),
    ...taskFaults(choices.tasks),
    ...firewallFaults(choices.firewall),
  ];
}

function nameFaults({ prefix, environment }: Stack): readonly Fault[] {
  if (prefix.length <= LONGEST_PREFIX) return [];
  const longest = LONGEST_PREFIX - environment.length - 1;
  return [
    {
      path: "stack.project",
      message: `"${prefix}-dashboard" is too long for a load balancer's name; the project's may have ${longest} characters`,
    },
  ];
}

function sizeFaults({ cpu, memoryMb }: Choices): readonly Fault[] {
  const memory = memoryFor(cpu);
  if (memory.length === 0)
    return [{ path: "cpu", message: `Fargate has no ${cpu} CPU units; take one of ${cpuUnits.join(", ")}` }];
  if (memory.includes(memoryMb)) return [];
  const range =
    memory.length <= 4
      ? memory.join(", ")
      : `${memory[0]} to ${memory.at(-1)} in steps of ${(memory[1] ?? 0) - (memory[0] ?? 0)}`;
  return [
    { path: "memoryMb", message: `Fargate has no ${memoryMb} MB with ${cpu} CPU units; take ${range}` },
  ];
}

function taskFaults({ min, max }: Choices["tasks"]): readonly Fault[] {
  const faults: Fault[] = [];
  if (!Number.isInteger(min) || min < 1)
    faults.push({ path: "tasks.min", message: `must be a whole number from 1, not ${min}` });
  if (!Number.isInteger(max) || max < 1)
    faults.push({ path: "tasks.max", message: `must be a whole number from 1, not ${max}` });
  if (faults.length === 0 && min > max)
    faults.push({ path: "tasks", message: `min ${min} is more than max ${max}; exchange them` });
  return faults;
}

function firewallFaults(firewall: Choices["firewall"]): readonly Fault[] {
  if (firewall === "none") return [];
  const { requestsPer5Minutes: limit } = firewall;
  if (Number.isInteger(limit) && limit >= LIMITS.least && limit <= LIMITS.most) return [];
  return [
    {
      path: "firewall.requestsPer5Minutes",
      message: `must be a whole number from ${LIMITS.least} to ${LIMITS.most}, not ${limit}`,
    },
  ];
}
