/** Where users put their files, in a lake that is a bucket. */
export const RAW_PREFIX = "raw/";
