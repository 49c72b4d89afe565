import type { VerifyAnswer, VerifySubject } from '#stores/verify-links.ts';

/** Whom an appointment was with, as little as a person needs to know again: `Ada L.`. */
export const whoWords = ({ firstName, initial }: Pick<VerifySubject, 'firstName' | 'initial'>): string =>
  [firstName, initial && `${initial}.`].filter(Boolean).join(' ') || 'the lead';

type About = { who: string; clientName: string; startWords: string; verdictWords: string };

/** What came of an answer by link, or why there is none to give: a title and a sentence. */
export function verifyWords(answer: VerifyAnswer, { who, clientName, startWords, verdictWords }: About): [title: string, text: string] {
  switch (answer.kind) {
    case 'taken':
      return answer.attended
        ? [`Noted: ${who} showed up`, 'The appointment counts as a show.']
        : [
            `Noted: ${who} did not show up`,
            `Unless the lead says otherwise or a talk with them proves it, it is decided as a no-show on ${verdictWords}.`,
          ];
    case 'answered':
      return [
        'There is an answer already',
        `Somebody of ${clientName} said that ${who} ${answer.attended ? 'showed up' : 'did not show up'}. It can be changed in Callvia.`,
      ];
    case 'decided':
      return [
        `It is decided: ${who} ${answer.status === 'shown' ? 'showed up' : 'did not show up'}`,
        'If that is wrong, dispute it in Callvia.',
      ];
    case 'used':
      return ['This link has been used', 'Its answer was taken back since. You can give another one in Callvia.'];
    case 'not-started':
      return ['The appointment has not begun yet', `It begins on ${startWords}. Open this link again afterwards.`];
    case 'cancelled':
      return ['The appointment was cancelled', 'There is nothing to answer.'];
    default:
      return answer satisfies never;
  }
}
