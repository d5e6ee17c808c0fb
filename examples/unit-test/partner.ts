import * as pulumi from "@pulumi/pulumi";
import * as workato from "pulumi-workato-dcr";

export interface PartnerArgs {
  /** The names of the API collections that the partner may call. */
  collections: string[];
  /** The places that get credentials of their own, such as `eu`. */
  places: string[];
  dcrProvider: workato.DcrProvider;
}

/** A company that calls our APIs: one API client, and further credentials for each place from which it calls. */
export class Partner extends pulumi.ComponentResource {
  readonly clientId: pulumi.Output<string>;
  readonly clientSecret: pulumi.Output<string>;
  /** The client ids of the further credentials, by place. */
  readonly clientIds: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: PartnerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("acme:index:Partner", name, {}, opts);
    const apiClient = new workato.ApiClient(
      name,
      {
        name: `Partner ${name}`,
        apiCollectionIds: args.collections.map((name) => workato.getApiCollectionOutput({ name }).id),
        dcrProvider: args.dcrProvider,
      },
      { parent: this },
    );
    const clientIdAt = (place: string) => {
      const credential = { name: `Partner ${name}, ${place}`, apiClient };
      return new workato.ApiClientCredential(`${name}-${place}`, credential, { parent: this }).clientId;
    };
    this.clientId = apiClient.clientId;
    this.clientSecret = apiClient.clientSecret;
    this.clientIds = pulumi.output(Object.fromEntries(args.places.map((place) => [place, clientIdAt(place)])));
    this.registerOutputs();
  }
}
