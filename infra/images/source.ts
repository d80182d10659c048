/**
 * Where an image comes from: it is built here, or was built before, by another stack mostly, and is named by its
 * digest. A stack that only takes digests has no repositories and needs no Docker.
 */
export type ImageSource = { readonly build: true } | { readonly digest: string };
