import { withTail } from '#domain/hand-written.ts';
import { smsSegments } from '#domain/render-text.ts';
import { formatCount, formatNumberOf } from '../../words/numbers.ts';

/** As the carrier counts it, ending included; every reference has six letters. */
export function SmsParts({ body }: { body: string }) {
  const { characters, segments, encoding } = smsSegments(withTail({ channel: 'sms', body: body.trim() }, { reference: 'XXXXXX' }));
  return (
    <>
      {formatCount(characters)} characters with the ending, {formatNumberOf(segments, 'SMS part')}
      {encoding === 'ucs2' ? '. A character outside the SMS alphabet makes each part shorter: 67 instead of 153.' : '.'}
    </>
  );
}
