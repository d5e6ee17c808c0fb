import { apiClientCredential } from "../resources/api-client-credential";
import { dynamicProvider } from "./adapter";

export = dynamicProvider(apiClientCredential);
