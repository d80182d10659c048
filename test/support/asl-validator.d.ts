/** The part of asl-validator that the tests use; the package ships no types. */
declare module "asl-validator" {
  export default function validate(
    definition: object,
    options?: { readonly checkPaths: boolean; readonly checkArn: boolean },
  ): { readonly isValid: boolean; readonly errorsText: (separator?: string) => string };
}
