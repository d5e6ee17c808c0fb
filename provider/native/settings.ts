import type { Bag } from "../bag";
import type { Problem } from "../errors";
import { nearest } from "../lifecycle/nearest";
import type { StackConfig } from "../settings";
import { PACKAGE } from "./package";
import { SETTINGS } from "./schema";

/** What the engine puts beside the settings of a provider. */
const ENGINES_OWN = ["version", "pluginDownloadURL", "pluginChecksums", "parameterization", "__internal"];

/** Settings that are secrets whatever a program or the stack's configuration says. */
export const secretSettings = Object.entries(SETTINGS).flatMap(([name, { secret }]) => (secret ? [name] : []));

/** The names that are no settings. */
export function settingProblems(given: Bag): Problem[] {
  const known = Object.keys(SETTINGS);
  const wrong = Object.keys(given).filter((name) => !known.includes(name) && !ENGINES_OWN.includes(name));
  return wrong.map((name) => {
    const meant = nearest(name, known);
    const hint = meant === undefined ? "check its spelling" : `did you mean "${PACKAGE}:${meant}"?`;
    // It may hold a secret under a wrong name: a dotted path keeps the engine from printing it.
    return { property: `${name}.*`, reason: `there is no setting "${PACKAGE}:${name}"; ${hint}` };
  });
}

/** The settings of the provider as the configuration of a stack has them: texts, and what is nested as JSON. */
export function stackConfig(given: Bag): StackConfig {
  return (key) => {
    const value = given[key.slice(key.indexOf(":") + 1)];
    return value === undefined || typeof value === "string" ? value : JSON.stringify(value);
  };
}
