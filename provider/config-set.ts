/** The command that sets a key of the configuration, without the value. */
export function configSet(key: string, isSecret = false): string {
  return `pulumi config set ${isSecret ? "--secret " : ""}${asArgument(key)}`;
}

/** A key with a dot is the path to a part of a value. */
export function asArgument(key: string): string {
  return key.includes(".") ? `--path '${key}'` : key;
}
