import type { RecordedResource, Recording, Value } from "../engine/index.ts";
import { machineHour } from "./machine-hour.ts";
import { prices } from "./prices.ts";
import { usage } from "./usage.ts";

/** One line of a cost sheet. */
export interface CostLine {
  readonly what: string;
  /** How the figure comes about. */
  readonly how: string;
  /** US dollars a month. */
  readonly usd: number;
}

/** What a stack costs a month, by what it is made of: always there, and by use. */
export interface CostSheet {
  readonly stack: string;
  readonly standing: readonly CostLine[];
  readonly used: readonly CostLine[];
  readonly usd: number;
}

/** Computes what a recorded stack costs a month. @throws Error when the recording holds what has no price here. */
export function costSheet(recording: Recording): CostSheet {
  if (recording.errors.length > 0) throw new Error(recording.errors.join("\n"));
  const standing = [
    ...dashboardTasks(recording),
    ...loadBalancer(recording),
    ...network(recording),
    ...watching(recording),
    ...firewall(recording),
  ];
  const used = [...jobs(recording), ...queries(recording), ...everythingElse()];
  const usd = [...standing, ...used].reduce((sum, line) => sum + line.usd, 0);
  return { stack: recording.stack, standing, used, usd };
}

const ofType = ({ resources }: Recording, type: string) =>
  resources.filter((resource) => resource.type === type);

function field(value: Value | undefined, ...path: readonly (string | number)[]): Value | undefined {
  return path.reduce<Value | undefined>((inner, key) => {
    if (typeof inner !== "object" || inner === null) return undefined;
    return Object.entries(inner).find(([name]) => name === String(key))?.[1];
  }, value);
}

/** A number in the inputs of a resource. @throws Error when there is none: the sheet would be wrong. */
function numberIn(resource: RecordedResource, ...path: readonly (string | number)[]): number {
  const found = Number(field(resource.inputs, ...path));
  if (Number.isNaN(found)) throw new Error(`${resource.name} has no number at ${path.join(".")}.`);
  return found;
}

const line = (what: string, how: string, usd: number): CostLine => ({ what, how, usd });
const perHour = (usd: number) => usd * prices.hours;

function dashboardTasks(recording: Recording): CostLine[] {
  const tasks = ofType(recording, "aws:appautoscaling/target:Target").map((target) =>
    numberIn(target, "minCapacity"),
  );
  return ofType(recording, "aws:ecs/taskDefinition:TaskDefinition").map((task, index) => {
    const vcpus = numberIn(task, "cpu") / 1024;
    const memoryGb = numberIn(task, "memory") / 1024;
    const count = tasks[index] ?? 1;
    const hour = vcpus * prices.fargateVcpuHour + memoryGb * prices.fargateGbHour;
    return line(
      "Dashboard's tasks",
      `${count} with ${vcpus} vCPU and ${memoryGb} GB, always on`,
      perHour(count * hour),
    );
  });
}

function loadBalancer(recording: Recording): CostLine[] {
  return ofType(recording, "aws:lb/loadBalancer:LoadBalancer").map((balancer) => {
    const internal = field(balancer.inputs, "internal") === true;
    const subnets = field(balancer.inputs, "subnets");
    const addresses = internal ? 0 : Array.isArray(subnets) ? subnets.length : 2;
    const hour = prices.loadBalancerHour + prices.loadBalancerUnitHour + addresses * prices.publicAddressHour;
    const how = internal ? "internal, one capacity unit" : `one capacity unit, ${addresses} public addresses`;
    return line("Load balancer", how, perHour(hour));
  });
}

function network(recording: Recording): CostLine[] {
  const zones = ofType(recording, "awsx:ec2:Vpc").map((vpc) => {
    const names = field(vpc.inputs, "availabilityZoneNames");
    const count = Array.isArray(names) ? names.length : 0;
    const strategy = field(vpc.inputs, "natGateways", "strategy");
    return { count, gateways: strategy === "Single" ? 1 : strategy === "OnePerAz" ? count : 0 };
  });
  const gateways = zones.reduce((sum, zone) => sum + zone.gateways, 0);
  const endpoints = ofType(recording, "aws:ec2/vpcEndpoint:VpcEndpoint").filter(
    ({ inputs }) => inputs["vpcEndpointType"] === "Interface",
  );
  const places = endpoints.reduce((sum, { inputs }) => {
    const subnets = inputs["subnetIds"];
    return sum + (Array.isArray(subnets) ? subnets.length : (zones[0]?.count ?? 1));
  }, 0);
  return [
    line(
      "Interface endpoints",
      `${endpoints.length} services, ${places} in all zones together`,
      perHour(places * prices.interfaceEndpointHour),
    ),
    ...(gateways === 0
      ? []
      : [
          line(
            "NAT gateways",
            `${gateways} with an address, little traffic`,
            perHour(gateways * (prices.natGatewayHour + prices.publicAddressHour)),
          ),
        ]),
  ];
}

