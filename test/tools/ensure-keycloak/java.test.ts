import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { majorVersion, requireJava, requireMaven } from "../../../tools/ensure-keycloak/java";

test.each([
  ['openjdk version "17.0.15" 2025-04-15', 17],
  ['java version "1.8.0_452"', 8],
  ['openjdk version "25" 2025-09-16', 25],
  ["something else", undefined],
])("%s is the Java %s", (said, version) => {
  expect(majorVersion(said)).toBe(version);
});

let folder: string;
let env: NodeJS.ProcessEnv;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "java-"));
  env = { PATH: folder };
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const program = (name: string, text: string) =>
  writeFile(join(folder, name), `#!/bin/sh\necho '${text}'\n`, { mode: 0o755 });

test("without Java, it says what to install", async () => {
  await expect(requireJava(env)).rejects.toThrow(/there is no java; Keycloak needs a JDK, 17 or newer.*openjdk-17-jdk/);
});

test("an old Java is named", async () => {
  await program("java", 'openjdk version "11.0.2"');
  await expect(requireJava(env)).rejects.toThrow("the java here is 11; Keycloak needs a JDK, 17 or newer");
});

test("a Java that only runs programs is no JDK", async () => {
  await program("java", 'openjdk version "21.0.2"');
  await expect(requireJava(env)).rejects.toThrow("the java here is no JDK");
  await program("jar", "jar 21.0.2");
  await requireJava(env);
});

test("without Maven, it says what to install", async () => {
  await expect(requireMaven(env)).rejects.toThrow("there is no mvn; to fetch Keycloak takes Maven on PATH");
});
