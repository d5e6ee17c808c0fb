/** Properties as an engine hands them over, or a state holds them, before anybody has looked at their values. */
export type Bag = Readonly<Record<string, unknown>>;
