import { describe, expect, test } from "vitest";
import { type AlarmDefinition, type Chart, ownNamespace } from "../../infra/alerts/alarm.ts";
import { alarmFaults } from "../../infra/alerts/faults.ts";
import { Alerts } from "../../infra/alerts.ts";
import { account, stack } from "../support/github-access.ts";
import { record } from "../support/pulumi-mocks.ts";
import { chart, lambdaErrors, outputs, recordAlerts, recorded, TOPIC } from "./alerts-fixture.ts";

/** The alarms and the page of charts that a component's definitions become. */

describe("alarms", () => {
  const alarm = (name: string) =>
    recorded.only("aws:cloudwatch/metricAlarm:MetricAlarm", `alerts-${name}`).inputs;

  test("tell the topic when they start and when they are over, and say what silence means", () => {
    expect(alarm("lambda-errors")).toEqual({
      name: "spanishgas-dev-lambda-errors",
      alarmDescription: lambdaErrors.description,
      namespace: "AWS/Lambda",
      metricName: "Errors",
      dimensions: { FunctionName: "spanishgas-dev-pipeline-trigger" },
      statistic: "Sum",
      period: 300,
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
      comparisonOperator: "GreaterThanThreshold",
      threshold: 0,
      treatMissingData: "notBreaching",
      alarmActions: [TOPIC],
      okActions: [TOPIC],
    });
  });

  test("X11: on our own metrics look at their environment alone, so that no stack sets off another's", () => {
    expect(alarm("drift-detected")).toMatchObject({
      name: "spanishgas-dev-drift-detected",
      dimensions: { Environment: "dev" },
    });
  });

  test("take percentiles where CloudWatch wants them, and some of the latest periods", () => {
    expect(alarm("slow")).toMatchObject({
      extendedStatistic: "p99",
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
    });
    expect(alarm("slow")).not.toHaveProperty("statistic");
  });

  test("that CloudWatch would not take are told all at once", async () => {
    const wrong: AlarmDefinition = {
      ...lambdaErrors,
      name: "Wrong Name",
      description: " ",
      periodSeconds: 45,
      evaluationPeriods: 2,
      datapoints: 3,
      threshold: Number.NaN,
    };
    const long: AlarmDefinition = { ...lambdaErrors, name: "long", evaluationPeriods: 289 };
    const empty: Chart = { title: "Trigger", metrics: [] };
    const failed = recordAlerts({}, [lambdaErrors, lambdaErrors, wrong, long], [chart, empty]);
    await expect(failed).rejects.toThrow(
      new RegExp(
        [
          "9 arguments are wrong",
          "lambda-errors.name: is taken",
          "Wrong Name.name",
          "description",
          "periodSeconds",
          "datapoints",
          "threshold",
          "long.evaluationPeriods: look back 86700 s",
          "charts.Trigger: has the title",
          "charts.Trigger.metrics",
        ].join("[\\s\\S]*"),
      ),
    );
  });

  test("look back a day, and a week in periods of an hour or more: CloudWatch takes no longer", () => {
    const pathsOf = (periodSeconds: number, evaluationPeriods: number) =>
      alarmFaults([{ ...lambdaErrors, periodSeconds, evaluationPeriods }]).map(({ path }) => path);
    const tooLong = ["alarms.lambda-errors.evaluationPeriods"];
    expect(pathsOf(300, 288)).toEqual([]);
    expect(pathsOf(300, 289)).toEqual(tooLong);
    expect(pathsOf(3600, 168)).toEqual([]);
    expect(pathsOf(3600, 169)).toEqual(tooLong);
  });

  test("are made once: a second list would make a second page", async () => {
    const twice = record(
      () => {
        const alerts = new Alerts("alerts", { stack });
        alerts.watch([], []);
        alerts.watch([], []);
      },
      { outputs },
    );
    await expect(twice).rejects.toThrow("called once");
  });
});

describe("the page of charts", () => {
  const { inputs } = recorded.only("aws:cloudwatch/dashboard:Dashboard");
  const body: {
    widgets: { type: string; x: number; y: number; width: number; height: number; properties: object }[];
  } = JSON.parse(String(inputs["dashboardBody"]));

  test("is the stack's one, with the alarms on top and every chart below, none on another", () => {
    expect(inputs["dashboardName"]).toBe("spanishgas-dev");
    expect(body.widgets.map(({ type, x, y, width, height }) => [type, x, y, width, height])).toEqual([
      ["alarm", 0, 0, 24, 2],
      ["metric", 0, 2, 12, 6],
      ["metric", 12, 2, 12, 6],
      ["metric", 0, 8, 12, 6],
    ]);
    expect(body.widgets[0]?.properties).toMatchObject({
      alarms: ["lambda-errors", "drift-detected", "slow"].map(
        (name) => `arn:aws:cloudwatch:eu-south-2:${account}:alarm:spanishgas-dev-${name}`,
      ),
    });
  });

  test("draws lines as CloudWatch writes them, dimensions in order", () => {
    expect(body.widgets[1]?.properties).toMatchObject({
      title: "Trigger",
      region: "eu-south-2",
      period: 300,
      metrics: [
        ["AWS/Lambda", "Errors", "FunctionName", "a", "Resource", "b", { stat: "Sum" }],
        [ownNamespace, "DriftDetected", "Environment", "dev", { stat: "Maximum", label: "Drift" }],
      ],
    });
  });

  test("is the same text at every run", async () => {
    const again = await recordAlerts();
    expect(again.only("aws:cloudwatch/dashboard:Dashboard").inputs["dashboardBody"]).toBe(
      inputs["dashboardBody"],
    );
  });
});
