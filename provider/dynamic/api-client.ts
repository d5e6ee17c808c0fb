import { apiClient } from "../resources/api-client";
import { dynamicProvider } from "./adapter";

export = dynamicProvider(apiClient);
