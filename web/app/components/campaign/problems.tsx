import { CircleAlert } from 'lucide-react';
import { Alert } from '../ui/surface.tsx';
import type { CampaignErrors } from './settings-fields.tsx';

/** Everything that is wrong in a form, on top of it; each stands at its field as well. */
export function Problems({ title, errors }: { title: string; errors: CampaignErrors }) {
  const messages = [...new Set(Object.values(errors))];
  if (messages.length === 0) return null;
  return (
    <Alert tone="bad" title={title} icon={<CircleAlert aria-hidden />}>
      <ul className="list-disc pl-5">
        {messages.map((message) => (
          <li key={message}>{message}</li>
        ))}
      </ul>
    </Alert>
  );
}
