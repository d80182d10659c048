/** The package has types, but its export map hides them from an ES module: these are the functions used here. */
declare module "cephes" {
  /** Settles when the library, a WebAssembly module, is ready to be called. */
  export const compiled: Promise<void>;
  /** Upper tail of the chi-square distribution. */
  export function chdtrc(degreesOfFreedom: number, x: number): number;
  /** Upper tail of Kolmogorov's limiting distribution. */
  export function kolmogorov(x: number): number;
}
