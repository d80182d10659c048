import * as docker from "@pulumi/docker-build";

// Without a platform a laptop with another processor builds an image that no job can run.
new docker.Image("image-platform-amd64", { push: false, context: { location: "." } });
