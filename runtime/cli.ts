#!/usr/bin/env node
import { Command, CommanderError, Option } from "commander";
import { runModes } from "../configs/execution.ts";
import { languages } from "../configs/languages.ts";
import project from "../package.json" with { type: "json" };
import { folder, stepName, version, wholeNumber } from "./cli/arguments.ts";
import type { CheckOptions } from "./cli/check.ts";
import { type CommonOptions, runCommand } from "./cli/context.ts";
import type { DecideOptions } from "./cli/decide.ts";
import type { DemoOptions } from "./cli/demo.ts";
import { EXIT_CODES_HELP, exitCodes } from "./cli/exit-codes.ts";
import type { ExplainOptions } from "./cli/explain.ts";
import type { ModelsOptions } from "./cli/models.ts";
import {
  asOf,
  because,
  chosenExperiment,
  customers,
  decider,
  lakeOrBucket,
  manifestTable,
  minutes,
  raw,
  seed,
  sentiment,
  threads,
} from "./cli/options.ts";
import type { RunOptions } from "./cli/run.ts";
import type { RunsOptions } from "./cli/runs.ts";
import type { StartOptions } from "./cli/start.ts";
import type { StepOptions } from "./cli/step.ts";
import type { TuneOptions } from "./cli/tune.ts";
import { systemCode } from "./errors.ts";

/** The `spanishgas` command. Each subcommand loads its own code only, so that the help comes at once. */

const program = new Command("spanishgas")
  .description(
    "Churn prediction for an energy retailer: seven raw files in, scored customers and offers out.",
  )
  .version(project.version)
  .exitOverride()
  .configureHelp({ showGlobalOptions: true, sortSubcommands: false })
  .showHelpAfterError("(--help shows what is possible)");

function command(name: string, description: string, examples: string): Command {
  return program
    .command(name)
    .description(description)
    .option("--json", "print one JSON object on standard output")
    .option("--verbose", "show where an error happened")
    .addHelpText("after", `\nExamples\n${examples.trim().replaceAll(/^\s*/gm, "  ")}`);
}

function withRunOptions(command: Command): Command {
  return command
    .addOption(raw())
    .addOption(lakeOrBucket())
    .addOption(manifestTable())
    .addOption(
      new Option("--scratch <folder>", "folder for copies of files of a lake in a bucket").default(
        ".spanishgas",
      ),
    )
    .addOption(asOf())
    .addOption(
      new Option("--mode <mode>", "train a model, only score, or decide by what is new")
        .choices([...runModes])
        .default("auto"),
    )
    .addOption(chosenExperiment())
    .addOption(sentiment())
    .option("--no-leaderboard", "train without letting all experiments and algorithms compete: minutes less")
    .option("--force", "run a delivery again that is done")
    .addOption(threads())
    .addHelpText("after", EXIT_CODES_HELP);
}

withRunOptions(
  command(
    "run",
    "Run the pipeline: check, features, model, scores, offers, drift",
    `spanishgas run
     spanishgas run --raw uploads/may --lake lakes/retail --as-of 2024-10-31
     spanishgas run --mode train --experiment E8_no_sentiment
     spanishgas run --lake s3://BUCKET --manifest-table TABLE
     spanishgas run --json > result.json`,
  ),
).action((options: RunOptions) =>
  runCommand(options, async (context) => (await import("./cli/run.ts")).run(options, context)),
);

withRunOptions(
  command(
    "start",
    "Make the demo if there are no raw files yet, then run the pipeline (npm start)",
    `spanishgas start
     npm start -- --customers 5000`,
  ),
)
  .addOption(customers())
  .addOption(seed("the demo"))
  .action((options: Omit<StartOptions, "demoAsked">, own: Command) => {
    const demoAsked = ["customers", "seed"].some((name) => own.getOptionValueSource(name) === "cli");
    return runCommand(options, async (context) =>
      (await import("./cli/start.ts")).start({ ...options, demoAsked }, context),
    );
  });

command(
  "demo",
  "Make the seven raw files of a made-up retailer",
  `spanishgas demo
   spanishgas demo --out data/small --customers 2000 --seed 7`,
)
  .addOption(new Option("--out <folder>", "where to: an empty folder, or none yet").default("data/raw"))
  .addOption(customers())
  .addOption(seed("everything in it"))
  .addOption(threads())
  .action((options: DemoOptions) =>
    runCommand(options, async (context) => (await import("./cli/demo.ts")).demo(options, context)),
  );

command(
  "check",
  "Check raw files against their contracts, without running anything",
  `spanishgas check
   spanishgas check --raw uploads/may`,
)
  .addOption(raw())
  .addOption(threads())
  .action((options: CheckOptions) =>
    runCommand(options, async (context) => (await import("./cli/check.ts")).check(options, context)),
  );

command(
  "runs",
  "List the runs: what was done to which delivery",
  `spanishgas runs
   spanishgas runs --lake lakes/retail --limit 5
   spanishgas runs --lake s3://BUCKET --manifest-table TABLE`,
)
  .addOption(lakeOrBucket())
  .addOption(manifestTable())
  .addOption(
    new Option("--limit <number>", "how many, the newest first").argParser(wholeNumber(1)).default(20),
  )
  .action((options: RunsOptions) =>
    runCommand(options, async (context) => (await import("./cli/runs.ts")).runs(options, context)),
  );

