/** Images that a repository keeps. What any environment runs must be among them, or its next task cannot start. */
export const KEPT_IMAGES = 50;
/** An image without a tag was pushed by an update that broke off. */
const UNTAGGED_DAYS = 7;
/** One cache for each of the latest lists of packages. */
const KEPT_CACHES = 2;
/** Tags of the builds' caches begin so, and no image's does. */
export const CACHE_TAG = "cache-";

/** What a repository deletes by itself. Rules apply in the order of their priority, and an image follows one of them. */
export function lifecyclePolicy(): string {
  const expire = { type: "expire" };
  return JSON.stringify({
    rules: [
      {
        rulePriority: 1,
        description: "Images without a tag",
        selection: {
          tagStatus: "untagged",
          countType: "sinceImagePushed",
          countUnit: "days",
          countNumber: UNTAGGED_DAYS,
        },
        action: expire,
      },
      {
        rulePriority: 2,
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
        rulePriority: 3,
        description: "Old images",
        selection: {
          tagStatus: "tagged",
          tagPatternList: ["*"],
          countType: "imageCountMoreThan",
          countNumber: KEPT_IMAGES,
        },
        action: expire,
      },
    ],
  });
}
