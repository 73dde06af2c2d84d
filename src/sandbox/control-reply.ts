/** What a control endpoint answers. */
export interface ControlReply {
  readonly status: number;
  readonly body: unknown;
}

/** A control answer that says what is wrong. */
export function problem(status: number, message: string): ControlReply {
  return { status, body: { error: { code: 'Sandbox', message } } };
}
