import type { WriteAnswer } from '../lead-write.server.ts';

/** A message by hand that was not sent, with what was typed. */
export type RefusedMessage = Extract<WriteAnswer, { kind: 'refused' }>;

/** Whether an answer of the lead's page is about a message that was typed. */
export const isAboutMessage = (answer: object): answer is RefusedMessage => 'typed' in answer;
