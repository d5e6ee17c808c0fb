import { createCipheriv, createDecipheriv, pbkdf2Sync, randomBytes } from "node:crypto";

/** Secrets as the engine keeps them with a passphrase (`v1:nonce:text`), without starting the CLI, which takes longer. */
export interface SecretKeeper {
  /** What stack settings and states name, so that the engine finds the same key. */
  salt: string;
  encrypt(text: string): string;
  decrypt(secret: string): string;
}

const ITERATIONS = 1_000_000;
const TAG_BYTES = 16;

export function secretKeeper(passphrase: string): SecretKeeper {
  const salt = randomBytes(8);
  const key = pbkdf2Sync(passphrase, salt, ITERATIONS, 32, "sha256");
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
  return { salt: `v1:${salt.toString("base64")}:${encrypt("pulumi")}`, encrypt, decrypt };
}
