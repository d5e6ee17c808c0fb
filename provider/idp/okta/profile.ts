/** The attributes of an app's profile; the rest of it is others'. */
export const KEY_ATTRIBUTE = "workatoApiKey";
export const MARK_ATTRIBUTE = "pulumiMark";

/** The expression by which Okta puts a client's API key into its tokens. */
export const CLAIM_EXPRESSION = `app.profile.${KEY_ATTRIBUTE}`;
