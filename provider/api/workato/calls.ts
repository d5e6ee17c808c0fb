import type { Transport } from "../../http/transport";
import { ApiClients } from "./api-clients";
import { ApiKeys } from "./api-keys";
import { ApiCollections } from "./collections";
import { Connections } from "./connections";
import { DcrProviders } from "./dcr-providers";

/** All that is asked of a workspace, whoever asks. */
export interface WorkatoCalls {
  connections: Connections;
  dcrProviders: DcrProviders;
  apiClients: ApiClients;
  apiKeys: ApiKeys;
  apiCollections: ApiCollections;
}

export function workatoCalls(http: Transport): WorkatoCalls {
  return {
    connections: new Connections(http),
    dcrProviders: new DcrProviders(http),
    apiClients: new ApiClients(http),
    apiKeys: new ApiKeys(http),
    apiCollections: new ApiCollections(http),
  };
}
