import { resolve } from "node:path";
import type * as Sdk from "../sdk";

/** Where `tools/setup.js` installs the build. */
export const CONSUMER = resolve(__dirname, "../.build/consumer");

/**
 * The build as a user has it. By its bare name the package would be `dist/`, which lies under no node_modules: the engine
 * would then copy the provider's code into the state instead of a short `require`. (Jest maps the bare name to this copy.)
 */
export const INSTALLED = resolve(CONSUMER, "node_modules/pulumi-workato-dcr");

export const installedSdk = (): typeof Sdk => require(INSTALLED);
