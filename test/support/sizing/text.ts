import { modelPolicy } from "../../../configs/model-policy.ts";
import { steps } from "../../../configs/pipeline.ts";
import { prices } from "../costs/prices.ts";
import { customerCounts, limits, READINGS_PER_CUSTOMER, rates } from "./assumptions.ts";
import { endNames, ends, laterJob, laterSteps } from "./later-steps.ts";
import type { SizedJob } from "./machines.ts";
import { at, growthOf, leaderboardCost, type Measured, SAMPLED_CUSTOMERS, stepGrowth } from "./measured.ts";
import { pathNames, readingsOf, type SizedPath, sizedPath } from "./paths.ts";

/** The sizing guide as a page for people, in Markdown. */

const count = (value: number) => Math.round(value).toLocaleString("en-GB");
const usd = (value: number) => (value < 1 ? value.toFixed(3) : value.toFixed(2));
const minutes = (value: number) => value.toFixed(value < 10 ? 1 : 0);
const gb = (value: number) => (value < 10 ? value.toFixed(1) : count(value));

/** About so many: two digits are all that the assumptions carry. */
function about(customers: number): string {
  if (customers <= 0) return "none";
  const unit = 10 ** (Math.floor(Math.log10(customers)) - 1);
  const rounded = Math.round(customers / unit) * unit;
  return rounded >= 1_000_000 ? `${rounded / 1_000_000} million` : count(rounded);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const rule = head.map((_, column) => (column === 0 ? "---" : "---:"));
  return [head, rule, ...rows].map((row) => `| ${row.join(" | ")} |`);
}

function machinesText({ instanceType, machines }: SizedJob): string {
  return `${machines} x ${instanceType}`;
}

function pathRow(measured: Measured, customers: number, name: (typeof pathNames)[number]): string[] {
  const path = sizedPath(measured, name, customers);
  if (path === undefined) return [count(customers), name, "does not fit", "", "", "", ""];
  const jobs = path.jobs;
  return [
    count(customers),
    name,
    [...(path.queryMinutes === undefined ? [] : ["query"]), ...jobs.map(machinesText)].join(", then "),
    minutes(path.minutes),
    gb(Math.max(...jobs.map(({ memoryGb }) => memoryGb))),
    count(Math.max(...jobs.map(({ diskGb }) => diskGb))),
    usd(path.usd),
  ];
}

/** The way to take at a size: the cheapest of those that reach the aim, else the quickest of those that fit. */
export function chosen(measured: Measured, customers: number): SizedPath | undefined {
  const fitting = pathNames.flatMap((name) => sizedPath(measured, name, customers) ?? []);
  const quick = fitting.filter((path) => path.minutes <= limits.aimMinutes);
  const [first] =
    quick.length > 0
      ? quick.toSorted((a, b) => a.usd - b.usd)
      : fitting.toSorted((a, b) => a.minutes - b.minutes);
  return first;
}

/** How much dearer text is than Parquet, by the CPU of a reading. */
function textFactor({ hourly, conversion }: Measured): number {
  return conversion.cpuSeconds / conversion.customers / growthOf(hourly, "cpuSeconds").each;
}

function advice(measured: Measured): string[] {
  const named = (what: string) => about(ends(measured).find((end) => end.what === what)?.customers ?? 0);
  return [
    `**Up to about ${named(endNames.oneMachine)} customers leave everything on one machine**, and give it more processors and a larger disk:`,
    "in the end it is copying the readings to it that takes too long, not summing them. Beyond that, deliver the readings in as many",
    "files of the same size, cut by customer, as you want machines, and set `pipeline.sizes.bronze.instances`: this carries the",
    `bronze step to about ${named(endNames.shards)} customers, but the function that freezes a delivery ends at about ${named(endNames.frozen)} where its files`,
    "have up to 5 GB each. Athena spares a machine the summing and is at no size cheaper than the others, because the bronze step",
    "copies the readings in all the same, to have them at hand for rows at fault; choose it where an account has no quota for more machines.",
    "",
    `Whichever way: deliver Parquet. Readings that come as text cost ${count(textFactor(measured))} times the CPU, because they are converted first.`,
  ];
}

function bronzeSection(measured: Measured): string[] {
  return [
    "## The bronze step, by its three ways",
    "",
    `Cheapest machines that end it within ${limits.aimMinutes} minutes, or else within the step's own hour. Time is from the start of the first job`,
    "to the end of the last, memory and disk are those of the largest machine, dollars are for one run.",
    "",
    ...table(
      ["Customers", "Way", "Machines", "Minutes", "Memory, GB", "Disk, GB", "USD"],
      customerCounts.flatMap((customers) => pathNames.map((name) => pathRow(measured, customers, name))),
    ),
    "",
    ...table(
      ["Customers", "Readings, million", "Parquet, GB", "Take"],
      customerCounts.map((customers) => {
        const { rows, mb } = readingsOf(measured, customers);
        return [
          count(customers),
          count(rows / 1e6),
          gb(mb / 1000),
          chosen(measured, customers)?.path ?? "none of them",
        ];
      }),
    ),
  ];
}

function laterSection(measured: Measured): string[] {
  const cell = (job: SizedJob | undefined) =>
    job === undefined
      ? "does not fit"
      : `${job.instanceType}, ${minutes(job.minutes)} min, ${usd(job.usd)} USD`;
  return [
    "## The other steps, on one machine each",
    "",
    ...table(
      ["Step", ...customerCounts.map(count)],
      laterSteps.map((step) => [
        step,
        ...customerCounts.map((customers) => cell(laterJob(measured, step, customers))),
      ]),
    ),
    "",
    "`does not fit`: no machine that is offered has the memory, or ends the step within its own limit.",
  ];
}

