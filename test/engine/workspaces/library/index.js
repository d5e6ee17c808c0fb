const pulumi = require("@pulumi/pulumi");
const workato = require("pulumi-workato-dcr");

/** What a team shares: a client with a further credential, of a provider that is given or comes with it. */
class Access extends pulumi.ComponentResource {
  constructor(name, { scope, dcrProvider }, options) {
    super("library:index:Access", name, {}, options);
    this.dcrProvider =
      dcrProvider ??
      new workato.DcrProvider(
        `${name}-idp`,
        { name: `${name} IdP`, authenticationMethod: "oidc", scopes: [scope] },
        { parent: this },
      );
    this.client = new workato.ApiClient(
      `${name}-client`,
      { name: `${name} client`, apiCollectionIds: [1], dcrProvider: this.dcrProvider },
      { parent: this },
    );
  }
}

module.exports = { Access };
