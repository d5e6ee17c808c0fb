// @ts-check

/** Its start script, in its folder. */
const KC = "bin/kc.sh";

/** What is fixed when it is built: a database in memory, and overlapping secrets, which are a preview feature. */
const BUILD_OPTIONS = ["--db=dev-mem", "--features=client-secret-rotation"];

/** What is said at each start: plain http, on loopback, at a port that is free. */
const START_OPTIONS = [
  "--optimized",
  "--http-enabled=true",
  "--hostname-strict=false",
  "--http-host=127.0.0.1",
  "--http-port=0",
  "--cache=local",
];

/** The environment, with as much memory as is needed. */
const memory = () => ({ ...process.env, JAVA_OPTS_KC_HEAP: "-Xms64m -Xmx512m" });

module.exports = { BUILD_OPTIONS, KC, START_OPTIONS, memory };
