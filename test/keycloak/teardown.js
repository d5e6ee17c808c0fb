// @ts-check
const { running } = require("./running");

module.exports = () => Promise.all(running.map((keycloak) => keycloak.stop()));
