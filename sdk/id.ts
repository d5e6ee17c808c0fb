/** The id of an object in Workato: a positive whole number, or a string of its digits. Outputs are strings. */
export type Id = string | number;
