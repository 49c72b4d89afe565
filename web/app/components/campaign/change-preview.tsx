import { Form } from '@remix-run/react';
import { ArrowRight, Check } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { ButtonLink, SubmitButton } from '../ui/button.tsx';
import { Card, CardHeader } from '../ui/surface.tsx';

export type Preview = { moves: string[]; stays: string[]; fields: [string, string][]; isChange: boolean };

/** What a change of a running campaign will move and leave, and the one button that applies it. */
export function ChangePreview({ preview }: { preview: Preview }) {
  const box = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new answer is read anew
  useEffect(() => {
    box.current?.scrollIntoView({ block: 'nearest' });
    box.current?.focus({ preventScroll: true });
  }, [preview]);
  return (
    <section ref={box} tabIndex={-1} aria-labelledby="change-preview" className="max-w-4xl rounded-card">
      <Card edge="primary">
        <CardHeader
          title={<span id="change-preview">{preview.isChange ? 'What this changes' : 'Nothing differs from what is saved'}</span>}
          text={preview.isChange ? 'Counted just now. Nothing has been applied yet.' : 'There is nothing to apply.'}
        />
        {preview.isChange ? (
          <div className="grid gap-4 px-5 pb-5">
            <Lines icon={<ArrowRight aria-hidden />} lines={preview.moves} />
            <div className="grid gap-1.5">
              <h3 className="eyebrow">Stays as it is</h3>
              <Lines icon={<Check aria-hidden />} lines={preview.stays} />
            </div>
            <Form method="post" className="flex flex-wrap justify-end gap-2 border-t border-line pt-4">
              {preview.fields.map(([name, value], i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a form may hold a name twice
                <input key={`${name}-${i}`} type="hidden" name={name} value={value} />
              ))}
              <ButtonLink to="." preventScrollReset>
                Keep as it was
              </ButtonLink>
              <SubmitButton look="primary" name="do" value="apply" pendingText="Applying…">
                Apply the change
              </SubmitButton>
            </Form>
          </div>
        ) : null}
      </Card>
    </section>
  );
}

function Lines({ icon, lines }: { icon: ReactNode; lines: string[] }) {
  return (
    <ul className="grid gap-1.5 text-sm [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted">
      {lines.map((line) => (
        <li key={line} className="flex gap-2">
          {icon} {line}
        </li>
      ))}
    </ul>
  );
}
