import { writeFileSync } from "node:fs";
import { join } from "node:path";
import manifest from "../../package.json";
import { buildSchema } from "./build";

/** Writes `schema.json`. */
writeFileSync(join(__dirname, "../../schema.json"), `${JSON.stringify(buildSchema(manifest), undefined, 2)}\n`);
