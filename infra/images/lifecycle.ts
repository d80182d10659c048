/** Images that a repository keeps. What any environment runs must be among them, or its next task cannot start. */
export const KEPT_IMAGES = 50;
/** One cache for each of the latest lists of packages. */
const KEPT_CACHES = 2;
/** Tags of the builds' caches begin so. */
export const CACHE_TAG = "cache-";

/**
 * What a repository deletes by itself. Images have no tags, only digests: they are kept by number and not by age, for
 * what has run for years must still start. Only the builds' caches bear tags.
 */
export function lifecyclePolicy(): string {
  const expire = { type: "expire" };
  return JSON.stringify({
    rules: [
      {
        rulePriority: 1,
        description: "Old caches",
        selection: {
          tagStatus: "tagged",
          tagPatternList: [`${CACHE_TAG}*`],
          countType: "imageCountMoreThan",
          countNumber: KEPT_CACHES,
        },
        action: expire,
      },
      {
        rulePriority: 2,
        description: "Old images",
        selection: { tagStatus: "untagged", countType: "imageCountMoreThan", countNumber: KEPT_IMAGES },
        action: expire,
      },
    ],
  });
}