command(
  "models",
  "List the models: which were approved, and which one scores",
  `spanishgas models
   spanishgas models --leaderboard
   spanishgas models --leaderboard --of 0123456789ab-1`,
)
  .option("--leaderboard", "show how all experiments and algorithms did in a model's training")
  .addOption(
    new Option("--of <version>", "the model whose leaderboard is shown (default: the champion)").argParser(
      version,
    ),
  )
  .addOption(lakeOrBucket())
  .action((options: ModelsOptions) =>
    runCommand(options, async (context) => (await import("./cli/models.ts")).models(options, context)),
  );

command(
  "rollback",
  "Make the champion of before champion again; the next run scores with it",
  'spanishgas rollback --reason "Scores far too high since Monday"',
)
  .addOption(because())
  .addOption(decider())
  .addOption(lakeOrBucket())
  .action((options: DecideOptions) =>
    runCommand(options, async (context) => (await import("./cli/decide.ts")).rollback(options, context)),
  );

command(
  "approve",
  "Overrule the gate: a model is approved and champion; the next run scores with it",
  `spanishgas approve 0123456789ab-1 --reason "Known outage in the labels"
   spanishgas approve 0123456789ab-1 --reason "Reviewed" --lake s3://my-bucket`,
)
  .argument("<version>", "the model, as `spanishgas models` lists it", version)
  .addOption(because())
  .addOption(decider())
  .addOption(lakeOrBucket())
  .action((model: ReturnType<typeof version>, options: DecideOptions) =>
    runCommand(options, async (context) =>
      (await import("./cli/decide.ts")).approve(model, options, context),
    ),
  );

command(
  "reject",
  "Reject a model, so that no rollback leads to it; a champion only where there is none to roll back to",
  `spanishgas reject 0123456789ab-1 --reason "Complaints from the field"
   spanishgas rollback --reason "Complaints" && spanishgas reject 0123456789ab-1 --reason "Complaints from the field"`,
)
  .argument("<version>", "the model, as `spanishgas models` lists it", version)
  .addOption(because())
  .addOption(decider())
  .addOption(lakeOrBucket())
  .action((model: ReturnType<typeof version>, options: DecideOptions) =>
    runCommand(options, async (context) => (await import("./cli/decide.ts")).reject(model, options, context)),
  );

command(
  "describe",
  "Explain a table, a column or a feature from the contracts",
  `spanishgas describe
   spanishgas describe gold_master
   spanishgas describe months_to_renewal`,
)
  .argument("[name]", "table, column or feature; without it everything is listed")
  .action((name: string | undefined, options: CommonOptions) =>
    runCommand(options, async (context) =>
      (await import("./cli/describe.ts")).describe(name, options, context),
    ),
  );

command(
  "explain",
  "Say why a customer is likely to leave or to stay, or what moves the scores of all",
  `spanishgas explain C00001
   spanishgas explain C00001 --language es --lake lakes/retail
   spanishgas explain C00001 --json > why.json
   spanishgas explain --global`,
)
  .argument("[customer]", "id of a customer of the published run")
  .option("--global", "how much each fact moves the scores of all customers")
  .addOption(
    new Option("--language <code>", "language of the sentences").choices([...languages]).default("en"),
  )
  .addOption(lakeOrBucket())
  .addOption(threads())
  .action((customer: string | undefined, options: ExplainOptions) =>
    runCommand(options, async (context) =>
      (await import("./cli/explain.ts")).explain(customer, options, context),
    ),
  );

command(
  "tune",
  "Look for better settings of the model on the published run; nothing is changed by it",
  `spanishgas tune
   spanishgas tune --minutes 60 --lake lakes/retail
   spanishgas tune --seed 7 --json > search.json`,
)
  .addOption(lakeOrBucket())
  .addOption(minutes())
  .addOption(chosenExperiment())
  .addOption(
    seed("the folds, the order of the points and every training; the holdout stays the one of each run"),
  )
  .addOption(threads())
  .action((options: TuneOptions) =>
    runCommand(options, async (context) => (await import("./cli/tune.ts")).tune(options, context)),
  );

program
  .command("step", { hidden: true })
  .description("Run one data step on given folders, as a container does; prints its facts as JSON")
  .argument("<name>", "the step", stepName)
  .option("--input <name=folder>", "an input folder; repeat for each", folder, {})
  .option("--output <name=folder>", "an output folder; repeat for each", folder, {})
  .addOption(asOf())
  .addOption(chosenExperiment())
  .addOption(sentiment())
  .addOption(seed("every random choice"))
  .addOption(threads())
  .option("--memory <MB>", "limit of the engine's buffers", wholeNumber(1))
  .option("--verbose", "show where an error happened")
  .action((name: ReturnType<typeof stepName>, options: StepOptions) =>
    runCommand(options, async (context) => (await import("./cli/step.ts")).step(name, options, context)),
  );

// Who reads the output may stop early (`| head`): the command, or its help, goes on to its end, unheard.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error) => {
    if (systemCode(error) !== "EPIPE") throw error;
  });
}

try {
  await program.parseAsync();
} catch (thrown) {
  if (!(thrown instanceof CommanderError)) throw thrown;
  // Help and version end well; everything else that commander refuses is an argument of the user.
  process.exitCode = thrown.exitCode === 0 ? exitCodes.done : exitCodes.input;
  if (thrown.exitCode !== 0 && process.argv.includes("--json")) {
    const message = thrown.message.replace(/^error: /, "");
    process.stdout.write(`${JSON.stringify({ error: { name: "InputError", message } }, null, 2)}\n`);
  }
}
