import { ensureVenv } from "./servers/django-oauth-toolkit/venv";

test("a Python that is missing is told with what to install", async () => {
  const { PYTHON } = process.env;
  process.env.PYTHON = "/nowhere/python3";
  await expect(ensureVenv()).rejects.toThrow(
    /^Python 3\.10 or newer with venv and pip is needed .*apt-get install python3 python3-venv/,
  );
  if (PYTHON === undefined) delete process.env.PYTHON;
  else process.env.PYTHON = PYTHON;
});
