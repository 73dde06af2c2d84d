import { getCACertificates, setDefaultCACertificates } from 'node:tls';

/** Makes this process trust an authority, as NODE_EXTRA_CA_CERTS would from the start. */
export function trust(ca: string): void {
  setDefaultCACertificates([...getCACertificates('default'), ca]);
}
