import { createRequire } from "node:module";

const manifest: { version: string } = createRequire(__filename)("pulumi-workato-dcr/package.json");

/** Read by the package's own name: the way to the manifest differs between source and build. */
export const { version } = manifest;
