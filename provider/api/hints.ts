import type { Vendor } from "../http/transport";

/** What to do next where a vendor refuses: by its own code, which says more than a status, or else by the kind of error. */
export type Hints = Required<Pick<Vendor, "hints" | "hintsByCode">>;

/** What the user knows a setting of an identity provider by: a key of the configuration, or a path in one. */
export type NameOf = (setting: string) => string;
