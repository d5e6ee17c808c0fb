/** The commands of the README and the documents that the test does not run, each with the reason. */
export const UNRUN: readonly [command: RegExp, reason: string][] = [
  [/^npm test$/, "this test is a part of it"],
  [/^npm run /, "a script of its own, whose tests are in the folder of its name; here, that there is such a script"],
  [/^npm ci$/, "installs from the registry; test/engine/packed-install.test.ts packs what it installs"],
  [/^npm pack$/, "test/engine/packed-install.test.ts packs, and runs a program with what is in the tarball"],
  [/^npm install/, "installs from the registry"],
  [/^cd /, "a folder of the clone; here, that it is there"],
  [/^pulumi (up|preview)\b/, "needs Pulumi's host of TypeScript or YAML; here, the Automation API runs the program"],
  [/^pulumi stack output --show-secrets$/, "follows such an up"],
  [/^pulumi import /, "needs the plugin: test/native/import.test.ts"],
  [/^pulumi plugin install /, "needs the plugin: test/native/distribution.test.ts"],
];
