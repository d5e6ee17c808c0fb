import * as pulumi from "@pulumi/pulumi";

const MODULES = {
  HttpConnection: "http-connection",
  DcrProvider: "dcr-provider",
  ApiClient: "api-client",
  ApiClientCredential: "api-client-credential",
} as const;

/**
 * A resource of Pulumi's dynamic provider. Not a `pulumi.dynamic.Resource`, which would write code that it makes of the provider
 * into the state: that depends on where a package manager has put this copy of the package, and below a library with `exports`
 * nothing finds it. The code here is the same for all copies; the engine runs it in the program's folder.
 */
export abstract class DynamicResource extends pulumi.CustomResource {
  constructor(type: keyof typeof MODULES, name: string, props: pulumi.Inputs, opts?: pulumi.CustomResourceOptions) {
    const path = `pulumi-workato-dcr/dist/provider/dynamic/${MODULES[type]}.js`;
    const __provider = `exports.handler = () => require("${path}");`;
    // What the native plugin has in the state under its own type goes over as well.
    const options = pulumi.mergeOptions(opts, { aliases: [{ type: `workato-dcr:index:${type}` }] });
    super(`pulumi-nodejs:dynamic/workato:${type}`, name, { ...props, __provider }, options);
  }
}
