import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/**
 * What is wrong with a certificate file an app should prove itself with; null when it will do. The library finds
 * out too, but only in words of its own.
 *
 * @param path of a PEM file with the certificate and its RSA private key, without a passphrase
 * @param now epoch milliseconds
 * @returns the end of a sentence that begins with the setting's name
 */
export async function certificateProblem(path: string, now = Date.now()): Promise<string | null> {
  let pem: string;
  try {
    pem = await readFile(path, 'utf8');
  } catch {
    return 'can’t be read';
  }
  const first = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/.exec(pem)?.[0];
  const certificate = first === undefined ? null : attempt(() => new X509Certificate(first));
  if (certificate === null) return 'holds no certificate';
  const key: KeyObject | null = attempt(() => createPrivateKey(pem));
  if (key === null) return 'holds no private key that can be read without a passphrase';
  if (key.asymmetricKeyType !== 'rsa') return 'holds a key that isn’t RSA';
  if (!certificate.checkPrivateKey(key)) return 'holds a key that isn’t its first certificate’s';
  if (Date.parse(certificate.validTo) <= now) return 'holds a certificate that has ended';
  return null;
}

function attempt<Made>(make: () => Made): Made | null {
  try {
    return make();
  } catch {
    return null;
  }
}
