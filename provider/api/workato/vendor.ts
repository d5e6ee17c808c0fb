import { z } from "zod";
import type { Vendor } from "../../http/transport";

/** One part that is not as expected must not hide the others. */
const text = z.string().optional().catch(undefined);
const errorBody = z.object({
  message: text,
  error: text,
  error_type: text,
  errors: z.record(z.string(), z.unknown()).optional().catch(undefined),
});

/** What is wrong with each field: Workato says it in a string or in a list of them. */
function reasons(errors: Record<string, unknown>): Record<string, string[]> {
  const readable = Object.entries(errors).map(([field, said]) => {
    const list: unknown[] = Array.isArray(said) ? said : [said];
    return [field, list.filter((one) => typeof one === "string")] as const;
  });
  return Object.fromEntries(readable.filter(([, list]) => list.length > 0));
}

/** What calls to Workato need. */
export interface WorkatoAccess {
  /** Base URL without a trailing slash. */
  baseUrl: string;
  apiToken: string;
  /** Where the user has set it. */
  requestsPerMinute?: number | undefined;
}

/** Of the limits on Workato's pages, which contradict each other, the lowest. */
const PER_MINUTE = 60;

/** Workato's side of the transport: bearer token, and errors as its API pages and servers show them. */
export function workatoVendor(access: WorkatoAccess): Vendor {
  return {
    name: "Workato",
    baseUrl: access.baseUrl,
    requestsPerMinute: access.requestsPerMinute,
    bucket: () => ({ name: "", perMinute: PER_MINUTE }),
    authorize: () => ({ authorization: `Bearer ${access.apiToken}` }),
    explain: (_status, body) => {
      const { data } = errorBody.safeParse(body);
      const message = data?.message || data?.error || data?.error_type;
      return { ...(message && { message }), ...(data?.errors && { fields: reasons(data.errors) }) };
    },
    hints: {
      unauthorized:
        "Check the token (pulumi config set --secret workato-dcr:apiToken) and that it belongs to the region of workato-dcr:region",
      forbidden:
        "Give the API client's role in Workato the permission for this endpoint, and see that the workspace's plan has the feature",
      unreachable: "Check workato-dcr:region or workato-dcr:baseUrl, and the proxy settings",
      "rate-limited": "Set a lower workato-dcr:requestsPerMinute, or raise workato-dcr:retryTotalSeconds",
    },
  };
}