function watching(recording: Recording): CostLine[] {
  const alarms = ofType(recording, "aws:cloudwatch/metricAlarm:MetricAlarm").length;
  const pages = ofType(recording, "aws:cloudwatch/dashboard:Dashboard").length;
  const keys = ofType(recording, "aws:kms/key:Key").length;
  const insights = ofType(recording, "aws:ecs/cluster:Cluster").filter(
    ({ inputs }) => field(inputs["settings"], 0, "value") !== "disabled",
  ).length;
  return [
    line(
      "Container Insights",
      `${insights * usage.insightMetrics} metrics`,
      insights * usage.insightMetrics * prices.metricMonth,
    ),
    line("Alarms", `${alarms}`, alarms * prices.alarmMonth),
    line("Page of charts", `${pages}`, pages * prices.chartPageMonth),
    line("Keys", `${keys} of the stack's own`, keys * prices.kmsKeyMonth),
  ];
}

function firewall(recording: Recording): CostLine[] {
  return ofType(recording, "aws:wafv2/webAcl:WebAcl").map(({ inputs }) => {
    const rules = Array.isArray(inputs["rules"]) ? inputs["rules"].length : 0;
    return line("Firewall", `${rules} rules`, prices.webAclMonth + rules * prices.webAclRuleMonth);
  });
}

/** The machines of the data steps, as the state machine names them. */
function jobs(recording: Recording): CostLine[] {
  const [machine] = ofType(recording, "aws:sfn/stateMachine:StateMachine");
  const definition: Value = JSON.parse(String(machine?.inputs["definition"]));
  const states = field(definition, "States");
  const machineOf = (state: string) =>
    String(field(states, state, "Parameters", "ProcessingResources", "ClusterConfig", "InstanceType"));
  const scoring = ["Bronze", "Silver", "Gold", "Score", "Drift"];
  const training = [...scoring, "Train", "Evaluate"];
  const machines = sharingMachines(definition);
  const minutesUsd = (state: string, minutes: number) => (machineHour(machineOf(state)) * minutes) / 60;
  const jobUsd = (state: string) => minutesUsd(state, usage.jobMinutes);
  const runUsd = (names: readonly string[]) =>
    names.reduce((sum, state) => sum + jobUsd(state), 0) + machines * jobUsd("Bronze");
  const shared = machines === 0 ? "" : `, one more on ${machines} machines`;
  const minutes = `${usage.jobMinutes} minutes each${shared}`;
  return [
    line(
      "Scoring runs",
      `${usage.scoringRuns} of ${scoring.length} jobs, ${minutes}`,
      usage.scoringRuns * runUsd(scoring),
    ),
    line(
      "Training runs",
      `${usage.trainingRuns} of ${training.length} jobs, ${minutes}, ${usage.leaderboardMinutes} more for the leaderboard`,
      usage.trainingRuns * (runUsd(training) + minutesUsd("Train", usage.leaderboardMinutes)),
    ),
  ];
}

/** The most machines that share the readings before the bronze step; none where it reads them itself. */
function sharingMachines(definition: Value): number {
  const payload = field(definition, "States", "ResolveDelivery", "Parameters", "Payload");
  return Number(field(payload, "machines") ?? 0);
}

/** Athena, where the stack sums its readings by queries: it bills what a query scans, which is the readings once. */
function queries(recording: Recording): CostLine[] {
  return ofType(recording, "aws:athena/workgroup:Workgroup").map(() => {
    const runs = usage.scoringRuns + usage.trainingRuns;
    const scannedTb = (runs * usage.readingsGb) / 1000;
    const how = `${runs} runs, ${usage.readingsGb} GB of readings each`;
    return line("Queries of the readings", how, scannedTb * prices.athenaTbScanned);
  });
}

function everythingElse(): CostLine[] {
  const runs = usage.scoringRuns + usage.trainingRuns;
  const storedGb = usage.runGb * runs * usage.keptMonths;
  const small =
    usage.transitions * runs * prices.stateTransition +
    usage.functionSeconds * usage.functionGb * prices.lambdaGbSecond +
    (usage.manifestWrites / 1_000_000) * prices.manifestMillionWrites;
  return [
    line("Data lake", `${storedGb} GB after ${usage.keptMonths} months`, storedGb * prices.storageGbMonth),
    line("Images", `${usage.imagesGb} GB`, usage.imagesGb * prices.imageGbMonth),
    line("Logs", `${usage.logsGb} GB`, usage.logsGb * prices.logGb),
    line("State machine, functions, manifest", `${runs} runs`, small),
  ];
}
