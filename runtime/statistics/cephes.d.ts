/** The package has types, but its export map hides them from an ES module: these are the functions used here. */
declare module "cephes" {
  /** Settles when the library, a WebAssembly module, is ready to be called. */
  export const compiled: Promise<void>;
  /** Where the standard normal distribution function has this value, above 0 and below 1. */
  export function ndtri(probability: number): number;
  /** Where the beta distribution function with these shapes has this value: inverse of the incomplete beta integral. */
  export function incbi(a: number, b: number, probability: number): number;
  /** Upper tail of the chi-square distribution. */
  export function chdtrc(degreesOfFreedom: number, x: number): number;
  /** Upper tail of Kolmogorov's limiting distribution. */
  export function kolmogorov(x: number): number;
}
