import { detailLabels } from '../text/labels.ts';
import { moment, relative } from '../text/times.ts';
import { type GraphAnswer, type PauseEnd, phaseOf, type Snapshot, type Target } from '../words.ts';
import { DETAILS_ID } from './buttons.ts';
import { type Container, textBlock } from './elements.ts';
import { clean, isCut, short } from './escape.ts';

/** One thing a help desk copies from the card. */
export interface Detail {
  readonly label: string;
  readonly value: string;
  /** Ids are monospaced. */
  readonly id: boolean;
}

const LONGEST_MESSAGE = 200;

/** What Microsoft says of an error, as much as helps. */
function cut(text: string | null): string | null {
  return text === null || text === '' ? null : short(text, LONGEST_MESSAGE);
}

type Known = string | number | null | undefined;

/** A detail, or nothing where nothing is known. */
export function detail(label: string, value: Known): readonly Detail[] {
  return value === null || value === undefined || value === ''
    ? []
    : [{ label, value: String(value), id: false }];
}

/** An id, or nothing where there is none. */
export function idDetail(label: string, value: Known): readonly Detail[] {
  return detail(label, value).map((known) => ({ ...known, id: true }));
}

/** A whole name or note, where the card shows only a part of it. */
export function fullText(label: string, text: string | null): readonly Detail[] {
  return text !== null && isCut(text) ? detail(label, clean(text)) : [];
}

/** The ids of a target. */
export function targetDetails(target: Target, templateId: string | null): readonly Detail[] {
  return target.kind === 'profile'
    ? idDetail(detailLabels.profileId, target.profileId)
    : [
        ...idDetail(detailLabels.servicePrincipalId, target.servicePrincipalId),
        ...idDetail(detailLabels.jobId, target.jobId),
        ...detail(detailLabels.template, templateId),
      ];
}

/** Everything about a state that isn't said elsewhere on its card. */
export function snapshotDetails(snapshot: Snapshot, now: number): readonly Detail[] {
  const templateId = snapshot.kind === 'job' ? snapshot.templateId : null;
  const found = [
    ...fullText(detailLabels.name, snapshot.displayName),
    ...targetDetails(snapshot.target, templateId),
  ];
  const unknown = phaseOf(snapshot) === 'unknown';
  if (snapshot.kind === 'profile') {
    return [...found, ...(unknown ? detail(detailLabels.status, short(snapshot.status)) : [])];
  }
  const { quarantine, lastExecution, lastSuccess } = snapshot;
  const code = quarantine?.errorCode ?? lastExecution?.errorCode ?? null;
  const message = quarantine?.errorMessage ?? lastExecution?.errorMessage ?? null;
  const status = `${short(snapshot.code)}, ${short(snapshot.scheduleState)}`;
  return [
    ...found,
    ...detail(detailLabels.quarantineReason, cut(quarantine?.reason ?? null)),
    ...detail(detailLabels.errorCode, cut(code)),
    ...detail(detailLabels.errorMessage, cut(message)),
    ...(unknown ? detail(detailLabels.status, status) : []),
    ...detail(detailLabels.lastGood, lastSuccess === null ? null : relative(lastSuccess, now)),
  ];
}

/** When a pause ends, in a time that nobody's clock changes. */
export function endDetails(until: PauseEnd | null | undefined, now: number): readonly Detail[] {
  return until ? detail(detailLabels.endsUtc, moment(until.at, now)) : [];
}

/** What Graph answered, in its own codes. */
export function answerDetails(answer: GraphAnswer | null): readonly Detail[] {
  return answer === null
    ? []
    : [
        ...detail(detailLabels.httpStatus, answer.status),
        ...detail(detailLabels.graphCode, cut(answer.code)),
        ...idDetail(detailLabels.requestId, answer.requestId),
      ];
}

/** The details as a hidden container: a small label, and below it the value on a line of its own. */
export function detailsElement(details: readonly Detail[]): Container {
  return {
    type: 'Container',
    id: DETAILS_ID,
    isVisible: false,
    style: 'emphasis',
    bleed: true,
    items: details.flatMap(({ label, value, id }, index) => [
      textBlock(label, { size: 'small', isSubtle: true, ...(index === 0 ? { spacing: 'none' } : {}) }),
      textBlock(value, { size: 'small', spacing: 'none', ...(id ? { fontType: 'monospace' } : {}) }),
    ]),
  };
}
