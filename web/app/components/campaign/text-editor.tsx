import { useRef, useState } from 'react';
import type { TemplateKey } from '#domain/default-texts.ts';
import { renderTemplate, smsSegments, VARIABLES, type Variables } from '#domain/render-text.ts';
import type { Channel } from '#domain/snapshot.ts';
import { type TextProblem, textProblems } from '#domain/text-rules.ts';
import { formatCount, formatNumberOf } from '../../words/numbers.ts';
import { sentence } from '../../words/steps.ts';
import { Button } from '../ui/button.tsx';
import { TextArea, TextField } from '../ui/form.tsx';
import { TextPreview } from './texts.tsx';

type Props = {
  textKey: TemplateKey;
  channel: Channel;
  subject: string;
  body: string;
  sample: Variables;
  /** What the server found when it was asked to save; until something is typed. */
  refused: TextProblem[] | null;
};

/** Subject and body, what a lead would read beside them as they are typed, and what is missing at its field. */
export function TextEditor({ textKey, channel, subject: firstSubject, body: firstBody, sample, refused }: Props) {
  const [subject, setSubject] = useState(firstSubject);
  const [body, setBody] = useState(firstBody);
  const area = useRef<HTMLDivElement>(null);
  const problems =
    subject === firstSubject && body === firstBody && refused ? refused : textProblems(textKey, channel, { subject, body }, sample);
  const at = (path: TextProblem['path']) =>
    problems
      .filter((problem) => problem.path === path)
      .map(({ message }) => message)
      .join(' ') || undefined;
  const filled = renderTemplate({ subject, body }, sample);
  const sms = smsSegments(filled.body);

  const insert = (name: string) => {
    const field = area.current?.querySelector('textarea');
    if (!field) return;
    field.setRangeText(`{{${name}}}`, field.selectionStart, field.selectionEnd, 'end');
    setBody(field.value);
    field.focus();
  };

  return (
    <div className="grid grid-cols-1 gap-6 lg:grid-cols-2">
      <div ref={area} className="grid content-start gap-4">
        {channel === 'email' ? (
          <TextField
            label="Subject"
            name="subject"
            value={subject}
            onChange={(event) => setSubject(event.target.value)}
            error={at('subject')}
          />
        ) : null}
        <TextArea
          label="Text"
          name="body"
          rows={channel === 'email' ? 16 : 7}
          value={body}
          onChange={(event) => setBody(event.target.value)}
          error={at('body')}
          hint="Words in double braces are filled in; after a bar stands what is used when there is nothing: {{first_name|there}}."
        />
        <fieldset className="grid gap-2">
          <legend className="mb-1 text-sm font-medium">What can be filled in</legend>
          <ul className="flex flex-wrap gap-1.5">
            {VARIABLES.map((name) => (
              <li key={name}>
                <Button size="tiny" aria-label={`Insert ${sentence(name).toLowerCase()}`} onClick={() => insert(name)}>
                  {name}
                </Button>
              </li>
            ))}
          </ul>
        </fieldset>
      </div>
      <section aria-label="Preview" className="grid content-start gap-3">
        <h3 className="text-sm font-medium">What {sample.first_name ?? 'a lead'} would read</h3>
        <TextPreview channel={channel} subject={filled.subject ?? ''} body={filled.body} />
        {channel === 'sms' ? (
          <p className="text-sm text-muted" aria-live="polite">
            {formatCount(sms.characters)} characters, {formatNumberOf(sms.segments, 'SMS part')}
            {sms.encoding === 'ucs2' ? '. A character outside the SMS alphabet makes each part shorter: 67 instead of 153.' : '.'}
          </p>
        ) : null}
      </section>
    </div>
  );
}
