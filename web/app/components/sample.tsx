import type { ReactNode } from 'react';
import { Card, CardHeader } from './ui/surface.tsx';

/** A field of the style guide with all states of one thing. */
export function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Card>
      <CardHeader title={title} />
      <div className="grid gap-4 px-5 pb-5">{children}</div>
    </Card>
  );
}

/** Things side by side. */
export const Line = ({ children }: { children: ReactNode }) => <div className="flex flex-wrap items-center gap-2">{children}</div>;
