import * as pulumi from "@pulumi/pulumi";
import { arnOf, type Stack } from "../stack.ts";
import type { AlarmDefinition, Chart, Line } from "./alarm.ts";
import { dimensionsOf } from "./metric-alarm.ts";

/** CloudWatch's grid is 24 columns wide: two charts stand side by side. */
const GRID_COLUMNS = 24;
const CHART = { width: GRID_COLUMNS / 2, height: 6 };
const ALARMS_PER_ROW = 4;

/**
 * The body of the stack's page: the state of all alarms on top, below it the charts. The order of everything follows
 * from the arguments, so that a second update differs in nothing.
 */
export function dashboardBody(
  stack: Stack,
  alarms: readonly AlarmDefinition[],
  charts: readonly Chart[],
): pulumi.Output<string> {
  const alarmsHeight = alarms.length === 0 ? 0 : 1 + Math.ceil(alarms.length / ALARMS_PER_ROW);
  const states = {
    type: "alarm",
    x: 0,
    y: 0,
    width: GRID_COLUMNS,
    height: alarmsHeight,
    properties: {
      title: "Alarms",
      alarms: alarms.map(({ name }) => arnOf(stack, "cloudwatch", `alarm:${stack.prefix}-${name}`)),
    },
  };
  const pictures = charts.map((chart, index) => ({
    type: "metric",
    x: (index % 2) * CHART.width,
    y: alarmsHeight + Math.floor(index / 2) * CHART.height,
    ...CHART,
    properties: {
      title: chart.title,
      view: "timeSeries",
      stacked: false,
      region: stack.region,
      period: chart.periodSeconds ?? 300,
      metrics: chart.metrics.map((line) => row(stack, line)),
      ...(chart.unit === undefined ? {} : { yAxis: { left: { label: chart.unit, showUnits: false } } }),
    },
  }));
  return pulumi.jsonStringify({ widgets: [...(alarms.length === 0 ? [] : [states]), ...pictures] });
}

/** A line as CloudWatch writes it: namespace, name, then each dimension and its value, then how it is drawn. */
function row(stack: Stack, line: Line): readonly unknown[] {
  const dimensions = Object.entries(dimensionsOf(stack, line)).sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    line.namespace,
    line.metric,
    ...dimensions.flat(),
    { stat: line.statistic, ...(line.label === undefined ? {} : { label: line.label }) },
  ];
}
