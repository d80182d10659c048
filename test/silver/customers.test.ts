import { expect, it } from "vitest";
import { isoDate } from "../../configs/names.ts";
import { type CustomerRow, customerRow } from "../support/bronze-fixture.ts";
import { silverOf } from "../support/gold-fixture.ts";

async function silverCustomers(customers: readonly CustomerRow[]) {
  const bronze = { customers, months: [], provinces: [] };
  return (await silverOf(bronze, isoDate("2024-12-31"))).customers;
}

// is_industrial, contracted_power_kw, is_second_residence -> segment, residential_type (features.md 5.1 with D8)
it.each([
  [0, 4.6, 0, "Residential", "Primary_Residence"],
  [0, 20, 1, "Residential", "Second_Residence"],
  [0, null, 0, "Residential", "Primary_Residence"],
  [0, 4.6, null, "Residential", null],
  [1, 10, 0, "SME", null],
  [1, 9.2, 0, "SME", null],
  [1, 9.2, 1, "SME", null],
  [1, 10.01, 0, "Corporate", null],
  [1, 150, 0, "Corporate", null],
  [1, null, 0, "Unknown", null],
  [null, 10, 0, "Unknown", null],
])("industrial %s with %s kW, second home %s is %s, %s", async (industrial, power, second, segment, type) => {
  const [row] = await silverCustomers([
    customerRow({ is_industrial: industrial, contracted_power_kw: power, is_second_residence: second }),
  ]);
  expect(row).toMatchObject({ segment, residential_type: type });
});

it("gives sales channels their English names", async () => {
  const channels: readonly (readonly [string | null, string])[] = [
    ["presencial_comercial", "In-Person Commercial"],
    ["comparador", "Comparison Website"],
    ["oficina", "Office"],
    ["telemarketing", "Telemarketing"],
    ["web_propia", "Own Website"],
    ["desconocido", "Unknown"],
    ["unknown", "Unknown"],
    ["  Comparador\t", "Comparison Website"],
    ["\u00a0WEB_PROPIA\r\n", "Own Website"],
    ["App Movil ", "app movil"],
    ["", "Unknown"],
    [" \t ", "Unknown"],
    [null, "Unknown"],
  ];
  const rows = await silverCustomers(
    channels.map(([raw], index) => customerRow({ customer_id: `C${index + 10}`, sales_channel: raw })),
  );
  expect(rows.map((row) => row["sales_channel"])).toEqual(channels.map(([, english]) => english));
});

it("keeps every other column as it stands in bronze", async () => {
  const bronze = customerRow({});
  const [row] = await silverCustomers([bronze]);
  expect(row).toMatchObject({
    customer_id: "C1",
    churn: 0,
    province_code: 28,
    customer_intent: "Contract Renewal",
    sentiment_neu: 0.8,
    next_renewal_date: new Date("2025-07-01"),
  });
});
