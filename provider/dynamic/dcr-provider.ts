import { dcrProvider } from "../resources/dcr-provider";
import { dynamicProvider } from "./adapter";

export = dynamicProvider(dcrProvider);
