import type { Contract } from "./contract.ts";
import {
  churnLabel,
  consumptionHourly,
  costsByProvinceMonth,
  customerAttributes,
  customerContracts,
  customerInteractions,
  priceHistory,
} from "./raw-contracts.ts";

export * from "./raw-contracts.ts";

/** The clock of the readings: the wall clock in Spain, or UTC (D2). */
export type Timezone = "Europe/Madrid" | "UTC";

/** A raw file: its contract, and what the readers must know beyond single columns. */
export interface Dataset {
  readonly contract: Contract;
  /** Regular expression of the file's name without extension and part number, whatever its case. */
  readonly stem: string;
  /** Name that messages propose, without extension. */
  readonly fileStem: string;
  /** A delivery without it is refused. */
  readonly required: boolean;
  /** Other tables hang on its key: a repeated key stops the run instead of going to quarantine (D5). */
  readonly backbone: boolean;
  /** Rows of customers who are not in the customer master go to quarantine. */
  readonly ofCustomers: boolean;
  /** A file without rows is accepted. */
  readonly mayBeEmpty: boolean;
  /** The key's column that counts by calendar month: one price row a month, whatever its day. */
  readonly monthOf?: string;
  /** @default "Europe/Madrid" where rows carry an hour */
  readonly timezone?: Timezone;
}

function dataset(contract: Contract, settings: Partial<Dataset> = {}): Dataset {
  return {
    contract,
    stem: contract.name,
    fileStem: contract.name,
    required: true,
    backbone: false,
    ofCustomers: true,
    mayBeEmpty: false,
    ...settings,
  };
}

/** Every raw file of a delivery. The master comes first: the others' customers are looked up in it. */
export const datasets = [
  dataset(customerAttributes, { backbone: true, ofCustomers: false }),
  // The label is optional (D4): a delivery that is only to be scored may lack the file.
  dataset(churnLabel, { required: false }),
  dataset(customerContracts),
  dataset(customerInteractions, { mayBeEmpty: true }),
  dataset(priceHistory, { monthOf: "pricing_date" }),
  dataset(costsByProvinceMonth, { ofCustomers: false }),
  dataset(consumptionHourly, { stem: "consumption_hourly(_\\d{4})?", timezone: "Europe/Madrid" }),
] as const satisfies readonly Dataset[];
