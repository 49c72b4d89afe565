import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Alert } from './ui/surface.tsx';

/** Everything that is wrong in a form, on top of it; each stands at its field as well. */
export function Problems({
  title,
  errors,
  children,
}: {
  title: string;
  errors: Partial<Record<string, string>>;
  /** A way out of it. */
  children?: ReactNode;
}) {
  const messages = [...new Set(Object.values(errors))];
  if (messages.length === 0) return null;
  return (
    <Alert tone="bad" title={title} icon={<CircleAlert aria-hidden />}>
      <ul className="list-disc pl-5">
        {messages.map((message) => (
          <li key={message}>{message}</li>
        ))}
      </ul>
      {children}
    </Alert>
  );
}
