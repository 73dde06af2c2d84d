import { getCACertificates, setDefaultCACertificates } from 'node:tls';

/** Makes this process trust an authority, as NODE_EXTRA_CA_CERTS would from the start. */
export function trust(ca: string): void {
  // Not on top of what a test before trusted: its authority has the same name and another key.
  setDefaultCACertificates([...getCACertificates('bundled'), ca]);
}
