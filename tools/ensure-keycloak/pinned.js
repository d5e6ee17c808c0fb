// @ts-check

/** The Keycloak that tests run against, as Maven Central has it: `org.keycloak:keycloak-quarkus-dist`. */
const VERSION = "26.7.3";
const SHA256 = "27a6535553c3cdcd083872ba40629efafb3475e3b758e0c6f691395561dd0f1f";

/** What this version of Keycloak runs on. */
const OLDEST_JAVA = 17;

module.exports = { VERSION, SHA256, OLDEST_JAVA };
