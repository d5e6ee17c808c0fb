import { httpConnection } from "../resources/http-connection";
import { dynamicProvider } from "./adapter";

export = dynamicProvider(httpConnection);
