import { createCipheriv, createDecipheriv, createHash, pbkdf2Sync, randomBytes } from "node:crypto";

/** Secrets as the engine keeps them with a passphrase (`v1:nonce:text`), without starting the CLI, which takes longer. */
export interface SecretKeeper {
  /** What stack settings and states name, so that the engine finds the same key. */
  salt: string;
  encrypt(text: string): string;
  decrypt(secret: string): string;
}

/**
 * Hands the key that was derived of a passphrase to the processes below, ours and, where it was built here, the engine
 * (`pulumi-engine/stubs/golang.org/x/crypto/pbkdf2`): to derive it takes as long as all else that a short command does.
 */
export const DERIVED_KEY = "PULUMI_DERIVED_KEY";

/** Of all stacks, as their salt is. */
export const PASSPHRASE = "passphrase";
const SALT = Buffer.from("workato!");
const ITERATIONS = 1_000_000;
const TAG_BYTES = 16;

/** What {@link DERIVED_KEY} holds: the SHA-256 of salt and passphrase, and the key that is derived of them, both in hex. */
export function derivedKey(): string {
  const of = createHash("sha256").update(SALT).update(PASSPHRASE).digest("hex");
  const handedOver = process.env[DERIVED_KEY];
  if (handedOver?.startsWith(`${of}:`)) return handedOver;
  return `${of}:${pbkdf2Sync(PASSPHRASE, SALT, ITERATIONS, 32, "sha256").toString("hex")}`;
}

export function secretKeeper(): SecretKeeper {
  const key = Buffer.from(derivedKey().split(":")[1] ?? "", "hex");
  const encrypt = (text: string) => {
    const nonce = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", key, nonce);
    const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
    return `v1:${nonce.toString("base64")}:${sealed.toString("base64")}`;
  };
  const decrypt = (secret: string) => {
    const [, nonce = "", text = ""] = secret.split(":");
    const sealed = Buffer.from(text, "base64");
    const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64"));
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    return decipher.update(sealed.subarray(0, -TAG_BYTES), undefined, "utf8") + decipher.final("utf8");
  };
  return { salt: `v1:${SALT.toString("base64")}:${encrypt("pulumi")}`, encrypt, decrypt };
}
