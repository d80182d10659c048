import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { experiments, featuresOf, isExperimentName } from "../../configs/features.ts";
import { modelPolicy } from "../../configs/model-policy.ts";
import { table } from "../../runtime/cli/table.ts";
import { InputError } from "../../runtime/errors.ts";
import { jsonText } from "../../runtime/json.ts";
import { championOf } from "../support/champion-of.ts";
import { averageOf, coverageOfSplit, type SplitCoverage } from "../support/conformal-splits.ts";

const HELP = `node test/bench/conformal.ts --lake LAKE [--seeds N] [--json]

Whether the prediction sets hold the true outcome as often as they promise. For each seed the labelled customers of the
lake's published run are split anew; the champion's recipe is trained on the training part as a run does it, and its limits
are held against the holdout, class by class. Fails when the average of a class is more than 1.5 points off.

  --lake <folder>   a lake on this machine, which is only read
  --seeds <n>       splits (20); each takes as long as six trainings
  --threads <n>     trainings at the same time (all of the machine's)
  --json            the figures as JSON instead of a table
`;

/** How far the average coverage of a class may lie from what was asked for. */
const MOST_OFF = 0.015;

const { values: options } = parseArgs({
  options: {
    lake: { type: "string" },
    seeds: { type: "string", default: "20" },
    threads: { type: "string", default: String(availableParallelism()) },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

/** Per cent with two decimals: the limit is a fraction of a point away from a good result. */
const points = (share: number) => (100 * share).toFixed(2);

const decided = ({ sets }: SplitCoverage["coverage"]["churned"]) => [sets.uncertain, sets.unusual];

function rowOf({ seed, conformal, coverage: { churned, stayed } }: SplitCoverage): string[] {
  return [
    String(seed),
    `${points(churned.coverage)}  (${churned.covered} of ${churned.rows})`,
    `${points(stayed.coverage)}  (${stayed.covered} of ${stayed.rows})`,
    conformal.churnsFrom.toFixed(4),
    conformal.staysUpTo.toFixed(4),
    ...[0, 1].map((place) => String((decided(churned)[place] ?? 0) + (decided(stayed)[place] ?? 0))),
  ];
}

async function main(lake: string, seeds: number, threads: number): Promise<boolean> {
  const { artifact, gold } = await championOf(lake);
  const { experiment, recipe, weighting, calibrator } = artifact;
  if (!isExperimentName(experiment))
    throw new InputError(`The champion's experiment ${experiment} is none of ${Object.keys(experiments)}.`);
  const { coverage: asked } = modelPolicy.conformal;
  const splits: SplitCoverage[] = [];
  for (let seed = 1; seed <= seeds; seed += 1) {
    splits.push(
      await coverageOfSplit(
        gold,
        {
          contestant: { recipe, features: featuresOf(experiment), weighting: weighting.chosen },
          calibration: calibrator.method,
          coverage: asked,
          holdoutShare: modelPolicy.split.holdoutShare,
          folds: modelPolicy.split.folds,
        },
        { seed, threads, signal: new AbortController().signal },
      ),
    );
    process.stderr.write(`split ${seed} of ${seeds}\n`);
  }
  const averages = (["churned", "stayed"] as const).map((outcome) => {
    const average = averageOf(splits.map(({ coverage }) => coverage[outcome].coverage));
    return { outcome, ...average, met: Math.abs(average.mean - asked) <= MOST_OFF };
  });
  if (options.json) process.stdout.write(jsonText({ asked, mostOff: MOST_OFF, averages, splits }));
  else {
    const columns = ["seed", "churned, %", "stayed, %", "churns from", "stays up to", "uncertain", "unusual"];
    const lines = table(
      columns.map((title) => ({ title, align: "right" })),
      splits.map(rowOf),
    );
    for (const line of lines) console.log(line);
    for (const { outcome, mean, error, met } of averages)
      console.log(
        `${outcome}: ${points(mean)} % covered on average, standard error ${points(error)}; asked ${points(asked)}, ` +
          `${met ? "within" : "NOT within"} ${points(MOST_OFF)} points`,
      );
  }
  return averages.every(({ met }) => met);
}

if (options.help || options.lake === undefined) {
  process.stdout.write(HELP);
  process.exitCode = options.help ? 0 : 2;
} else {
  const met = await main(options.lake, Number(options.seeds), Number(options.threads));
  process.exitCode = met ? 0 : 1;
}
