import type { Operation } from '../words.ts';
import type { RuleFile } from './file-shape.ts';
import type { NamePattern } from './name-pattern.ts';
import type { Approvers } from './verdict.ts';

/** A rule as it is matched: named lists resolved, ids lower-case. Empty means nobody, nowhere, nothing. */
export interface Rule {
  readonly name: string;
  readonly effect: 'allow' | 'deny';
  readonly who: {
    readonly everyone: boolean;
    readonly users: ReadonlySet<string>;
    readonly groups: ReadonlySet<string>;
  };
  readonly where: {
    readonly anywhere: boolean;
    readonly personal: boolean;
    readonly teams: ReadonlySet<string>;
    readonly channels: ReadonlySet<string>;
    readonly chats: ReadonlySet<string>;
    /** Narrows the places above; null when every tenant counts. */
    readonly tenants: ReadonlySet<string> | null;
  };
  readonly operations: ReadonlySet<Operation>;
  readonly targets: {
    readonly all: boolean;
    readonly ids: ReadonlySet<string>;
    readonly names: readonly NamePattern[];
  };
  /** A confirmation is wanted in any case. */
  readonly confirm: boolean;
  readonly approval: Approvers | null;
  /** As the file has it, for explanations. */
  readonly written: RuleFile;
}

/** A whole policy. No rules: nobody may do anything. */
export interface PolicyRules {
  readonly contact: string | null;
  /** By name: their order in the file makes no difference to any verdict. */
  readonly rules: readonly Rule[];
}
