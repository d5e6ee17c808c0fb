// @ts-check
const { execFile } = require("node:child_process");
const { promisify } = require("node:util");
const { OLDEST_JAVA } = require("./pinned");

const run = promisify(execFile);
const NEEDED = `Keycloak needs a JDK, ${OLDEST_JAVA} or newer, on PATH (https://adoptium.net; Debian: apt-get install openjdk-${OLDEST_JAVA}-jdk-headless)`;
const MAVEN_NEEDED =
  "to fetch Keycloak takes Maven on PATH (https://maven.apache.org/install.html; Debian: apt-get install maven)";

/**
 * Asks for what unpacks and runs Keycloak: a JDK has `jar`, a mere runtime has not.
 * @throws Error that says what to install
 */
async function requireJava(env = process.env) {
  const { stderr, stdout } = await run("java", ["-version"], { env }).catch(() => {
    throw new Error(`there is no java; ${NEEDED}`);
  });
  const version = majorVersion(`${stderr}${stdout}`);
  if (version === undefined || version < OLDEST_JAVA) {
    throw new Error(`the java here is ${version ?? "of an unknown version"}; ${NEEDED}`);
  }
  await run("jar", ["--version"], { env }).catch(() => {
    throw new Error(`the java here is no JDK: there is no jar; ${NEEDED}`);
  });
}

/** @throws Error that says what to install */
async function requireMaven(env = process.env) {
  await run("mvn", ["--version"], { env }).catch(() => {
    throw new Error(`there is no mvn; ${MAVEN_NEEDED}`);
  });
}

/**
 * The major version in what `java -version` says; Java 8 calls itself 1.8.
 * @param {string} said
 */
function majorVersion(said) {
  const [, first, second] = /version "(\d+)(?:\.(\d+))?/.exec(said) ?? [];
  if (first === undefined) return undefined;
  return Number(first === "1" && second !== undefined ? second : first);
}

module.exports = { majorVersion, requireJava, requireMaven };
