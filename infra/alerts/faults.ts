import type { Fault } from "../component.ts";
import type { AlarmDefinition, Chart } from "./alarm.ts";

const HOUR_SECONDS = 3600;
const DAY_SECONDS = 24 * HOUR_SECONDS;
/** CloudWatch's own limit of an alarm's description. */
const DESCRIPTION_LENGTH = 1024;
/** CloudWatch's own limit of lines in a chart. */
const CHART_METRICS = 500;

/** What CloudWatch would refuse only at the update, or take and never fire. */
export function alarmFaults(alarms: readonly AlarmDefinition[]): Fault[] {
  return alarms.flatMap((alarm, index) => {
    const { name, description, periodSeconds, evaluationPeriods, datapoints = evaluationPeriods } = alarm;
    const fault = (field: string, message: string) => ({ path: `alarms.${name}.${field}`, message });
    const looksBack = periodSeconds * evaluationPeriods;
    const longest = periodSeconds < HOUR_SECONDS ? DAY_SECONDS : 7 * DAY_SECONDS;
    const found: (Fault | false)[] = [
      alarms.findIndex((other) => other.name === name) < index && fault("name", "is taken by another alarm"),
      !/^[a-z][a-z0-9-]*$/.test(name) &&
        fault("name", "must be small letters, digits and dashes: the stack's prefix is put before it"),
      (description.trim() === "" || description.length > DESCRIPTION_LENGTH) &&
        fault("description", `must say in at most ${DESCRIPTION_LENGTH} characters what to do`),
      !(periodSeconds === 10 || periodSeconds === 30 || (periodSeconds > 0 && periodSeconds % 60 === 0)) &&
        fault("periodSeconds", "must be 10, 30 or a multiple of 60"),
      !(Number.isInteger(evaluationPeriods) && evaluationPeriods >= 1) &&
        fault("evaluationPeriods", "must be a whole number from 1"),
      !(Number.isInteger(datapoints) && datapoints >= 1 && datapoints <= evaluationPeriods) &&
        fault("datapoints", "must be a whole number from 1 to evaluationPeriods"),
      looksBack > longest &&
        fault(
          "evaluationPeriods",
          `look back ${looksBack} s; CloudWatch allows ${longest} s for this period`,
        ),
      !Number.isFinite(alarm.threshold) && fault("threshold", "must be a number"),
    ];
    return found.filter((item) => item !== false);
  });
}

/** A chart without lines, or of a name that is taken, is a slip. */
export function chartFaults(charts: readonly Chart[]): Fault[] {
  return charts.flatMap(({ title, metrics }, index) => {
    const path = `charts.${title}`;
    const found: (Fault | false)[] = [
      charts.findIndex((other) => other.title === title) < index && {
        path,
        message: "has the title of another chart",
      },
      (metrics.length === 0 || metrics.length > CHART_METRICS) && {
        path: `${path}.metrics`,
        message: `must be 1 to ${CHART_METRICS} lines`,
      },
    ];
    return found.filter((item) => item !== false);
  });
}