function endsSection(measured: Measured): string[] {
  return [
    "## Where it ends",
    "",
    ...table(
      ["What", "Customers, about", "What ends it"],
      ends(measured).map(({ what, why, customers }) => [what, about(customers), why]),
    ),
    "",
    "Each line is looked at for itself. So a hundred million customers are more than this pipeline carries as it is. What would have to change, in this order:",
    "freezing a delivery outside of a function (S3 Batch Operations), the model's steps on a sample for training and on",
    "parts of the customers for scoring, silver and gold by parts of the customers as bronze is.",
    "",
    "Quotas come before all that: an account begins with few machines of each type for processing jobs, often one or none of",
    `the large ones, and SageMaker takes ${limits.machines} machines a job at most. Athena writes at most 100 partitions (the query writes none) and`,
    "works on some 20 to 25 queries of an account at once, of which a run needs one.",
  ];
}

function figuresSection(measured: Measured): string[] {
  const million = (customers: number) => (customers * READINGS_PER_CUSTOMER) / 1e6;
  const scan = growthOf(measured.hourly, "cpuSeconds");
  const { conversion, merge, readings, withLeaderboard } = measured;
  const leaderboard = leaderboardCost(measured, customerCounts.at(-1) ?? 0);
  const rate = (rows: number, cpuSeconds: number) => `${(rows / cpuSeconds).toFixed(2)} million`;
  const rows = [
    ["Summing readings, Parquet: readings a CPU second", rate(million(1), scan.each)],
    [
      "Summing readings, comma-separated: readings a CPU second",
      rate(million(conversion.customers), conversion.cpuSeconds),
    ],
    [
      `The leaderboard of a training, at ${count(SAMPLED_CUSTOMERS)} customers and more: CPU seconds beside train's own`,
      count(leaderboard.cpuSeconds),
    ],
    ["Merging shares: customers a CPU second", count(merge.customers / merge.cpuSeconds)],
    [
      "Bytes of a reading, Parquet",
      (readings.bytes / (readings.customers * READINGS_PER_CUSTOMER)).toFixed(2),
    ],
    ["Bytes of a customer's sums", count(measured.sumBytesPerCustomer)],
  ];
  const each = (step: Parameters<typeof stepGrowth>[1]) => {
    const { cpu, memory } = stepGrowth(measured, step);
    return [
      step,
      `${cpu.fixed.toFixed(1)} + ${(cpu.each * 1000).toFixed(2)} a thousand customers`,
      `${count(memory.fixed)} + ${(memory.each * 1000).toFixed(1)} a thousand customers`,
      `${steps[step].timeoutSeconds / 60} min`,
    ];
  };
  const sizes = [...new Set(measured.steps.bronze?.map(({ customers }) => count(customers)))].join(" and ");
  return [
    "## What was measured",
    "",
    `On ${measured.date}, ${measured.machine}, by \`${measured.command}\`;`,
    `the figures lie in \`test/support/sizing/measured.json\`. Steps were measured at ${sizes} customers, and a straight line through`,
    "them is drawn to a hundred million: four orders of magnitude beyond, where a line is a guess. Others shared the machine's processors,",
    "which makes the CPU seconds too many rather than too few. Memory is",
    "a careful guess as well: these runs stayed below the bound that the engine is given, above which it spills to the disk; at 20,099",
    `customers the line says ${count(at(stepGrowth(measured, "train").memory, customerCounts[0]))} MB for train. The leaderboard, which every training in the cloud holds, is measured by`,
    `itself at ${count(withLeaderboard.customers)} customers (${count(withLeaderboard.peakMemoryMb)} MB): it meets on a sample of ${count(modelPolicy.leaderboard.maximumRows)} rows and does not grow beyond.`,
    "",
    ...table(["Figure", "Measured"], rows),
    "",
    ...table(
      ["Step", "CPU seconds", "Memory, MB", "Its limit"],
      ["bronze" as const, ...laterSteps].map(each),
    ),
    "",
    "## What was assumed",
    "",
    `A processor in the cloud does what one did here, and a step keeps ${rates.parallel * 100} % of them busy. S3 to a machine's disk: ${rates.downloadMbPerSecond} MB a`,
    `second. A job's machines are paid for ${rates.startMinutes} minutes beside their work. Athena sums ${rates.athenaMillionRowsPerSecond} million rows a second: **nobody has measured`,
    `this here**; with half of that its end comes at half the customers. A copy within S3 moves ${rates.copyMbPerSecond} MB a second. Prices are those of`,
    `${prices.region} of ${prices.asOf} (\`test/support/costs/prices.ts\`). Readings compress as the demo's do; such of real meters may take twice`,
    "the bytes, which halves the sizes at which copying ends a way. Files of readings are cut by customer and alike in size:",
    "SageMaker deals them out by number, not by size, so that one large file holds up its machine. Requests to S3 are left",
    `out: at ${prices.s3ThousandReads} dollars a thousand, the parts of 100 TB cost less than a dollar.`,
  ];
}

/** The page. */
export function sizingPage(measured: Measured): string {
  return [
    "# How large it may grow",
    "",
    "Computed by `npm run sizing` from measured speeds, list prices and assumptions that stand at the end. The largest size that was",
    "ever run is 20,099 customers; everything beyond is arithmetic.",
    "",
    ...advice(measured),
    "",
    ...bronzeSection(measured),
    "",
    ...laterSection(measured),
    "",
    ...endsSection(measured),
    "",
    ...figuresSection(measured),
    "",
  ].join("\n");
}
