/** The library greets every Node before 22 with a warning, which is no concern of whoever runs a sandbox. */
export async function loadOidcProvider() {
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
