import type { TargetText } from './command.ts';

const GUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const GUID_ALONE = new RegExp(`^${GUID}$`, 'i');
const PRINCIPAL_AND_JOB = new RegExp(`^(${GUID})/([A-Za-z0-9._-]{1,256})$`, 'i');
const JOB_ID = /^[A-Za-z0-9._-]{1,256}$/;
const TENANT_PART = /^[0-9a-f]{32}$/i;

/** The id that a text is; null when it is none. */
export function readId(text: string): TargetText | null {
  const [, servicePrincipalId, jobId] = PRINCIPAL_AND_JOB.exec(text) ?? [];
  if (servicePrincipalId !== undefined && jobId !== undefined)
    return { kind: 'job', servicePrincipalId, jobId };
  if (GUID_ALONE.test(text)) return { kind: 'id', id: text };
  const parts = text.split('.');
  return JOB_ID.test(text) && parts.slice(1).some((part) => TENANT_PART.test(part))
    ? { kind: 'id', id: text }
    : null;
}

/** The target that a text without quotes stands for: an id where it looks like one, else a name. */
export function asTargetText(text: string): TargetText {
  return readId(text) ?? { kind: 'name', name: text, quoted: false };
}

/** A target in the words that were typed for it, without quotes. */
export function typedWords(target: TargetText): string {
  switch (target.kind) {
    case 'name':
      return target.name;
    case 'id':
      return target.id;
    case 'job':
      return `${target.servicePrincipalId}/${target.jobId}`;
  }
}
