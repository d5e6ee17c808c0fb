let library: Promise<typeof import("oidc-provider")> | undefined;

/** The library greets every Node before 22 with a warning, which is no concern of whoever runs a sandbox. */
export function loadOidcProvider() {
  library ??= load();
  return library;
}

async function load() {
  const { warn } = console;
  console.warn = (...args) => {
    if (!String(args[0]).includes("Unsupported runtime")) warn(...args);
  };
  try {
    return await import("oidc-provider");
  } finally {
    console.warn = warn;
  }
}
