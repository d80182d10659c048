import { z } from "zod";

/** Rows on a page of a list where nobody says how many. */
export const ROWS_ON_A_PAGE = 50;

/** Which page of a list is wanted. */
export const pageSchema = z.object({
  page: z.coerce.number().int().min(1).max(1_000_000).default(1),
  size: z.coerce
    .number()
    .int()
    .min(10)
    .max(500)
    .default(ROWS_ON_A_PAGE)
    .describe(`Rows on a page; a request for more than ${ROWS_ON_A_PAGE} counts as an export, too`),
});

/** Pages of a list of so many rows; a list without rows has one page that says so. */
export function pagesOf(rows: number, size: number): number {
  return Math.max(1, Math.ceil(rows / size));
}
